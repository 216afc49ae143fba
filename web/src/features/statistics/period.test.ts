import { describe, expect, it } from 'vitest'
import { blanksBefore, changed, firstDay, isPeriod, kindOf, periodAt, shifted } from './period'

describe('periods', () => {
  it('are known by their text', () => {
    for (const text of ['2020-08', '2020-Q3', '2020']) expect(isPeriod(text)).toBe(true)
    for (const text of ['', '2020-13', '2020-Q5', '2020-8', 'now']) expect(isPeriod(text)).toBe(false)
    expect(['2020-08', '2020-Q3', '2020'].map(kindOf)).toEqual(['month', 'quarter', 'year'])
  })

  it('follow the clock in China', () => {
    expect(periodAt('month', '2020-08-31T17:00:00Z')).toBe('2020-09')
    expect(periodAt('quarter', '2020-08-30T08:00:00+08:00')).toBe('2020-Q3')
  })

  it('move over the ends of years', () => {
    expect(shifted('2020-01', -1)).toBe('2019-12')
    expect(shifted('2020-12', 1)).toBe('2021-01')
    expect(shifted('2020-Q1', -1)).toBe('2019-Q4')
    expect(shifted('2020-Q4', 1)).toBe('2021-Q1')
    expect(shifted('2020', 1)).toBe('2021')
  })

  it('change their kind and keep their time', () => {
    expect(changed('2020-08', 'quarter')).toBe('2020-Q3')
    expect(changed('2020-Q3', 'month')).toBe('2020-07')
    expect(changed('2020', 'month')).toBe('2020-01')
    expect(firstDay('2020-Q4')).toBe('2020-10-01')
  })

  it('begin the week on Monday', () => {
    expect(blanksBefore('2020-06')).toBe(0)
    expect(blanksBefore('2020-08')).toBe(5)
    expect(blanksBefore('2020-11')).toBe(6)
  })
})
