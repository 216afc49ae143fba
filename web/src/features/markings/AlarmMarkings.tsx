import { Link } from 'wouter'
import type { AlarmDetail, AlarmHour, RuleBasis } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useWords } from '../../i18n'
import { date, shortTime } from '../../lib/time'
import { Panel, Quantity } from '../../ui/page'
import { RuleWhy } from '../statistics/RuleWhy'
import { Effect } from './Effect'
import { MarkingItem } from './MarkingItem'
import { markingWords } from './words'
import './markings.css'

/** What the enterprise marked in the time of an exceedance, beside it: the alarm stays, the officer judges. */
export function AlarmMarkings({ alarm }: { alarm: AlarmDetail }) {
  const words = useWords(markingWords)
  const now = useNow(60_000)
  const { markings } = alarm
  if (!markings) return null
  const said: Record<string, string> = {
    all: words.alarm.all,
    some: words.alarm.some,
    none: words.alarm.none,
  }
  const marked = markings.hours.filter((hour) => hour.effect ?? hour.over === true)
  return (
    <Panel
      title={words.alarm.title}
      extra={<Link href={`/markings/${date(alarm.began)}?q=${alarm.subject.id}`}>{words.alarm.page} →</Link>}
      className="alarm-markings"
    >
      <p className="alarm-sentence">{said[markings.excuses]}</p>
      {markings.excuses === 'all' && <p className="secondary">{words.alarm.suggestion}</p>}
      {marked.length > 0 && (
        <div className="scroll-x">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">{words.alarm.column.hour}</th>
                <th scope="col" className="number">
                  {words.alarm.column.mean}
                </th>
                <th scope="col">{words.alarm.column.limit}</th>
                <th scope="col">{words.alarm.column.effect}</th>
              </tr>
            </thead>
            <tbody>
              {marked.map((hour) => (
                <tr key={hour.start}>
                  <td className="nowrap">{shortTime(hour.start, now)}</td>
                  <td className="number">
                    <Quantity value={hour.value} />
                  </td>
                  <td className={hour.over ? 'urgent nowrap' : 'nowrap'}>
                    {hour.over === true
                      ? `▲ ${words.overWord}`
                      : hour.over === false
                        ? words.withinWord
                        : '—'}
                  </td>
                  <td>{hour.effect ? <Effect effect={hour.effect} /> : <span className="faint">—</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <RuleWhy rules={rulesOf(markings.hours)}>
        <p>{words.whyMark}</p>
        <p>{words.whyLimit}</p>
      </RuleWhy>
      <ul className="plain-list marking-list">
        {markings.markings.map((marking) => (
          <MarkingItem key={marking.id} marking={marking} />
        ))}
      </ul>
    </Panel>
  )
}

/** The rules that the effects rest on, each once. */
function rulesOf(hours: AlarmHour[]): RuleBasis[] {
  const rules = hours.map((hour) => hour.effect?.rule).filter((rule) => rule !== null && rule !== undefined)
  return [...new Map(rules.map((rule) => [`${rule.pack} ${rule.rule}`, rule])).values()]
}
