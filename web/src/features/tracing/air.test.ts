import { describe, expect, it } from 'vitest'
import type { TracingDetail, TracingPlume } from '../../api'
import { heightsOf, isOfTime, metres, nearest, rangeOf, shade, stepsOf, tracksAt, windAround } from './air'
import { compassOf } from './airWords'
import { placesOf } from './mapLayers'
import { ring, speedClass, strength, wedge } from './polar'

const plume = (values: number[]) => ({ columns: 2, rows: 1, values }) as TracingPlume
const place = (longitude: number, latitude: number) => ({ longitude, latitude })

describe('a plume', () => {
  it('is darker where it is more, and absent below a part of its greatest value', () => {
    const range = rangeOf(plume([0, 300]))
    expect(range).toEqual({ low: 1, high: 300 })
    if (!range) return
    expect(shade(0.9, range)).toBe(0)
    expect(shade(1, range)).toBeCloseTo(0.12)
    expect(shade(300, range)).toBeCloseTo(1)
    expect(shade(30, range)).toBeGreaterThan(shade(10, range))
  })

  it('is not drawn where nobody could measure it', () => {
    expect(rangeOf(plume([0, 0]))).toBeUndefined()
    expect(rangeOf(plume([0, 0.004]))).toBeUndefined()
  })
})

describe('a time of the record', () => {
  const one = {
    from: '2020-07-29T18:04:00+08:00',
    to: '2020-07-30T02:00:00+08:00',
    anomaly_from: '2020-07-29T20:00:00+08:00',
    anomaly_to: '2020-07-29T22:00:00+08:00',
    wind: [
      { place: place(113, 28), at: '2020-07-29T19:00:00+08:00', speed_m_s: 1, from_deg: 10 },
      { place: place(113, 28), at: '2020-07-29T19:10:00+08:00', speed_m_s: 2, from_deg: 20 },
      { place: place(113, 28), at: '2020-07-29T21:00:00+08:00', speed_m_s: 3, from_deg: 30 },
    ],
  } as unknown as TracingDetail

  it('is a whole step within it', () => {
    const { first, last } = stepsOf(one)
    expect(new Date(first).toISOString()).toBe('2020-07-29T10:10:00.000Z')
    expect(new Date(last).toISOString()).toBe('2020-07-29T18:00:00.000Z')
  })

  it('has the wind that was measured then, and none where nobody did', () => {
    const at = (text: string) => windAround(one, Date.parse(text)).map(({ speed_m_s }) => speed_m_s)
    expect(at('2020-07-29T19:15:00+08:00')).toEqual([2])
    expect(at('2020-07-29T23:00:00+08:00')).toEqual([])
    expect(windAround(one, undefined).map(({ speed_m_s }) => speed_m_s)).toEqual([3])
  })

  it('has the points of a cruise of these minutes', () => {
    const time = Date.parse('2020-07-29T20:00:00+08:00')
    expect(isOfTime('2020-07-29T20:04:00+08:00', time)).toBe(true)
    expect(isOfTime('2020-07-29T20:06:00+08:00', time)).toBe(false)
    expect(isOfTime('2020-07-29T23:00:00+08:00', undefined)).toBe(true)
    expect(nearest([{ at: '2020-07-29T20:06:00+08:00' }], time, 60_000)).toBeUndefined()
  })
})

describe('a profile', () => {
  const tracks = [null, 60, 30].map((height_m) => ({ name: String(height_m), height_m, points: [] }))

  it('is drawn at one height, the lowest unless said, beside what has none', () => {
    expect(heightsOf({ tracks })).toEqual([30, 60])
    expect(tracksAt({ tracks }, undefined).map(({ name }) => name)).toEqual(['null', '30'])
    expect(tracksAt({ tracks }, 60).map(({ name }) => name)).toEqual(['null', '60'])
  })
})

describe('concentration by wind', () => {
  it('draws sectors clockwise from north and fast winds outside', () => {
    // The piece around east of the innermost ring touches the axis on its right side.
    expect(wedge(4, 16, { inner: 10, outer: 20 })).toMatch(
      /^M9\.81 -1\.95L19\.62 -3\.90A20 20 0 0 1 19\.62 3\.90/,
    )
    expect(ring(5, 6).outer).toBeCloseTo(100)
    expect(ring(0, 6).inner).toBeGreaterThan(0)
    expect([0, 5].map((speed) => speedClass(speed, [0.5, 1.5, 2.5, 3.5, 5, 8]))).toEqual(['0.5–1.5', '≥8'])
    expect(strength(5, [{ mean: 5 }, { mean: 1 }])).toBe(1)
    expect(strength(5, [{ mean: 5 }])).toBe(0.5)
  })

  it('names directions', () => {
    const compass = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW']
    expect([0, 44, 359, -90, 180].map((degrees) => compassOf(degrees, compass))).toEqual([
      'N',
      'NE',
      'N',
      'W',
      'S',
    ])
  })
})

describe('the map', () => {
  const one = {
    place: place(113, 28),
    instruments: [{ place: place(113.2, 28) }],
    tracks: [],
    ranking: {
      unregistered: { probability: 0.01, place: place(114, 29) },
      candidates: [
        { probability: 0.6, places: [place(113.01, 28.01)] },
        { probability: 0.01, places: [place(112, 27)] },
      ],
    },
  } as unknown as TracingDetail

  it('fits who leads on a narrow screen, and the stations as well on a wide one', () => {
    expect(placesOf(one, true)).toEqual([
      [28, 113],
      [28.01, 113.01],
    ])
    expect(placesOf(one, false)).toContainEqual([28, 113.2])
  })

  it('says distances as people do', () => {
    expect([12, 850, 996, 2_440].map(metres)).toEqual(['10 m', '850 m', '1.0 km', '2.4 km'])
  })
})
