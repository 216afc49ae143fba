/** A figure as people read it: at most three digits after the point, more only where it is small. */
export function figure(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && size < 0.001) return value.toExponential(1)
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }).format(value)
}

/** A count with separators. */
export const count = (value: number): string => new Intl.NumberFormat('en-US').format(value)

/** `1.4 MB`, `312 kB`, `80 B`. */
export function bytes(size: number): string {
  if (size >= 1_000_000) return `${(size / 1_000_000).toFixed(1)} MB`
  if (size >= 1_000) return `${Math.round(size / 1_000)} kB`
  return `${size} B`
}

/**
 * Yuan as they come from the server, a decimal text, with thousands apart and without fen that are zero: `250000.00` is
 * `250,000`. Digits are moved as text: a number would lose fen of great sums.
 */
export function yuan(amount: string): string {
  const [whole, fen] = amount.split('.')
  const grouped = (whole ?? '').replace(/\B(?=(\d{3})+$)/g, ',')
  return fen === undefined || /^0*$/.test(fen) ? grouped : `${grouped}.${fen}`
}
