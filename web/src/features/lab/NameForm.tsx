import { Input, Modal, type InputRef } from 'antd'
import { useRef, useState, type SyntheticEvent } from 'react'
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
  const field = useRef<InputRef>(null)
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
      // The form was opened to type a name.
      afterOpenChange={(isOpen) => isOpen && field.current?.focus()}
      title={words.save}
      okText={words.save}
      cancelText={t.common.cancel}
      okButtonProps={{ disabled: name.trim() === '' }}
      onOk={take}
      onCancel={onClose}
    >
      <form className="command-form" onSubmit={submit}>
        <Field label={words.saveName} id="query-name">
          <Input
            ref={field}
            id="query-name"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      </form>
    </Modal>
  )
}
