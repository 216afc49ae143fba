import { useState } from 'react'
import { Link } from 'wouter'
import type { AlarmSummary, Page } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { EmptyNote, LoadingNote, ProblemNote } from '../../ui/notes'
import { AlarmTitle, DueText, SeverityTag, StageTag } from '../../ui/tags'
import { mapWords } from './words'

interface Props {
  page: Page<AlarmSummary> | undefined
  error: Error | null
  fresh: ReadonlySet<string>
  onSelect: (id: string) => void
}

/** The open alarms beside the map, those with the least time left first. */
export function AlarmStrip({ page, error, fresh, onSelect }: Props) {
  const words = useWords(mapWords)
  const [shown, setShown] = useState(() => window.innerWidth > 720)
  const late = page?.items.filter((alarm) => alarm.due?.overdue).length ?? 0
  return (
    <section className={shown ? 'map-strip' : 'map-strip map-strip-folded'} aria-label={words.openAlarms}>
      <div className="map-strip-head">
        <h2>{words.openAlarms}</h2>
        {page && <b className="map-strip-count">{count(page.total)}</b>}
        {late > 0 && <span className="urgent">{words.overdue(late)}</span>}
        <Link href="/alarms">{words.allAlarms}</Link>
        <button
          type="button"
          className="switch"
          aria-expanded={shown}
          aria-label={shown ? words.collapse : words.expand}
          onClick={() => setShown(!shown)}
        >
          {shown ? '▾' : '▴'}
        </button>
      </div>
      {shown && (
        <div className="map-strip-body">
          {!page && (error ? <ProblemNote error={error} /> : <LoadingNote />)}
          {page?.items.length === 0 && <EmptyNote title={words.calm}>{words.calmHint}</EmptyNote>}
          <ul>
            {page?.items.map((alarm) => (
              <StripItem key={alarm.id} alarm={alarm} fresh={isFresh(alarm, fresh)} onSelect={onSelect} />
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

const isFresh = (alarm: AlarmSummary, fresh: ReadonlySet<string>): boolean =>
  fresh.has(`${alarm.subject.kind}:${alarm.subject.id}`) ||
  (alarm.enterprise ? fresh.has(`enterprise:${alarm.enterprise.code}`) : false)

function StripItem({
  alarm,
  fresh,
  onSelect,
}: {
  alarm: AlarmSummary
  fresh: boolean
  onSelect: (id: string) => void
}) {
  const { name } = useI18n()
  const where = alarm.enterprise ?? alarm.subject
  const point = alarm.enterprise
    ? `enterprise:${alarm.enterprise.code}`
    : `${alarm.subject.kind}:${alarm.subject.id}`
  return (
    <li className={fresh ? 'strip-item strip-item-fresh' : 'strip-item'}>
      <div className="strip-item-line">
        <Link href={`/alarms/${alarm.id}`}>
          <AlarmTitle alarm={alarm} />
        </Link>
        <SeverityTag severity={alarm.led_severity ?? alarm.severity} />
      </div>
      <button type="button" className="strip-place secondary" onClick={() => onSelect(point)}>
        {name(where)}
      </button>
      <div className="strip-item-line">
        {alarm.due ? <DueText due={alarm.due} /> : <StageTag stage={alarm.stage} />}
        <span className="caption nowrap">{alarm.district ? name(alarm.district) : ''}</span>
      </div>
    </li>
  )
}
