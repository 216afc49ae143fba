import { Link } from 'wouter'
import type { AlarmDetail, AlarmStep } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { dateTime } from '../../lib/time'
import { FileList } from './commands/FilesField'
import { filesOf } from './history'
import { alarmWords } from './words'

/** What happened with an alarm, in order; every step is an entry of the ledger. */
export function Steps({ alarm }: { alarm: AlarmDetail }) {
  return (
    <ol className="steps">
      {alarm.steps.map((step) => (
        <StepItem key={step.sequence} step={step} alarm={alarm} />
      ))}
    </ol>
  )
}

function StepItem({ step, alarm }: { step: AlarmStep; alarm: AlarmDetail }) {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const kind = step.kind.replace(/^alarm\./, '')
  const who = step.actor.kind === 'user' ? step.actor.name : t.common.system
  const details = Object.entries(step.details).flatMap(([name, value]) => {
    const text = detailText(name, value, t)
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
      {details.map(([name, text]) => (
        <p key={name}>
          <span className="secondary">{wordFor(words.detail, name)}：</span>
          {text}
        </p>
      ))}
      <FileList files={filesOf(step, alarm)} />
      <Link className="caption" href={`/ledger?event=${step.sequence}`}>
        {words.inLedger(step.sequence)}
      </Link>
    </li>
  )
}

/** A step's detail in words; codes that have words are translated. */
function detailText(name: string, value: unknown, t: ReturnType<typeof useI18n>['t']): string {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  const tables: Record<string, Record<string, string>> = {
    mode: t.mode,
    outcome: t.outcome,
    severity: t.severity,
    from: t.severity,
    to: t.severity,
  }
  return wordFor(tables[name] ?? {}, value)
}
