import type { LinePoint, MarkedStretch } from '../../lib/series'

/** A limit as a chart shows it. */
export interface ChartLimit {
  upper: number
  lower?: number | undefined
  label: string
  /** The label where there is little room. */
  short: string
}

/** One row of a stacked chart: a curve with what belongs to it, or a power band. */
export interface ChartRow {
  key: string
  title: string
  unit: string
  kind: 'line' | 'band'
  /** Which colour leads: emissions and treatment are clear water, production is ink. */
  tone: 'jing' | 'ink'
  line: LinePoint[]
  /** What a model makes of it: a dashed curve on the same scale. */
  beside?: { title: string; line: LinePoint[] } | undefined
  limit?: ChartLimit | undefined
  /** What the scale reaches at least, as a machine's rated power: standby must not look like running. */
  reach?: number | undefined
  stretches: MarkedStretch[]
  /** The usual distance of neighbouring points, ms: nearer values answer the cross-hair. */
  step: number
}

export interface ChartSpan {
  from: number
  to: number
}

export const ROW_HEIGHTS: Record<ChartRow['kind'], number> = { line: 150, band: 52 }
/** The first curve is what the page is about. */
export const LEADING_HEIGHT = 220
export const TITLE_HEIGHT = 34
export const AXIS_HEIGHT = 30

/** Where each row's plot begins, and how high the whole is. */
export function layOut(rows: readonly ChartRow[]): { tops: number[]; heights: number[]; total: number } {
  const heights = rows.map((row, i) =>
    i === 0 && row.kind === 'line' ? LEADING_HEIGHT : ROW_HEIGHTS[row.kind],
  )
  const tops: number[] = []
  let at = 0
  for (const height of heights) {
    tops.push(at + TITLE_HEIGHT)
    at += TITLE_HEIGHT + height + 6
  }
  return { tops, heights, total: at + AXIS_HEIGHT }
}

/** The value of a row at a time; nothing where its nearest point is too far to speak for it. */
export function valueAt(row: Pick<ChartRow, 'line' | 'step'>, time: number): number | null {
  let best: LinePoint | undefined
  for (const point of row.line) {
    if (!best || Math.abs(point[0] - time) < Math.abs(best[0] - time)) best = point
  }
  return best && Math.abs(best[0] - time) <= 1.5 * row.step ? best[1] : null
}
