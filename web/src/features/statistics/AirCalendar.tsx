import type { AirDay, AirStatistics } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { airWords } from '../../ui/air/words'
import { blanksBefore } from './period'
import { statisticsWords } from './words'

/** Days as a calendar, each with its index, the official colour of its level, and the level's word. */
export function AirCalendar({
  air,
  chosen,
  onChoose,
}: {
  air: AirStatistics
  chosen: string | undefined
  onChoose: (date: string) => void
}) {
  const words = useWords(statisticsWords)
  const months = [...new Set(air.days.map((day) => day.date.slice(0, 7)))]
  if (months.length === 0) return <p className="secondary">{words.notBegun}</p>
  return (
    <div className={months.length > 1 ? 'calendars calendars-many' : 'calendars'}>
      {months.map((month) => (
        <section key={month}>
          {months.length > 1 && <h3>{words.periodName(month)}</h3>}
          <div className="calendar" role="group" aria-label={words.periodName(month)}>
            {words.weekdays.map((day) => (
              <span key={day} className="caption calendar-head" aria-hidden="true">
                {day}
              </span>
            ))}
            {Array.from({ length: blanksBefore(month) }, (_, i) => (
              <span key={i} aria-hidden="true" />
            ))}
            {air.days
              .filter((day) => day.date.startsWith(month))
              .map((day) => (
                <DayCell
                  key={day.date}
                  day={day}
                  air={air}
                  chosen={day.date === chosen}
                  onChoose={onChoose}
                />
              ))}
          </div>
        </section>
      ))}
    </div>
  )
}

function DayCell({
  day,
  air,
  chosen,
  onChoose,
}: {
  day: AirDay
  air: AirStatistics
  chosen: boolean
  onChoose: (date: string) => void
}) {
  const words = useWords(airWords)
  const { name } = useI18n()
  const published = day.standing === 'published'
  const level = air.levels.find((item) => item.number === day.level)
  const pollutants: Record<string, string> = words.pollutant
  const standings: Record<string, string> = words.standingShort
  const primary = day.primary.map((code) => pollutants[code] ?? code).join(' ')
  const index = day.index ?? undefined
  return (
    <button
      type="button"
      className={`calendar-day calendar-${published ? 'published' : 'open'}`}
      aria-pressed={chosen}
      onClick={() => onChoose(day.date)}
    >
      <span
        className="calendar-colour"
        style={{ background: published ? level?.colour : undefined }}
        aria-hidden="true"
      />
      <span className="caption">{Number(day.date.slice(8))}</span>
      <b>{published ? index : index === undefined ? '—' : `≥${index}`}</b>
      <span className="caption calendar-word">
        {published && level ? name(level) : (standings[day.standing] ?? day.standing)}
      </span>
      {published && primary && <span className="caption calendar-word">{primary}</span>}
    </button>
  )
}
