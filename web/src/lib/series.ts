import type { Granularity, Point, Series, SeriesSummary } from '../api'

const HOUR_MS = 3_600_000

/** Marks with which a value may stand as evidence of what was emitted (公告2022年第21号). */
const EVIDENCE = new Set(['', 'N'])

/** How long one point of a granularity stands for, ms; for samples the device's own interval counts. */
const NOMINAL_MS: Record<Granularity, number | undefined> = {
  realtime: undefined,
  minute: undefined,
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
}

/** Whether a point may be read as what was emitted. */
export const isEvidence = (point: Point): boolean => point.value !== null && EVIDENCE.has(point.mark)

/** The usual distance of neighbouring points, ms: the median, which gaps do not move. */
export function usualStep(points: readonly Point[], granularity: Granularity): number {
  const nominal = NOMINAL_MS[granularity]
  if (nominal) return nominal
  const steps = points
    .slice(1)
    .map((point, i) => Date.parse(point.time) - Date.parse(points[i]?.time ?? point.time))
    .filter((step) => step > 0)
    .sort((a, b) => a - b)
  return steps[Math.floor(steps.length / 2)] ?? 60_000
}

/** One point of a line; null breaks it. */
export type LinePoint = [time: number, value: number | null]

/** How many neighbouring distances tell the cadence at a place. */
const CADENCE_WINDOW = 2

/** The cadence around a distance: the median of it and its neighbours, so that a lone gap does not set it. */
function cadenceAt(steps: readonly number[], at: number): number {
  const near = steps.slice(Math.max(0, at - CADENCE_WINDOW), at + CADENCE_WINDOW + 1).sort((a, b) => a - b)
  return near[Math.floor(near.length / 2)] ?? 0
}

/**
 * The points as a line that is broken wherever data are missing: a stretch longer than two and a half steps
 * of the cadence there, or a point without a value, is never joined. Devices may change their cadence (hours
 * of history come coarser than live data), which is no gap.
 */
export function splitAtGaps(
  points: readonly Point[],
  granularity: Granularity,
  pick: (point: Point) => number | null | undefined = (point) => point.value,
): LinePoint[] {
  const usual = usualStep(points, granularity)
  const times = points.map((point) => Date.parse(point.time))
  const steps = times.slice(1).map((time, i) => time - (times[i] ?? time))
  return points.flatMap((point, i): LinePoint[] => {
    const time = times[i] ?? 0
    const value: LinePoint = [time, pick(point) ?? null]
    const before = times[i - 1]
    if (before === undefined) return [value]
    const cadence = Math.max(usual, granularity === 'realtime' ? cadenceAt(steps, i - 1) : 0)
    return time - before > 2.5 * cadence ? [[before + usual, null], value] : [value]
  })
}

/** A stretch of time under one mark. */
export interface MarkedStretch {
  from: number
  to: number
  mark: string
}

/** The stretches whose values are no evidence, with the letter that says why. */
export function markedStretches(points: readonly Point[], granularity: Granularity): MarkedStretch[] {
  const step = usualStep(points, granularity)
  const stretches: MarkedStretch[] = []
  for (const point of points) {
    if (EVIDENCE.has(point.mark)) continue
    const time = Date.parse(point.time)
    const open = stretches.at(-1)
    if (open && open.mark === point.mark && time - open.to <= 1.5 * step) open.to = time + step
    else stretches.push({ from: time, to: time + step, mark: point.mark })
  }
  return stretches
}

/**
 * At most one point a time: where a value was revised, the later one. Both stay in the table of records.
 */
export function currentValues(points: readonly Point[]): Point[] {
  const byTime = new Map<string, Point>()
  for (const point of points) byTime.set(point.time, point)
  return [...byTime.values()]
}

/** A summary by days as a series of day means; a step without evidence has no value. */
export function fromSummary(summary: SeriesSummary): Series {
  const { factor, name, name_en, unit } = summary
  const points = summary.steps.map(({ start, mean, min, max }) => ({
    time: start,
    value: mean ?? null,
    min: min ?? null,
    max: max ?? null,
    converted: null,
    mark: '',
    problems: [],
    backfill: false,
  }))
  return { factor, name, name_en, unit, granularity: 'day', points, truncated: false }
}
