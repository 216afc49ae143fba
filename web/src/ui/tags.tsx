import { Tooltip } from 'antd'
import type { AlarmSummary, Due, Severity, Stage } from '../api'
import { useNow } from '../app/LiveProvider'
import { spanText, useI18n, wordFor } from '../i18n'
import { minutesBetween, shortTime } from '../lib/time'
import { tagWords } from './words'
import { useWords } from '../i18n'

export function SeverityTag({ severity }: { severity: Severity }) {
  const { t } = useI18n()
  return (
    <span className={`severity severity-${severity}`}>
      <span aria-hidden="true" className="severity-bars">
        <i />
        <i />
        <i />
        <i />
      </span>
      {t.severity[severity]}
    </span>
  )
}

export function StageTag({ stage }: { stage: Stage }) {
  const { t } = useI18n()
  return <span className={`stage stage-${stage}`}>{t.stage[stage]}</span>
}

/** A limit or rule that nobody has checked at its source. */
export function UnverifiedTag() {
  const { t } = useI18n()
  return (
    <Tooltip title={t.common.unverifiedHint}>
      <span className="unverified">{t.common.unverified}</span>
    </Tooltip>
  )
}

/** A rule that ships as an example and is not law. */
export function IllustrativeTag() {
  const { t } = useI18n()
  return (
    <Tooltip title={t.common.illustrativeHint}>
      <span className="unverified">{t.common.illustrative}</span>
    </Tooltip>
  )
}

/** What is due, and how long is left: `接收 还剩 12 分钟`. */
export function DueText({ due }: { due: Due | null | undefined }) {
  const { t } = useI18n()
  const words = useWords(tagWords)
  const now = useNow(10_000)
  if (!due) return <span className="faint">—</span>
  const left = minutesBetween(now, due.at)
  const overdue = due.overdue || left < 0
  return (
    <span className={overdue ? 'due due-over' : left <= 30 ? 'due due-soon' : 'due'}>
      <span className="due-step">{wordFor(words.step, due.step)}</span>
      <b>{overdue ? words.over(spanText(t, left)) : words.left(spanText(t, left))}</b>
      <span className="due-at">{shortTime(due.at, now)}</span>
    </span>
  )
}

/** The sentence an alarm goes by: its kind, and where. */
export function AlarmTitle({ alarm }: { alarm: AlarmSummary }) {
  const { t, name } = useI18n()
  return (
    <span className="alarm-title">
      <span>{t.kind[alarm.kind]}</span>
      {alarm.factor && <span className="alarm-factor"> {name(alarm.factor)}</span>}
    </span>
  )
}
