import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Input, Modal, Select } from 'antd'
import { useRef, useState } from 'react'
import { loggers as api, type Logger } from '../../../api'
import { useI18n, useWords } from '../../../i18n'
import { uuid } from '../../../lib/random'
import { ProblemNote } from '../../../ui/notes'
import { Field } from '../../alarms/commands/Field'
import { dialectWords } from './words'

interface KeyFormProps {
  loggers: Logger[]
  /** For which; to be chosen if it is not said. */
  mn: string | undefined
  onClose: () => void
}

const KEY = /^([\x21-\x7e]{16}|[0-9a-fA-F]{32})$/

/** Sets the key of a logger. What was typed is forgotten with the form. */
export function KeyForm({ loggers, mn, onClose }: KeyFormProps) {
  const words = useWords(dialectWords)
  const { t, name } = useI18n()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [chosen, setChosen] = useState(mn)
  const [secret, setSecret] = useState('')
  const key = useRef(uuid())
  const save = useMutation({
    mutationFn: () => api.setKey(chosen ?? '', secret.trim(), key.current),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['loggers'] })
      void message.success(words.saved)
      onClose()
    },
  })
  const ready = chosen !== undefined && KEY.test(secret.trim())
  return (
    <Modal
      open
      title={words.setKeyTitle}
      okText={words.setKey}
      cancelText={t.common.cancel}
      okButtonProps={{ disabled: !ready, loading: save.isPending }}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <div className="command-form">
        <Field label={words.logger} id="key-logger">
          <Select
            id="key-logger"
            showSearch={{ optionFilterProp: 'label' }}
            value={chosen}
            onChange={setChosen}
            options={loggers.map((logger) => ({
              value: logger.mn,
              label: `${logger.mn} · ${name(logger.target)}`,
            }))}
          />
        </Field>
        <Field label={words.secret} id="key-secret" hint={words.secretHint}>
          <Input.Password
            id="key-secret"
            autoComplete="off"
            maxLength={32}
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        </Field>
        {save.error && <ProblemNote error={save.error} />}
      </div>
    </Modal>
  )
}
