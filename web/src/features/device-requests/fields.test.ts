import { describe, expect, it } from 'vitest'
import type { RequestParameter } from '../../api'
import { isValid, protocolValue, readableTime } from './fields'

const parameter = (form: string, rest: Partial<RequestParameter> = {}): RequestParameter => ({
  name: 'X',
  required: true,
  form,
  one_of: [],
  ...rest,
})

describe('values of requests', () => {
  it('writes times as the protocol does', () => {
    expect(protocolValue(parameter('time'), '2020-08-30T08:00')).toBe('20200830080000')
    expect(protocolValue(parameter('time_of_day'), '08:30')).toBe('083000')
    expect(protocolValue(parameter('time'), '')).toBe('')
    expect(readableTime('20200830080000')).toBe('2020-08-30 08:00:00')
  })

  it('knows what may be sent', () => {
    const interval = parameter('number', { min: 30, max: 3600 })
    expect(['29', '30', '3600', '3601', '30.5', ''].map((text) => isValid(interval, text))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ])
    expect(isValid(parameter('one_of', { one_of: [1, 10] }), '7')).toBe(false)
    expect(isValid(parameter('text'), 'a&&b')).toBe(false)
    expect(isValid(parameter('code', { required: false }), '')).toBe(true)
  })
})
