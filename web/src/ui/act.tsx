import { Input, Modal, Segmented } from 'antd'
import { useState, type ReactNode } from 'react'
import { useI18n } from '../i18n'
import { ProblemNote } from './notes'
import './act-form.css'

/** A labelled time of a form in a line; the value is that of the browser's field, `2020-08-30T08:00`. */
export function TimeField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  return (
    <label className="act-field">
      <span className="caption">{label}</span>
      <Input type="datetime-local" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

/** Asks for what one act on an entry of a list needs, and says why it failed. */
export function ActModal({
  title,
  confirm,
  ready,
  act,
  onOk,
  onClose,
  children,
}: {
  title: string
  /** On the button that does it. */
  confirm: string
  /** Whether all that the act needs is there. */
  ready: boolean
  act: { isPending: boolean; error: Error | null }
  onOk: () => void
  onClose: () => void
  children: ReactNode
}) {
  const { t } = useI18n()
  return (
    <Modal
      open
      title={title}
      okText={confirm}
      cancelText={t.common.cancel}
      okButtonProps={{ disabled: !ready, loading: act.isPending }}
      onCancel={onClose}
      onOk={onOk}
    >
      {children}
      {act.error && <ProblemNote error={act.error} keptDraft />}
    </Modal>
  )
}

export interface OneAct {
  key: string
  label: string
  form: ReactNode
}

/** The forms of acts that are open, one at a time, the first of them until another is chosen; nothing without any. */
export function ActChoice({ title, acts }: { title: string; acts: OneAct[] }) {
  const [chosen, setChosen] = useState<string>()
  const here = acts.find(({ key }) => key === chosen) ?? acts[0]
  if (!here) return null
  return (
    <>
      <h3>{title}</h3>
      {acts.length > 1 && (
        <div className="filters">
          <Segmented
            aria-label={title}
            value={here.key}
            onChange={setChosen}
            options={acts.map(({ key, label }) => ({ value: key, label }))}
          />
        </div>
      )}
      <div key={here.key}>{here.form}</div>
    </>
  )
}
