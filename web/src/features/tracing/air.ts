import type { TracingDetail, TracingHypothesis, TracingPlume } from '../../api'

/** The slider's step. */
export const STEP_MS = 600_000
/** A cruise's points so near to the chosen time are of it. */
const TRACK_NEAR_MS = 300_000
/** Values and winds no farther than this from a time stand for it. */
const NEAR_MS = 900_000
/** A plume is drawn down to this part of its greatest value. */
const SEEN = 1 / 300

/** Whole steps within the record. */
export function stepsOf(one: Pick<TracingDetail, 'from' | 'to'>): { first: number; last: number } {
  const first = Math.ceil(Date.parse(one.from) / STEP_MS) * STEP_MS
  const last = Math.floor(Date.parse(one.to) / STEP_MS) * STEP_MS
  return { first, last: Math.max(first, last) }
}

/** The one nearest in time, if it is near enough. */
export function nearest<T extends { at: string }>(
  all: readonly T[],
  time: number,
  near = NEAR_MS,
): T | undefined {
  let found: T | undefined
  let away = near
  for (const one of all) {
    const own = Math.abs(Date.parse(one.at) - time)
    if (own <= away) {
      found = one
      away = own
    }
  }
  return found
}

/** The wind at a time, or over the anomaly where none is chosen. */
export function windAround(one: TracingDetail, time: number | undefined): TracingDetail['wind'] {
  if (time === undefined) {
    const [from, to] = [Date.parse(one.anomaly_from), Date.parse(one.anomaly_to)]
    return one.wind.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to)
  }
  const masts = new Map<string, TracingDetail['wind']>()
  for (const row of one.wind) {
    const key = `${row.place.longitude},${row.place.latitude}`
    masts.set(key, [...(masts.get(key) ?? []), row])
  }
  // A row is told by its beginning; those of hours hold longer.
  const middle = time - STEP_MS / 2
  return [...masts.values()].flatMap((rows) => {
    const step = rows.length > 1 ? Date.parse(rows[1]?.at ?? '') - Date.parse(rows[0]?.at ?? '') : 0
    const row = nearest(rows, middle, Math.max(NEAR_MS, step))
    return row ? [row] : []
  })
}

/** Whether a point of a cruise is of the chosen time; every one where none is chosen. */
export const isOfTime = (at: string, time: number | undefined): boolean =>
  time === undefined || Math.abs(Date.parse(at) - time) <= TRACK_NEAR_MS

/** The heights of profiles that were driven, the lowest first. */
export const heightsOf = (one: Pick<TracingDetail, 'tracks'>): number[] =>
  [...new Set(one.tracks.flatMap(({ height_m: height }) => height ?? []))].toSorted((a, b) => a - b)

/** The tracks to be drawn: of a profile those at one height, the lowest unless said. */
export function tracksAt(one: Pick<TracingDetail, 'tracks'>, height: number | undefined) {
  const shown = height ?? heightsOf(one)[0]
  return one.tracks.filter(({ height_m: own }) => own === null || own === undefined || own === shown)
}

/** What each station showed and should have shown at a time. */
export function valuesAt(hypothesis: TracingHypothesis | undefined, time: number) {
  return (hypothesis?.series ?? []).map(({ station, points }) => ({ station, point: nearest(points, time) }))
}

/** The least and the greatest value that the plume is drawn for; none where there is nothing to draw. */
export function rangeOf(plume: TracingPlume): { low: number; high: number } | undefined {
  const high = plume.values.reduce((a, b) => Math.max(a, b), 0)
  // Less than a hundredth of a microgram is nothing that anybody could measure.
  return high >= 0.01 ? { low: Math.max(high * SEEN, 0.01), high } : undefined
}

/** How dark a value is drawn, 0 to 1: equal ratios are equal steps. */
export function shade(value: number, { low, high }: { low: number; high: number }): number {
  if (value < low) return 0
  return high > low ? 0.12 + (0.88 * Math.log(value / low)) / Math.log(high / low) : 1
}

/** The plume as the picture of a mask: white where it is, the more the darker; north is up. */
export function plumeMask(plume: TracingPlume): string | undefined {
  const range = rangeOf(plume)
  const { columns, rows, values } = plume
  const canvas = document.createElement('canvas')
  canvas.width = columns
  canvas.height = rows
  const context = canvas.getContext('2d')
  if (!context || !range) return undefined
  const image = context.createImageData(columns, rows)
  values.forEach((value, number) => {
    const row = rows - 1 - Math.floor(number / columns)
    const at = 4 * (row * columns + (number % columns))
    const light = Math.round(255 * Math.min(shade(value, range), 1))
    image.data.set([light, light, light, 255], at)
  })
  context.putImageData(image, 0, 0)
  return canvas.toDataURL()
}

/** `850 m`, `2.4 km`. */
export const metres = (value: number): string =>
  value < 995 ? `${Math.round(value / 10) * 10} m` : `${(value / 1_000).toFixed(1)} km`
