import { Button, Input } from 'antd'
import { useId, type ReactNode } from 'react'
import { inspections, type InspectionAct, type InspectionDetail } from '../../api'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import '../../ui/act-form.css'

/** What an act on an inspection changes. */
export const STALE = ['inspections']

export const useInspectionAct = (one: InspectionDetail) =>
  useAttempt((act: InspectionAct, key) => inspections.act(one.id, one.version, act, key), STALE)

export function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="act-field">
      <label className="caption" htmlFor={id}>
        {label}
      </label>
      {children}
    </div>
  )
}

/** A form that is sent when everything is there. */
export function Form({
  ready,
  attempt,
  button,
  danger = false,
  onSubmit,
  children,
}: {
  ready: boolean
  attempt: { isPending: boolean; error: Error | null }
  button: string
  danger?: boolean
  onSubmit: () => void
  children: ReactNode
}) {
  return (
    <form
      className="inspection-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onSubmit()
      }}
    >
      {children}
      <Button
        type={danger ? 'default' : 'primary'}
        danger={danger}
        htmlType="submit"
        disabled={!ready}
        loading={attempt.isPending}
      >
        {button}
      </Button>
      {attempt.error && <ProblemNote error={attempt.error} keptDraft />}
    </form>
  )
}

/** Words of a person. */
export function Words({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <Labelled id={id} label={label}>
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 1, maxRows: 8 }}
        maxLength={1000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  )
}
