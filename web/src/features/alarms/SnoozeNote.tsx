import type { AlarmDetail } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useWords } from '../../i18n'
import { shortTime } from '../../lib/time'
import { alarmWords } from './words'

/** That the alarm is put aside, by whom and why, and that its terms run on. */
export function SnoozeNote({ alarm }: { alarm: AlarmDetail }) {
  const words = useWords(alarmWords)
  const now = useNow(10_000)
  const { snooze } = alarm
  // It wakes by itself: the page need not ask for that.
  if (!snooze || Date.parse(snooze.until) <= now) return null
  return (
    <div className="snooze-note" role="status">
      <p>
        <strong>{words.snoozedUntil(shortTime(snooze.until, now))}</strong>{' '}
        <span className="secondary">{snooze.by.name}</span>
      </p>
      <p className="text">{snooze.reason}</p>
      <p className="caption">{words.snoozeHint}</p>
    </div>
  )
}

/** The mark of an alarm that is put aside, in a list. */
export function SnoozeMark({ until }: { until: string | null | undefined }) {
  const words = useWords(alarmWords)
  const now = useNow(10_000)
  if (!until || Date.parse(until) <= now) return null
  return <span className="snoozed">{words.snoozedUntil(shortTime(until, now))}</span>
}
