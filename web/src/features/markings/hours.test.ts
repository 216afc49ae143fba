import { describe, expect, it } from 'vitest'
import { dayAfter, dayOf, excusedOf, hourOf, hourStart, includes, isDay, spanOf } from './hours'

describe('days and hours in China', () => {
  it('counts a day from midnight in China', () => {
    const morning = Date.parse('2020-08-30T00:30:00+08:00')
    expect(dayOf(morning)).toBe('2020-08-30')
    expect(dayOf(morning, -1)).toBe('2020-08-29')
    expect(dayAfter('2020-02-28', 2)).toBe('2020-03-01')
    expect(hourOf('2020-08-29', '2020-08-30T01:00:00+08:00')).toBe(25)
    expect(hourOf('2020-08-29', '2020-08-28T23:59:59+08:00')).toBe(-1)
    expect(new Date(hourStart('2020-08-29', 24)).toISOString()).toBe('2020-08-29T16:00:00.000Z')
  })

  it('knows a day when it sees one', () => {
    expect([isDay('2020-08-29'), isDay('2020-13-01'), isDay('yesterday'), isDay(undefined)]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  it('selects either way', () => {
    expect(spanOf(9, 6)).toEqual({ first: 6, last: 9 })
    expect([5, 6, 9, 10].map((hour) => includes({ first: 6, last: 9 }, hour))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('excuses no more than the limit, and nothing where none is known', () => {
    expect([excusedOf({ first: 6, last: 8 }, 2), excusedOf({ first: 6, last: 6 }, 2)]).toEqual([2, 1])
    expect([excusedOf({ first: 6, last: 8 }, null), excusedOf({ first: 6, last: 8 }, undefined)]).toEqual([
      0, 0,
    ])
  })
})
