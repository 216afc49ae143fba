import { describe, expect, it } from 'vitest'
import type { Point } from '../api'
import { currentValues, fromSummary, isEvidence, markedStretches, splitAtGaps, usualStep } from './series'

const START = Date.parse('2020-08-30T08:00:00+08:00')

function point(minute: number, value: number | null, mark = 'N'): Point {
  return { time: new Date(START + minute * 60_000).toISOString(), value, mark, problems: [], backfill: false }
}

describe('splitAtGaps', () => {
  it('never joins over a missing stretch', () => {
    const line = splitAtGaps([point(0, 1), point(1, 2), point(2, 3), point(9, 4), point(10, 5)], 'realtime')
    expect(line.map(([, value]) => value)).toEqual([1, 2, 3, null, 4, 5])
    expect(line[3]?.[0]).toBe(START + 3 * 60_000)
  })

  it('takes a coarser cadence for what it is, and a lone sample between two gaps for that', () => {
    const coarse = [0, 10, 20, 30, 40, 50, 51, 52, 53, 54, 55, 56, 57, 58].map((minute) => point(minute, 1))
    expect(splitAtGaps(coarse, 'realtime').every(([, value]) => value === 1)).toBe(true)
    const lone = [0, 1, 2, 3, 33, 63, 64, 65, 66].map((minute) => point(minute, 1))
    expect(splitAtGaps(lone, 'realtime').filter(([, value]) => value === null)).toHaveLength(2)
  })

  it('keeps a single late point joined: one missed sample is no gap of its own', () => {
    const line = splitAtGaps([point(0, 1), point(1, 2), point(3, 3), point(4, 4)], 'realtime')
    expect(line.map(([, value]) => value)).toEqual([1, 2, 3, 4])
  })

  it('breaks at points without a value, and does not draw them as zero', () => {
    const line = splitAtGaps([point(0, 1), point(1, null), point(2, 0)], 'realtime')
    expect(line.map(([, value]) => value)).toEqual([1, null, 0])
  })
})

describe('usualStep', () => {
  it('is the median, which gaps do not move', () => {
    expect(usualStep([point(0, 1), point(1, 1), point(2, 1), point(60, 1)], 'realtime')).toBe(60_000)
  })
  it('is the granularity where that says it', () => {
    expect(usualStep([], 'hour')).toBe(3_600_000)
  })
})

describe('markedStretches', () => {
  it('joins neighbours of one mark and parts different ones', () => {
    const points = [
      point(0, 1),
      point(1, 1, 'C'),
      point(2, 1, 'C'),
      point(3, 1, 'D'),
      point(4, 1),
      point(9, 1, 'D'),
    ]
    expect(
      markedStretches(points, 'realtime').map(({ mark, from, to }) => [mark, (to - from) / 60_000]),
    ).toEqual([
      ['C', 2],
      ['D', 1],
      ['D', 1],
    ])
    expect(markedStretches(points, 'realtime')[0]?.from).toBe(START + 60_000)
  })
  it('has none for normal and unmarked values', () => {
    expect(markedStretches([point(0, 1), point(1, 1, '')], 'realtime')).toEqual([])
  })
})

describe('isEvidence', () => {
  it('is what has a value and no mark of the device against it', () => {
    expect(isEvidence(point(0, 1))).toBe(true)
    expect(isEvidence(point(0, 1, ''))).toBe(true)
    expect(isEvidence(point(0, 1, 'F'))).toBe(false)
    expect(isEvidence(point(0, null))).toBe(false)
  })
})

describe('currentValues', () => {
  it('takes the later of two values for one time', () => {
    expect(currentValues([point(0, 1), point(1, 2), point(1, 9)]).map(({ value }) => value)).toEqual([1, 9])
  })
})

describe('fromSummary', () => {
  it('gives one point a day, without a value where there is no evidence', () => {
    const step = { count: 24, evidence: 24, mean: 2, min: 1, max: 3 }
    const series = fromSummary({
      factor: 'a21026',
      name: '二氧化硫',
      name_en: 'Sulphur dioxide',
      unit: 'mg/m³',
      granularity: 'hour',
      step_s: 86_400,
      steps: [
        { ...step, start: '2020-08-30T00:00:00+08:00' },
        { start: '2020-08-31T00:00:00+08:00', count: 24, evidence: 0, mean: null, min: null, max: null },
      ],
    })
    expect(series.granularity).toBe('day')
    expect(series.points.map(({ value }) => value)).toEqual([2, null])
    expect(series).not.toHaveProperty('step_s')
  })
})
