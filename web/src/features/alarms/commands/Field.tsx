import type { ReactNode } from 'react'
import { useI18n } from '../../../i18n'

/** A labelled field of a form, with a hint and what is missing. */
export function Field({
  label,
  id,
  hint,
  optional = false,
  problem,
  children,
}: {
  label: string
  /** Of the control; a group of controls has its label as a legend instead. */
  id?: string
  hint?: string
  optional?: boolean
  problem?: string | undefined
  children: ReactNode
}) {
  const { t } = useI18n()
  const text = (
    <>
      {label} {optional && <span className="caption">{t.common.optional}</span>}
    </>
  )
  const body = (
    <>
      {hint && <p className="caption">{hint}</p>}
      {children}
      {problem && (
        <p className="urgent" role="alert">
          {problem}
        </p>
      )}
    </>
  )
  if (!id) {
    return (
      <fieldset className="field">
        <legend>{text}</legend>
        {body}
      </fieldset>
    )
  }
  return (
    <div className="field">
      <label htmlFor={id}>{text}</label>
      {body}
    </div>
  )
}
