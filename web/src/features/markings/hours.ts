import { OFFSET_MS } from '../../lib/time'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A day as it stands in addresses: `2020-08-29`. */
export const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** The day of an instant, or `days` later. */
export function dayOf(millis: number, days = 0): string {
  return new Date(millis + OFFSET_MS + days * DAY_MS).toISOString().slice(0, 10)
}

/** `days` after a day. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** The start of an hour of a day, counted from its midnight; 24 and more lie in the next day. */
export const hourStart = (day: string, hour: number): number =>
  Date.parse(`${day}T00:00:00+08:00`) + hour * HOUR_MS

/** Which hour of the day an instant lies in; negative before it. */
export const hourOf = (day: string, time: string): number =>
  Math.floor((Date.parse(time) - hourStart(day, 0)) / HOUR_MS)

/** Hours from the first to the last, both included. */
export interface Span {
  first: number
  last: number
}

/** From where somebody began to where they are. */
export const spanOf = (anchor: number, here: number): Span => ({
  first: Math.min(anchor, here),
  last: Math.max(anchor, here),
})

export const includes = (span: Span | undefined, hour: number): boolean =>
  span !== undefined && span.first <= hour && hour <= span.last

/** How many hours of a span a limit excuses. */
export function excusedOf(span: Span, limit: number | null | undefined): number {
  return Math.min(span.last - span.first + 1, limit ?? 0)
}
