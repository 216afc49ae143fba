import { Link } from 'wouter'
import type { TableFactor, TableFigure } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { rfc3339 } from '../../lib/time'
import { Quantity } from '../../ui/page'
import { recordsLink } from './OutletTab'
import { statisticsWords } from './words'

const DAY_MS = 86_400_000

/** The days of one factor, its months, and the whole. */
export function DayTable({ factor, outlet }: { factor: TableFactor; outlet: string }) {
  const words = useWords(statisticsWords)
  const { name } = useI18n()
  const endOf = (day: string) => rfc3339(Date.parse(`${day}T00:00:00+08:00`) + DAY_MS)
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{name(factor)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.column.date}</th>
            <th scope="col" className="number">
              {words.column.mean} <span className="unit">{factor.unit}</span>
            </th>
            <th scope="col" className="number">
              {words.column.converted}
            </th>
            <th scope="col" className="number">
              {words.column.max}
            </th>
            <th scope="col" className="number">
              {words.column.total} <span className="unit">{factor.total_unit}</span>
            </th>
            <th scope="col" className="number">
              {words.column.validHours}
            </th>
            <th scope="col">{words.column.standing}</th>
            <th scope="col">{words.column.limit}</th>
          </tr>
        </thead>
        <tbody>
          {factor.days.map((day) => (
            <tr key={day.date}>
              <td className="nowrap">
                <Link href={recordsLink(outlet, factor.factor, endOf(day.date))}>{day.date}</Link>
              </td>
              <FigureCells figure={day.figure} />
              <td className="nowrap">
                <Over over={day.over} hours={day.hours_over} />
                <Excused hours={day.hours_excused} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {factor.months.length > 1 &&
            factor.months.map((month) => (
              <tr key={month.month}>
                <th scope="row">{words.periodName(month.month)}</th>
                <FigureCells figure={month.figure} />
                <td />
              </tr>
            ))}
          <tr>
            <th scope="row">{words.all}</th>
            <FigureCells figure={factor.whole} />
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function FigureCells({ figure }: { figure: TableFigure }) {
  const words = useWords(statisticsWords)
  const standings: Record<string, string | undefined> = words.standing
  const standing =
    figure.standing === 'short'
      ? words.short(count(figure.have ?? 0), count(figure.least ?? 0))
      : (standings[figure.standing] ?? figure.standing)
  const partly = figure.total !== null && figure.total !== undefined && figure.total_hours < figure.valid
  return (
    <>
      <td className="number">
        <Quantity value={figure.mean} />
        {figure.weighted && (
          <abbr className="caption" title={words.weighted}>
            {' '}
            {words.weightedShort}
          </abbr>
        )}
      </td>
      <td className="number">
        <Quantity value={figure.converted} />
      </td>
      <td className="number">
        <Quantity value={figure.max} />
      </td>
      <td className="number">
        <Quantity value={figure.total} />
        {partly && <span className="caption"> {words.ofHours(count(figure.total_hours))}</span>}
      </td>
      <td className="number">
        {count(figure.valid)} / {count(figure.hours - figure.stopped)}
      </td>
      <td className={`nowrap standing-${figure.standing}`}>{standing}</td>
    </>
  )
}

/** Hours over the limit that a marked work condition excuses: said beside those that count. */
function Excused({ hours }: { hours?: number | null }) {
  const words = useWords(statisticsWords)
  if (!hours) return null
  return <span className="caption"> {words.hoursExcused(count(hours))}</span>
}

function Over({ over, hours }: { over?: boolean | null; hours?: number | null }) {
  const words = useWords(statisticsWords)
  if (over === true) return <b className="urgent">▲ {words.over}</b>
  if (typeof hours === 'number' && hours > 0)
    return <b className="urgent">▲ {words.hoursOver(count(hours))}</b>
  if (over === false || hours === 0) return <span className="secondary">{words.within}</span>
  return <span className="faint">—</span>
}
