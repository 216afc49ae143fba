import { Link } from 'wouter'
import type { AlarmDetail, AlarmStep } from '../../api'
import { maySee } from '../../app/access'
import { useRole } from '../../app/SessionProvider'
import { useI18n, useWords, wordFor } from '../../i18n'
import type { Dictionary } from '../../i18n/zh'
import { dateTime } from '../../lib/time'
import { FileList } from './commands/FilesField'
import { filesOf } from './history'
import { alarmWords } from './words'

interface Props {
  alarm: AlarmDetail
  /** Of what the steps mention by id. */
  names: ReadonlyMap<string, string>
}

/** What happened with an alarm, in order; every step is an entry of the ledger. */
export function Steps({ alarm, names }: Props) {
  return (
    <ol className="steps">
      {alarm.steps.map((step) => (
        <StepItem key={step.sequence} step={step} alarm={alarm} names={names} />
      ))}
    </ol>
  )
}

function StepItem({ step, alarm, names }: Props & { step: AlarmStep }) {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const role = useRole()
  const kind = step.kind.replace(/^alarm\./, '')
  const who = step.actor.kind === 'user' ? step.actor.name : t.common.system
  const change = kind === 'severity_changed' ? severityChange(step, t) : undefined
  const details = change
    ? []
    : Object.entries(step.details).flatMap(([name, value]) => {
        const text = detailText(name, value, t, names)
        return name in words.detail && text ? [[name, text] as const] : []
      })
  return (
    <li className={`step step-${kind}`}>
      <div className="step-head">
        <strong>{wordFor(words.step, kind)}</strong>
        <span className="secondary">
          {who}
          {step.actor.kind === 'user' && <small> {t.roles[step.actor.role]}</small>}
        </span>
        <time dateTime={step.at} className="step-time">
          {dateTime(step.at)}
        </time>
      </div>
      {change && <p>{change}</p>}
      {details.map(([name, text]) => (
        <p key={name}>
          <span className="secondary">{wordFor(words.detail, name)}：</span>
          {text}
        </p>
      ))}
      <FileList files={filesOf(step, alarm)} />
      {maySee(role, 'ledger') ? (
        <Link className="caption" href={`/ledger?event=${step.sequence}`}>
          {words.inLedger(step.sequence)}
        </Link>
      ) : (
        <span className="caption">{words.inLedger(step.sequence)}</span>
      )}
    </li>
  )
}

/** `一般 → 较重` */
function severityChange({ details }: AlarmStep, t: Dictionary): string {
  const word = (value: unknown) => (typeof value === 'string' ? wordFor(t.severity, value) : '')
  return `${word(details['from'])} → ${word(details['to'])}`
}

/** A step's detail in words; codes that have words are translated. */
function detailText(name: string, value: unknown, t: Dictionary, names: ReadonlyMap<string, string>): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'object' && value !== null) return Object.values(value).map(String).join(' ')
  if (typeof value !== 'string') return ''
  if (name === 'until') return dateTime(value)
  const tables: Record<string, Record<string, string>> = {
    mode: t.mode,
    outcome: t.outcome,
    severity: t.severity,
    to: { case_filing: t.common.caseFiling },
  }
  return names.get(value) ?? wordFor(tables[name] ?? {}, value)
}
