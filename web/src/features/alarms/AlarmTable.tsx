import { Tooltip } from 'antd'
import { useEffect, useRef, type Ref } from 'react'
import { Link } from 'wouter'
import type { AlarmSummary } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords, wordFor } from '../../i18n'
import { shortTime } from '../../lib/time'
import { AlarmTitle, DueText, SeverityTag, StageTag } from '../../ui/tags'
import { officerOf } from './history'
import { SnoozeMark } from './SnoozeNote'
import { alarmWords } from './words'

interface Props {
  items: AlarmSummary[]
  /** The row under the keyboard's mark; -1 for none. */
  at: number
  fresh: ReadonlySet<string>
  onOpen: (alarm: AlarmSummary) => void
}

/** The queue: a table on wide screens, cards on narrow ones (by style alone, so that both read the same). */
export function AlarmTable({ items, at, fresh, onOpen }: Props) {
  const words = useWords(alarmWords)
  const current = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <table className="sheet queue">
      <caption className="visually-hidden">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.column.due}</th>
          <th scope="col">{words.column.what}</th>
          <th scope="col">{words.column.where}</th>
          <th scope="col">{words.column.district}</th>
          <th scope="col">{words.column.severity}</th>
          <th scope="col">{words.column.stage}</th>
          <th scope="col">{words.column.officer}</th>
          <th scope="col">{words.column.raised}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((alarm, i) => (
          <Row
            key={alarm.id}
            ref={i === at ? current : undefined}
            alarm={alarm}
            chosen={i === at}
            fresh={fresh.has(alarm.id)}
            onOpen={() => onOpen(alarm)}
          />
        ))}
      </tbody>
    </table>
  )
}

function Row({
  alarm,
  chosen,
  fresh,
  onOpen,
  ref,
}: {
  alarm: AlarmSummary
  chosen: boolean
  fresh: boolean
  onOpen: () => void
  ref: Ref<HTMLTableRowElement> | undefined
}) {
  const words = useWords(alarmWords)
  const { t, name } = useI18n()
  const now = useNow()
  const classes = ['queue-row', chosen && 'queue-row-here', fresh && 'queue-row-fresh']
    .filter(Boolean)
    .join(' ')
  return (
    // The link inside is the way for keyboards and screen readers; the row is only a larger target.
    <tr className={classes} ref={ref} aria-current={chosen || undefined} onClick={onOpen}>
      <td className="queue-due">
        <DueText due={alarm.due} />
      </td>
      <td className="queue-what">
        <Link href={`/alarms/${alarm.id}`} onClick={(event) => event.stopPropagation()}>
          <AlarmTitle alarm={alarm} />
        </Link>
        {alarm.escalated && (
          <Tooltip title={words.escalatedHint}>
            <span className="escalated">{words.escalated}</span>
          </Tooltip>
        )}
        {alarm.merged_into && <span className="snoozed">{words.merged}</span>}
        {alarm.leads > 0 && <span className="leads">{words.leadsShort(alarm.leads)}</span>}
        {alarm.marked && <span className="marked">{wordFor(words.marked, alarm.marked)}</span>}
        <SnoozeMark until={alarm.snoozed_until} />
      </td>
      <td className="queue-where">
        {alarm.enterprise && <span>{name(alarm.enterprise)}</span>}{' '}
        <span className="caption">{name(alarm.subject)}</span>
      </td>
      <td className="queue-district">{alarm.district && name(alarm.district)}</td>
      <td className="queue-severity">
        <SeverityTag severity={alarm.led_severity ?? alarm.severity} />
      </td>
      <td className="queue-stage">
        <StageTag stage={alarm.stage} />
      </td>
      <td className="queue-officer">{officerOf(alarm, t) ?? <span className="faint">—</span>}</td>
      <td className="queue-raised nowrap">
        <time dateTime={alarm.raised_at}>{shortTime(alarm.raised_at, now)}</time>
        <span className="visually-hidden"> {t.shell.zone}</span>
      </td>
    </tr>
  )
}
