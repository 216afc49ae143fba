import { Input, Modal } from 'antd'
import type { ReactNode } from 'react'
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
