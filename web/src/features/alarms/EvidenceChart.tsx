import { useMemo } from 'react'
import type { AlarmDetail, EvidenceChart as Wish, Granularity } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { dateTime } from '../../lib/time'
import TimeChart from '../../ui/chart/TimeChart'
import { limitFor, useRowMaker, useSeries, type Fetched } from '../../ui/chart/useRows'
import { chartWords } from '../../ui/chart/words'
import { LoadingNote, ProblemNote } from '../../ui/notes'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The curves that made the alarm, on one time axis, with the anomaly's time tinted. */
export default function EvidenceChart({ alarm }: { alarm: AlarmDetail }) {
  const { name } = useI18n()
  const words = useWords(chartWords)
  const charts = useMemo(() => emissionFirst(alarm.charts), [alarm.charts])
  const first = charts[0]
  const [from, to] = [Date.parse(first?.from ?? alarm.began), Date.parse(first?.to ?? alarm.seen)]
  const window = useMemo(() => {
    // Rounded, so that the passing minutes do not ask for every curve again each time.
    const end = Math.ceil(to / (5 * MINUTE)) * 5 * MINUTE
    return { end, lengthMs: end - Math.floor(from / MINUTE) * MINUTE }
  }, [from, to])
  const daily = alarm.kind === 'exceedance_day'
  const hourly = daily || (alarm.kind === 'exceedance_hour' && window.lengthMs > 6 * HOUR)
  const granularity: Granularity = hourly ? 'hour' : 'realtime'
  const answers = useSeries(
    charts.map(({ kind, id, factor }) => ({
      kind,
      id,
      factor,
      granularity: kind === 'meter' ? 'realtime' : granularity,
    })),
    window,
  )
  const make = useRowMaker()

  const failed = answers.find((answer) => answer.error)
  if (failed?.error) return <ProblemNote error={failed.error} retry={() => void failed.refetch()} />
  if (answers.some((answer) => answer.data === undefined)) return <LoadingNote />

  const began = Date.parse(alarm.began)
  const seen = Math.max(Date.parse(alarm.seen), began + MINUTE)
  const row = (chart: Wish, fetched: Fetched) => {
    if (chart.kind !== 'meter')
      return make.emission(fetched, limitFor(alarm.limits, chart.factor, daily ? 'day' : granularity, began))
    const role = chart.role === 'treatment_power' ? 'treatment_unit' : 'line'
    const title = name({ name: chart.title, name_en: chart.title_en })
    return make.power(fetched, { id: chart.id, title, role, ratedKw: chart.rated_kw })
  }
  const rows = charts.flatMap((chart, i) => {
    const fetched = answers[i]?.data
    return fetched ? [row(chart, fetched)] : []
  })
  const span = { from: window.end - window.lengthMs, to: window.end }
  return (
    <TimeChart
      rows={rows}
      span={span}
      highlight={{ from: began, to: seen }}
      label={words.label(rows.map(({ title }) => title).join(', '), dateTime(span.from), dateTime(span.to))}
    />
  )
}

/** Concentrations above, then flow, then the bands of production and treatment under them. */
function emissionFirst(charts: readonly Wish[]): Wish[] {
  const order: readonly Wish['role'][] = ['concentration', 'flow', 'production_power', 'treatment_power']
  return charts.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
}
