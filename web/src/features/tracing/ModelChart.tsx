import { useMemo } from 'react'
import type { TracingDetail, TracingHypothesis } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { dateTime } from '../../lib/time'
import type { ChartRow } from '../../ui/chart/rows'
import TimeChart from '../../ui/chart/TimeChart'
import { chartWords } from '../../ui/chart/words'
import { tracingWords } from './words'

/** Stations whose curves are drawn. */
const ROWS = 5

/** What the stations showed beside what a hypothesis makes of it, the asked one first. */
export default function ModelChart({
  one,
  hypothesis,
}: {
  one: TracingDetail
  hypothesis: TracingHypothesis
}) {
  const words = useWords(tracingWords)
  const chart = useWords(chartWords)
  const { name } = useI18n()
  const rows = useMemo(
    () => chosen(one, hypothesis).map((series) => rowOf(series, name, words.modelled)),
    [one, hypothesis, name, words],
  )
  const span = { from: Date.parse(one.from), to: Date.parse(one.to) }
  return (
    <TimeChart
      rows={rows}
      span={span}
      highlight={{ from: Date.parse(one.anomaly_from), to: Date.parse(one.anomaly_to) }}
      label={chart.label(rows.map(({ title }) => title).join(', '), dateTime(span.from), dateTime(span.to))}
    />
  )
}

/** The asked station, then those at which the model or the measurement rises most above the background. */
function chosen(one: TracingDetail, hypothesis: TracingHypothesis): TracingHypothesis['series'] {
  const rise = ({ points }: TracingHypothesis['series'][number]) =>
    points.reduce((most, { measured, modelled, background }) => {
      return Math.max(most, measured - background, modelled - background)
    }, 0)
  const asked = hypothesis.series.filter(({ station }) => station.code === one.station.code)
  const others = hypothesis.series.filter(({ station }) => station.code !== one.station.code)
  return [...asked, ...others.toSorted((a, b) => rise(b) - rise(a))].slice(0, ROWS)
}

function rowOf(
  series: TracingHypothesis['series'][number],
  name: (named: TracingHypothesis['series'][number]['station']) => string,
  modelled: string,
): ChartRow {
  const times = series.points.map(({ at }) => Date.parse(at))
  const step = times.length > 1 ? ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (times.length - 1) : 600_000
  const title = name(series.station)
  const line = (of: 'measured' | 'modelled') =>
    series.points.map((point, i): [number, number] => [times[i] ?? 0, point[of]])
  return {
    key: series.station.code,
    title,
    unit: 'µg/m³',
    kind: 'line',
    tone: 'jing',
    line: line('measured'),
    beside: { title: `${title} · ${modelled}`, line: line('modelled') },
    stretches: [],
    step,
  }
}
