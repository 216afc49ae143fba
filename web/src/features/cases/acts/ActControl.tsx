import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useId, type ReactNode } from 'react'
import type { CaseDetail, CaseLaw, StoredFile } from '../../../api'
import { useWords, wordFor } from '../../../i18n'
import { FilesField } from '../../alarms/commands/FilesField'
import { Field } from '../../alarms/commands/Field'
import { caseWords } from '../words'
import { ConditionsField } from './ConditionsField'
import type { ActField } from './fields'
import { OutcomeField, PenaltyField } from './PenaltyField'
import { TierField } from './TierField'
import { actWords } from './words'

export interface ControlProps {
  file: CaseDetail
  law: CaseLaw
  value: unknown
  onChange: (value: unknown) => void
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** One field of a form. */
export function ActControl({
  field,
  missing,
  ...props
}: ControlProps & { field: ActField; missing: boolean }) {
  const words = useWords(actWords)
  const id = useId()
  const label = wordFor(words.field, field.label ?? field.name)
  const problem = missing ? words.required : undefined
  const framed = (children: ReactNode, grouped = false) => (
    <Field label={label} problem={problem} optional={field.optional === true} {...(!grouped && { id })}>
      {children}
    </Field>
  )
  const { value, onChange, law, file } = props
  switch (field.kind) {
    case 'line':
      return framed(<Input id={id} value={text(value)} onChange={(event) => onChange(event.target.value)} />)
    case 'area':
    case 'lines':
      return framed(
        <Input.TextArea
          id={id}
          value={text(value)}
          maxLength={8000}
          autoSize={{ minRows: 2, maxRows: 10 }}
          onChange={(event) => onChange(event.target.value)}
        />,
      )
    case 'date':
      return framed(
        <Input id={id} type="date" value={text(value)} onChange={(event) => onChange(event.target.value)} />,
      )
    case 'number':
      return framed(
        <InputNumber
          id={id}
          min={1}
          precision={0}
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
        />,
      )
    case 'check':
      return (
        <Checkbox checked={value === true} onChange={(event) => onChange(event.target.checked)}>
          {label}
        </Checkbox>
      )
    case 'choice':
      return framed(
        <Select
          id={id}
          value={text(value) || null}
          onChange={onChange}
          options={(field.of ?? []).map((code) => ({ value: code, label: wordFor(words.choice, code) }))}
        />,
      )
    case 'stops':
      return framed(
        <Select
          id={id}
          value={text(value) || null}
          onChange={onChange}
          options={law.stops.map((stop) => ({ value: stop, label: stop }))}
        />,
      )
    case 'people':
      return framed(
        <Select
          id={id}
          mode="multiple"
          value={Array.isArray(value) ? (value as string[]) : []}
          onChange={onChange}
          options={law.colleagues.map((person) => ({ value: person.id, label: person.name || person.id }))}
        />,
      )
    case 'file':
    case 'files': {
      const files = Array.isArray(value) ? (value as StoredFile[]) : []
      const keep = (all: StoredFile[]) => onChange(field.kind === 'file' ? all.slice(-1) : all)
      return framed(<FilesField files={files} onChange={keep} />, true)
    }
    case 'evidence':
      return framed(<EvidenceChoice file={file} value={value} onChange={onChange} />, true)
    case 'evidence_one':
    case 'order_one':
    case 'measure_one':
    case 'referral_one':
    case 'daily_one':
      return framed(<NumberChoice id={id} field={field} file={file} value={value} onChange={onChange} />)
    case 'conditions':
      return <ConditionsField value={value} onChange={onChange} problem={problem} />
    case 'penalty':
      return <PenaltyField {...props} problem={problem} />
    case 'outcome':
      return <OutcomeField {...props} problem={problem} />
    case 'tier':
      return <TierField {...props} />
  }
}

/** The evidence that something rests on; what is altered cannot be chosen. */
function EvidenceChoice({ file, value, onChange }: Pick<ControlProps, 'file' | 'value' | 'onChange'>) {
  const words = useWords(caseWords)
  const chosen = Array.isArray(value) ? (value as number[]) : []
  if (file.evidence.length === 0) return <p className="secondary">{words.noEvidence}</p>
  return (
    <div className="case-choices">
      {file.evidence.map((item) => (
        <Checkbox
          key={item.number}
          checked={chosen.includes(item.number)}
          disabled={!item.intact || item.found_altered}
          onChange={(event) =>
            onChange(
              event.target.checked
                ? [...chosen, item.number]
                : chosen.filter((number) => number !== item.number),
            )
          }
        >
          {`${words.evidenceNumber(`${item.number}`)} ${item.title}`}
        </Checkbox>
      ))}
    </div>
  )
}

function NumberChoice({
  id,
  field,
  file,
  value,
  onChange,
}: Pick<ControlProps, 'file' | 'value' | 'onChange'> & { id: string; field: ActField }) {
  const words = useWords(caseWords)
  const acts = useWords(actWords)
  const options =
    field.kind === 'measure_one'
      ? file.measures
          .filter((measure) => !measure.lifted_on)
          .map((measure) => ({
            value: measure.number,
            label: `${words.numbered(`${measure.number}`)} ${wordFor(acts.choice, measure.kind)} ${measure.objects}`,
          }))
      : field.kind === 'referral_one'
        ? file.referrals.map((referral) => ({
            value: referral.number,
            label: `${words.numbered(`${referral.number}`)} ${wordFor(acts.choice, referral.kind)} ${referral.to}`,
          }))
        : field.kind === 'daily_one'
          ? file.dailies.map((daily) => ({
              value: daily.number,
              label: `${words.numbered(`${daily.number}`)} ${daily.count.first} – ${daily.count.last}`,
            }))
          : field.kind === 'order_one'
            ? file.orders.map((order) => ({
                value: order.number,
                label: `${words.numbered(`${order.number}`)} ${order.what}`,
              }))
            : file.evidence.map((item) => ({
                value: item.number,
                label: `${words.evidenceNumber(`${item.number}`)} ${item.title}`,
              }))
  return (
    <Select id={id} value={typeof value === 'number' ? value : null} onChange={onChange} options={options} />
  )
}
