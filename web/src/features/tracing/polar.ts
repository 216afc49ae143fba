import type { TracingByWind } from '../../api'

/** Radius of the outermost ring. */
export const RADIUS = 100
/** The hole in the middle, for calm air. */
const HOLE = 14

/** Inner and outer radius of a class of speed. */
export function ring(speed: number, of: number): { inner: number; outer: number } {
  const wide = (RADIUS - HOLE) / Math.max(of, 1)
  return { inner: HOLE + speed * wide, outer: HOLE + (speed + 1) * wide }
}

/** A piece of a ring as a path: sectors go clockwise, the first one around north. */
export function wedge(
  sector: number,
  sectors: number,
  { inner, outer }: { inner: number; outer: number },
): string {
  const wide = 360 / sectors
  const corner = (radius: number, degrees: number) => {
    const angle = (degrees * Math.PI) / 180
    return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`
  }
  const [from, to] = [(sector - 0.5) * wide, (sector + 0.5) * wide]
  return `M${corner(inner, from)}L${corner(outer, from)}A${outer} ${outer} 0 0 1 ${corner(outer, to)}L${corner(inner, to)}A${inner} ${inner} 0 0 0 ${corner(inner, from)}Z`
}

/** `1.5–2.5`, the last class `≥8`. */
export function speedClass(speed: number, speeds: TracingByWind['speeds']): string {
  const [from, to] = [speeds[speed], speeds[speed + 1]]
  return to === undefined ? `≥${from ?? 0}` : `${from ?? 0}–${to}`
}

/** How dark each mean is drawn, 0 to 1, between the least and the greatest of its station. */
export function strength(mean: number, cells: { mean: number }[]): number {
  const means = cells.map((cell) => cell.mean)
  const [least, most] = [Math.min(...means), Math.max(...means)]
  return most > least ? (mean - least) / (most - least) : 0.5
}
