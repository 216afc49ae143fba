import { Input, Modal } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { useI18n, useWords } from '../../i18n'
import { Field } from '../alarms/commands/Field'
import { labWords } from './words'

/** Asks for the name of a query. */
export function NameForm({
  name: given = '',
  onClose,
  onNamed,
}: {
  name?: string
  onClose: () => void
  onNamed: (name: string) => void
}) {
  const words = useWords(labWords)
  const { t } = useI18n()
  const [name, setName] = useState(given)
  const take = () => {
    if (name.trim() === '') return
    onNamed(name.trim())
    onClose()
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    take()
  }
  return (
    <Modal
      open
      title={words.save}
      okText={words.save}
      cancelText={t.common.cancel}
      okButtonProps={{ disabled: name.trim() === '' }}
      onOk={take}
      onCancel={onClose}
    >
      <form className="command-form" onSubmit={submit}>
        <Field label={words.saveName} id="query-name">
          {/* The form was opened to type this. */}
          {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
          <Input
            id="query-name"
            autoFocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      </form>
    </Modal>
  )
}
