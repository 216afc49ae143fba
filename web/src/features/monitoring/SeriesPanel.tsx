import { Suspense, useMemo } from 'react'
import type { OutletInfo } from '../../api'
import { lazily } from '../../app/lazily'
import { useI18n, useWords } from '../../i18n'
import { dateTime } from '../../lib/time'
import { limitFor, POWER, useRowMaker, useSeries, type Wanted } from '../../ui/chart/useRows'
import { EmptyNote, LoadingNote, ProblemNote } from '../../ui/notes'
import { PointTable } from './PointTable'
import { SPANS, type View } from './spans'
import { monitoringWords } from './words'

const TimeChart = lazily(() => import('../../ui/chart/TimeChart'))

/** The leading factor, flow under it, and the power of lines and treatment under both. */
export function SeriesPanel({ outlet, view, asTable }: { outlet: OutletInfo; view: View; asTable: boolean }) {
  const words = useWords(monitoringWords)
  const { t, name } = useI18n()
  const make = useRowMaker()
  const flow = outlet.channels.find(({ factor }) => factor === 'w00000' || factor === 'a00000')
  const factors = [view.factor, ...(flow && flow.factor !== view.factor ? [flow.factor] : [])].filter(Boolean)
  const metered = machines(outlet)
  const window = useMemo(
    () => ({ lengthMs: SPANS[view.span].lengthMs, end: view.end, stepS: SPANS[view.span].stepS }),
    [view.span, view.end],
  )
  const wanted: Wanted[] = [
    ...factors.map((factor) => ({
      kind: 'outlet' as const,
      id: outlet.id,
      factor,
      granularity: view.granularity,
    })),
    // Meters send samples only; there are no means to ask for.
    ...metered.map(({ meter: { id } }) => ({
      kind: 'meter' as const,
      id,
      factor: POWER,
      granularity: 'realtime' as const,
    })),
  ]
  const answers = useSeries(wanted, window)

  const failed = answers.find((answer) => answer.error)
  if (failed?.error) return <ProblemNote error={failed.error} retry={() => void failed.refetch()} />
  const leading = answers[0]?.data
  if (!leading || answers.some((answer) => answer.data === undefined)) return <LoadingNote />
  if (asTable) return <PointTable series={leading.series} />

  const rows = answers.flatMap(({ data }, i) => {
    const what = wanted[i]
    if (!data || !what) return []
    if (what.kind === 'outlet')
      return [make.emission(data, limitFor(outlet.limits, what.factor, view.granularity, data.span.to))]
    const machine = metered.find(({ meter }) => meter.id === what.id)
    if (!machine) return []
    const { meter, role } = machine
    return [make.power(data, { id: what.id, title: name(machine), role, ratedKw: meter.rated_kw })]
  })
  const empty = rows.every((row) => row.line.length === 0)
  const { span } = leading
  return (
    <>
      {empty ? (
        <EmptyNote title={words.noPoints}>{words.noPointsHint}</EmptyNote>
      ) : (
        <Suspense fallback={<LoadingNote />}>
          <TimeChart
            rows={rows}
            span={span}
            label={words.chartLabel(
              rows.map(({ title }) => title).join(t.common.listSign),
              dateTime(span.from),
              dateTime(span.to),
            )}
          />
        </Suspense>
      )}
      <p className="caption">{words.legend}</p>
      {window.stepS !== undefined && <p className="caption">{words.byDay}</p>}
      {answers.some(({ data }) => data?.series.truncated) && <p className="caption">{words.truncated}</p>}
    </>
  )
}

/** The metered lines and facilities that belong to an outlet, production first. */
function machines(outlet: OutletInfo) {
  const lines = outlet.lines.map((line) => ({ ...line, role: 'line' as const }))
  const units = outlet.treatment_units.map((unit) => ({ ...unit, role: 'treatment_unit' as const }))
  return [...lines, ...units].flatMap(({ meter, ...machine }) => (meter ? [{ ...machine, meter }] : []))
}
