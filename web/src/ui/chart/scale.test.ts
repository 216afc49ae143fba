import { describe, expect, it } from 'vitest'
import { ceiling, scaleOf } from './scale'

describe('scaleOf', () => {
  it('begins at zero and leaves room for the limit even where values are far below it', () => {
    const line: [number, number | null][] = [
      [0, 12],
      [1, null],
      [2, 14],
    ]
    expect(scaleOf({ kind: 'line', line, limit: { upper: 50, label: '', short: '' } })).toEqual({
      min: 0,
      max: 60,
      interval: 15,
    })
  })
  it('frames a range with both limits', () => {
    const scale = scaleOf({
      kind: 'line',
      line: [[0, 7.2]],
      limit: { lower: 6, upper: 9, label: '', short: '' },
    })
    expect(scale).toEqual({ min: 5, max: 10, interval: 1 })
  })
  it('reaches the rated power of a machine that stands by', () => {
    const scale = scaleOf({ kind: 'band', line: [[0, 0.3]], limit: undefined, reach: 75 })
    expect(scale.max).toBeGreaterThanOrEqual(75)
  })
  it('is something even where nothing was measured', () => {
    expect(scaleOf({ kind: 'band', line: [], limit: undefined })).toEqual({ min: 0, max: 1, interval: 1 })
  })
})

describe('ceiling', () => {
  it('is round, above the value and not far above it', () => {
    for (const value of [0.003, 0.7, 1, 8.9, 42, 99, 100, 12_345]) {
      const top = ceiling(value)
      expect(top).toBeGreaterThan(value)
      expect(top).toBeLessThan(value * 2)
    }
  })
})
