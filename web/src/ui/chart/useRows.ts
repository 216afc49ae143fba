import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import {
  outlet as fetchOutlet,
  series as fetchSeries,
  seriesSummary,
  type Granularity,
  type Limit,
  type Series,
  type SeriesOwner,
} from '../../api'
import { useClock } from '../../app/LiveProvider'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { currentValues, fromSummary, markedStretches, splitAtGaps, usualStep } from '../../lib/series'
import { dayStart, rfc3339 } from '../../lib/time'
import type { ChartRow, ChartSpan } from './rows'
import { chartWords } from './words'

export const POWER = 'power_active'

/** A span that ends at a fixed time, or follows the server's now. */
export interface Window {
  lengthMs: number
  /** ms; now if undefined. */
  end?: number | undefined
  /** Too long to show every value: one point for each step of so many seconds. */
  stepS?: number | undefined
}

/** One curve to fetch. */
export interface Wanted {
  kind: SeriesOwner
  id: string
  factor: string
  granularity: Granularity
}

export interface Fetched {
  series: Series
  span: ChartSpan
}

/** Fetches curves over one window. What is shown stays until the new answer is there. */
export function useSeries(wanted: readonly Wanted[], window: Window) {
  const now = useClock()
  return useQueries({
    queries: wanted.map(({ kind, id, factor, granularity }) => ({
      queryKey: ['series', kind, id, factor, granularity, window.lengthMs, window.end ?? 'now', window.stepS],
      queryFn: async (): Promise<Fetched> => {
        const to = window.end ?? now()
        // Steps begin at midnight, where the server has whole days at hand.
        const from = to - window.lengthMs
        const span = { from: window.stepS === undefined ? from : dayStart(from), to }
        const query = { factor, granularity, from: rfc3339(span.from), to: rfc3339(span.to) }
        if (window.stepS === undefined) return { series: await fetchSeries(kind, id, query), span }
        const summary = await seriesSummary(kind, id, { ...query, step_s: window.stepS })
        return { series: fromSummary(summary), span }
      },
      placeholderData: keepPreviousData,
    })),
  })
}

export const useOutlet = (id: string | undefined) =>
  useQuery({ queryKey: ['outlet', id], queryFn: () => fetchOutlet(id ?? ''), enabled: id !== undefined })

/** The limit that a curve of this granularity is read against, at a time. */
export function limitFor(
  limits: readonly Limit[],
  factor: string,
  granularity: Granularity,
  at: number,
): Limit | undefined {
  const holding = limits.filter(
    (limit) =>
      limit.factor === factor &&
      Date.parse(limit.valid_from) <= at &&
      (!limit.valid_to || at < Date.parse(limit.valid_to)),
  )
  const wanted = granularity === 'day' ? 'day_mean' : granularity === 'hour' ? 'hour_mean' : 'realtime'
  return (
    holding.find(({ basis }) => basis === wanted) ??
    holding.find(({ basis }) => basis === 'hour_mean') ??
    holding[0]
  )
}

/** What a power curve belongs to. */
export interface Machine {
  /** Of its meter. */
  id: string
  title: string
  role: 'line' | 'treatment_unit'
  ratedKw?: number | null | undefined
}

/** Turns fetched series into rows of a chart. */
export function useRowMaker() {
  const { t, name } = useI18n()
  const words = useWords(chartWords)
  return {
    emission({ series }: Fetched, limit: Limit | undefined): ChartRow {
      const points = currentValues(series.points)
      const converted =
        limit?.converted === true && points.some((point) => typeof point.converted === 'number')
      const line = splitAtGaps(points, series.granularity, (point) =>
        converted ? point.converted : point.value,
      )
      return {
        key: `emission-${series.factor}`,
        title: converted ? `${name(series)} (${words.converted})` : name(series),
        unit: series.unit,
        kind: 'line',
        tone: 'jing',
        line,
        stretches: markedStretches(points, series.granularity),
        step: usualStep(points, series.granularity),
        limit: limit && {
          upper: limit.upper,
          lower: limit.lower ?? undefined,
          short: words.shortLimit(figure(limit.upper)),
          label:
            words.limit(figure(limit.upper), t.basis[limit.basis], limit.source) +
            (limit.unverified ? ` · ${t.common.unverified}` : ''),
        },
      }
    },
    power({ series }: Fetched, machine: Machine): ChartRow {
      const { id, title, role, ratedKw } = machine
      const points = currentValues(series.points)
      return {
        key: `power-${id}`,
        title: `${title} · ${words.power}`,
        unit: series.unit,
        kind: 'band',
        tone: role === 'line' ? 'ink' : 'jing',
        line: splitAtGaps(points, series.granularity),
        reach: ratedKw ?? undefined,
        stretches: [],
        step: usualStep(points, series.granularity),
      }
    },
  }
}
