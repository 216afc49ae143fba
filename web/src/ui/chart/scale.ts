import type { ChartRow } from './rows'

export interface Scale {
  min: number
  max: number
  interval: number
}

/** The scale of a row: from zero, with room for the limit; between its limits' surroundings for pH. */
export function scaleOf(row: Pick<ChartRow, 'kind' | 'line' | 'beside' | 'limit' | 'reach'>): Scale {
  const all = [...row.line, ...(row.beside?.line ?? [])]
  const values = all.flatMap(([, value]) => (value === null ? [] : [value]))
  const highest = values.reduce((a, b) => Math.max(a, b), row.limit?.upper ?? row.reach ?? 0)
  const lower = row.limit?.lower
  if (lower !== undefined) {
    const lowest = values.reduce((a, b) => Math.min(a, b), lower)
    return { min: Math.floor(lowest) - 1, max: Math.ceil(highest) + 1, interval: 1 }
  }
  const max = ceiling(highest)
  return { min: 0, max, interval: row.kind === 'band' ? max : max / 4 }
}

/** Multiples whose quarters are still short figures. */
const STEPS = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10]

/** A round number with some air above the highest value. */
export function ceiling(highest: number): number {
  if (highest <= 0) return 1
  const wanted = highest * 1.12
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step = STEPS.find((factor) => factor * power >= wanted) ?? 10
  return Number((step * power).toPrecision(3))
}
