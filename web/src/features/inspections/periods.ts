/** The year so far, and its quarters and months that have begun, the last one first. */
export function periods(today: string): string[] {
  const [year = '', month = '01'] = today.split('-')
  const quarter = Math.ceil(Number(month) / 3)
  const quarters = Array.from({ length: quarter }, (_, i) => `${year}-Q${String(quarter - i)}`)
  const months = Array.from(
    { length: Number(month) },
    (_, i) => `${year}-${String(Number(month) - i).padStart(2, '0')}`,
  )
  return [year, ...quarters, ...months]
}

/** The same, and the year before with its quarters: what figures are asked for. */
export function periodsOfTwoYears(today: string): string[] {
  const before = String(Number(today.slice(0, 4)) - 1)
  return [...periods(today), before, ...[4, 3, 2, 1].map((quarter) => `${before}-Q${String(quarter)}`)]
}
