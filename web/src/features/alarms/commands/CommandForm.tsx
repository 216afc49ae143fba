import { Button, Input } from 'antd'
import type { ReactNode, SyntheticEvent } from 'react'
import type { AlarmDetail } from '../../../api'
import { useWords } from '../../../i18n'
import { alarmWords } from '../words'
import { Field } from './Field'
import type { CommandSender } from './useCommand'

export interface FormProps {
  alarm: AlarmDetail
  sender: CommandSender
  onDone: () => void
}

/** The frame of every command form: what was kept, its fields, one button. */
export function CommandForm({
  label,
  sender,
  restored,
  onDiscard,
  onSubmit,
  danger = false,
  children,
}: {
  label: string
  sender: CommandSender
  restored: boolean
  onDiscard: () => void
  onSubmit: () => void
  danger?: boolean
  children: ReactNode
}) {
  const words = useWords(alarmWords)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className="command-form" onSubmit={submit} aria-label={label} noValidate>
      {restored && (
        <p className="caption command-restored" role="status">
          {words.draftRestored}{' '}
          <button type="button" className="link" onClick={onDiscard}>
            {words.discard}
          </button>
        </p>
      )}
      {children}
      <Button type="primary" size="large" danger={danger} htmlType="submit" loading={sender.busy} block>
        {label}
      </Button>
      <p className="caption">{words.draftKept}</p>
    </form>
  )
}

export function TextField({
  label,
  value,
  onChange,
  hint,
  optional = false,
  problem,
}: {
  label: string
  value: string
  onChange: (text: string) => void
  hint?: string
  optional?: boolean
  problem?: string | undefined
}) {
  return (
    <Field label={label} id="text" optional={optional} problem={problem} {...(hint && { hint })}>
      <Input.TextArea
        id="text"
        value={value}
        maxLength={4000}
        autoSize={{ minRows: 3, maxRows: 12 }}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
