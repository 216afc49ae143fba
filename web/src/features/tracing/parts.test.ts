import { describe, expect, it } from 'vitest'
import type { TracingDetail } from '../../api'
import { hypothesisOf, linesOf, meanWinds, percent } from './parts'

const enterprise = (code: string) => ({ code, name: code, name_en: code })
const series = [{ station: enterprise('S'), points: [] }]

const ranking = {
  nobody: 0.3,
  unregistered: { probability: 0.1 },
  candidates: [
    { enterprise: enterprise('A'), probability: 0.5 },
    { enterprise: enterprise('B'), probability: 0.2 },
  ],
  hypotheses: [
    {
      things: [
        { kind: 'enterprise', enterprise: enterprise('A') },
        { kind: 'enterprise', enterprise: enterprise('B') },
      ],
      probability: 0.3,
      series,
    },
    { things: [{ kind: 'enterprise', enterprise: enterprise('A') }], probability: 0.2, series },
    { things: [{ kind: 'unregistered' }], probability: 0.01, series: [] },
  ],
} as unknown as NonNullable<TracingDetail['ranking']>

describe('a ranking', () => {
  it('puts everything that may be in one order', () => {
    expect(linesOf(ranking).map(({ key }) => key)).toEqual([
      'enterprise:A',
      'nobody',
      'enterprise:B',
      'unregistered',
    ])
  })
  it('draws a source alone before it draws it with others, and nothing that was not reckoned', () => {
    expect(hypothesisOf(ranking, 'enterprise:A')?.things).toHaveLength(1)
    expect(hypothesisOf(ranking, 'enterprise:B')?.things).toHaveLength(2)
    expect(hypothesisOf(ranking, 'unregistered')).toBeUndefined()
  })
  it('never rounds to a certainty', () => {
    expect([0, 0.004, 0.5, 0.996, 1].map(percent)).toEqual(['0 %', '<1 %', '50 %', '>99 %', '100 %'])
  })
})

describe('the mean wind', () => {
  const row = (from_deg: number | null, longitude = 1) => ({
    place: { longitude, latitude: 2 },
    at: '',
    speed_m_s: 2,
    from_deg,
  })
  it('of winds around north is from the north', () => {
    const [wind] = meanWinds([row(350), row(10)])
    expect(wind?.from).toBeCloseTo(0, 6)
    expect(wind?.speed).toBe(2)
  })
  it('has no direction where vanes stood still, and one for each mast', () => {
    expect(meanWinds([row(null), row(90, 3)]).map(({ from }) => from)).toEqual([undefined, 90])
  })
})
