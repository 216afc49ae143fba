import { describe, expect, it } from 'vitest'
import type { RuleParameter } from '../../api'
import { changesAnything, faultOf, typedOf, valuesOf } from './values'

const parameter = (code: string, value: number, more: Partial<RuleParameter> = {}): RuleParameter => ({
  code,
  name: code,
  name_en: code,
  unit: 's',
  form: 'number',
  least: 1,
  most: 100,
  default: 10,
  value,
  ...more,
})

describe('values of a rule', () => {
  const [number, whole] = [parameter('a', 10), parameter('b', 20, { form: 'whole' })]
  const parameters = [number, whole]

  it('says what is wrong with a value', () => {
    expect(faultOf(number, '')).toBe('not_number')
    expect(faultOf(number, 'ten')).toBe('not_number')
    expect(faultOf(number, '0')).toBe('out_of_bounds')
    expect(faultOf(whole, '2.5')).toBe('not_whole')
    expect(faultOf(number, '2.5')).toBeUndefined()
  })

  it('keeps what differs from the defaults, also where it is in force already', () => {
    const typed = { ...typedOf(parameters), a: '30' }
    expect(valuesOf(parameters, typed)).toEqual({ a: 30, b: 20 })
    expect(changesAnything(parameters, typed)).toBe(true)
  })

  it('says nothing of what goes back to the default', () => {
    expect(valuesOf(parameters, { a: '10', b: '10' })).toEqual({})
    expect(changesAnything(parameters, { a: '10', b: '10' })).toBe(true)
    expect(changesAnything(parameters, typedOf(parameters))).toBe(false)
  })
})
