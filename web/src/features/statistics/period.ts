/** Periods of statistics as the API writes them: `2020-08`, `2020-Q3`, `2020`. */
import { date } from '../../lib/time'

export type PeriodKind = 'month' | 'quarter' | 'year'

const two = (n: number) => String(n).padStart(2, '0')

export function kindOf(period: string): PeriodKind {
  if (/^\d{4}$/.test(period)) return 'year'
  return period.includes('Q') ? 'quarter' : 'month'
}

export const isPeriod = (text: string): boolean => /^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$/.test(text)

/** The period of this kind in which `at` lies. */
export function periodAt(kind: PeriodKind, at: string | number): string {
  const day = date(at)
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  if (kind === 'year') return year
  return kind === 'quarter' ? `${year}-Q${Math.ceil(month / 3)}` : `${year}-${two(month)}`
}

/** The first day of a period, as in `2020-07-01`. */
export function firstDay(period: string): string {
  const year = period.slice(0, 4)
  const month =
    kindOf(period) === 'month'
      ? Number(period.slice(5))
      : kindOf(period) === 'quarter'
        ? Number(period.slice(6)) * 3 - 2
        : 1
  return `${year}-${two(month)}-01`
}

/** The period so many of its own lengths later (earlier if negative). */
export function shifted(period: string, by: number): string {
  const kind = kindOf(period)
  const year = Number(period.slice(0, 4))
  if (kind === 'year') return String(year + by)
  const each = kind === 'quarter' ? 4 : 12
  const place = year * each + Number(period.slice(kind === 'quarter' ? 6 : 5)) - 1 + by
  const number = (place % each) + 1
  return `${Math.floor(place / each)}-${kind === 'quarter' ? `Q${number}` : two(number)}`
}

/** The same time in another kind: the one in which it begins. */
export const changed = (period: string, kind: PeriodKind): string =>
  periodAt(kind, `${firstDay(period)}T12:00:00+08:00`)

/** Days of the week before the first of a month, Monday first. */
export function blanksBefore(month: string): number {
  return (new Date(`${month}-01T00:00:00Z`).getUTCDay() + 6) % 7
}
