import type { Granularity } from '../../api'

export type SpanName = 'h1' | 'h6' | 'h24' | 'd7' | 'd30' | 'd365'

const HOUR = 3_600_000

/** `stepS`: too long to draw every value; one point for each step of so many seconds. */
export const SPANS: Record<SpanName, { lengthMs: number; granularity: Granularity; stepS?: number }> = {
  h1: { lengthMs: HOUR, granularity: 'realtime' },
  h6: { lengthMs: 6 * HOUR, granularity: 'realtime' },
  h24: { lengthMs: 24 * HOUR, granularity: 'minute' },
  d7: { lengthMs: 168 * HOUR, granularity: 'hour' },
  d30: { lengthMs: 720 * HOUR, granularity: 'hour' },
  d365: { lengthMs: 8760 * HOUR, granularity: 'hour', stepS: 86_400 },
}

export const SPAN_NAMES = Object.keys(SPANS) as SpanName[]
export const GRANULARITIES: readonly Granularity[] = ['realtime', 'minute', 'hour', 'day']

/** What a page of monitoring shows, read from its address. */
export interface View {
  factor: string
  span: SpanName
  granularity: Granularity
  /** ms; follows now if undefined. */
  end: number | undefined
}

export function viewFrom(search: URLSearchParams, factors: readonly string[]): View {
  const factor = search.get('factor')
  const span = SPAN_NAMES.find((name) => name === search.get('span')) ?? 'h6'
  const end = Date.parse(search.get('to') ?? '')
  return {
    factor: factor && factors.includes(factor) ? factor : (factors[0] ?? ''),
    span,
    granularity: GRANULARITIES.find((name) => name === search.get('data')) ?? SPANS[span].granularity,
    end: Number.isNaN(end) ? undefined : end,
  }
}
