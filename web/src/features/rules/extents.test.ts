import { describe, expect, it } from 'vitest'
import type { ExtentKind, Rule } from '../../api'
import { clash, EVERYBODY, extentOf, inTheWay, isWhole } from './extents'

const extent = (kind: ExtentKind, ...codes: string[]) => ({
  kind,
  of: codes.map((code) => ({ code, name: code, name_en: code })),
})

describe('whom a rule judges', () => {
  it('reads credit codes however they are separated', () => {
    const choice = { ...EVERYBODY, kind: 'enterprises' as const, enterprises: ' A1，B2\nC3;  D4、' }
    expect(extentOf(choice)).toEqual({ kind: 'enterprises', of: ['A1', 'B2', 'C3', 'D4'] })
    expect(isWhole(choice)).toBe(true)
    expect(isWhole({ ...choice, enterprises: ' ,' })).toBe(false)
  })

  it('sends only what was chosen', () => {
    const choice = { ...EVERYBODY, districts: ['430105'], trades: ['C2319'] }
    expect(extentOf(choice)).toEqual({ kind: 'city', of: [] })
    expect(extentOf({ ...choice, kind: 'trades' })).toEqual({ kind: 'trades', of: ['C2319'] })
  })

  it('finds those that are as narrow and may judge the same', () => {
    expect(clash(extent('city'), extent('city'))).toBe(true)
    expect(clash(extent('city'), extent('districts', 'a'))).toBe(false)
    expect(clash(extent('districts', 'a'), extent('trades', 'b'))).toBe(true)
    expect(clash(extent('districts', 'a'), extent('districts', 'b'))).toBe(false)
    expect(clash(extent('districts', 'a'), extent('enterprises', 'b'))).toBe(false)
    expect(clash(extent('enterprises', 'a', 'b'), extent('enterprises', 'b'))).toBe(true)
  })

  it('names the rules in the way at the same time only', () => {
    const rule = (id: string, more: Partial<Rule>) =>
      ({ id, state: 'in_force', extent: extent('city'), ...more }) as Rule
    const own = rule('new', { state: 'shadow', valid_to: '2020-09-01T00:00:00Z' })
    const others = [
      rule('same', { judges_from: '2020-08-01T00:00:00Z' }),
      rule('later', { state: 'coming', judges_from: '2020-09-01T00:00:00Z' }),
      rule('over', { state: 'over' }),
      rule('narrower', { extent: extent('districts', 'a') }),
    ]
    expect(inTheWay([own, ...others], own).map(({ id }) => id)).toEqual(['same'])
  })
})
