/** The one place that turns instants into what people read: Asia/Shanghai, which has been UTC+8 without
 * summer time since 1991. */

export const OFFSET_MS = 8 * 3_600_000
const two = (n: number) => String(n).padStart(2, '0')

function shifted(time: string | number): Date {
  const millis = typeof time === 'number' ? time : Date.parse(time)
  return new Date(millis + OFFSET_MS)
}

/** `2020-10-14` */
export function date(time: string | number): string {
  const d = shifted(time)
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`
}

/** `08:05` */
export function clock(time: string | number): string {
  const d = shifted(time)
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`
}

/** `08:05:09` */
export function clockSeconds(time: string | number): string {
  return `${clock(time)}:${two(shifted(time).getUTCSeconds())}`
}

/** `2020-10-14 08:05` */
export const dateTime = (time: string | number): string => `${date(time)} ${clock(time)}`

/** `08:05` on the day of `now`, `10-14 08:05` in its year, the whole date otherwise. */
export function shortTime(time: string | number, now: string | number): string {
  if (date(time) === date(now)) return clock(time)
  if (date(time).slice(0, 4) === date(now).slice(0, 4)) return `${date(time).slice(5)} ${clock(time)}`
  return dateTime(time)
}

/** The midnight before an instant, ms. */
export function dayStart(millis: number): number {
  const day = 24 * 3_600_000
  return Math.floor((millis + OFFSET_MS) / day) * day - OFFSET_MS
}

/** RFC 3339 with the offset of Asia/Shanghai, whole seconds. */
export function rfc3339(millis: number): string {
  return `${new Date(millis + OFFSET_MS).toISOString().slice(0, 19)}+08:00`
}

/** What a browser's field for a time gives (`2020-08-30T08:00`, China's time), RFC 3339. */
export const fromField = (field: string): string => `${field}:00+08:00`

/** Whole minutes from `from` to `to`; negative if `to` is earlier. */
export function minutesBetween(from: string | number, to: string | number): number {
  const millis = (t: string | number) => (typeof t === 'number' ? t : Date.parse(t))
  return Math.trunc((millis(to) - millis(from)) / 60_000)
}
