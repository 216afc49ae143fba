import { describe, expect, it } from 'vitest'
import { bytes, count, figure, yuan } from './number'
import { clockSeconds, dateTime, minutesBetween, rfc3339, shortTime } from './time'

describe('times', () => {
  const time = '2020-08-29T16:05:09Z'

  it('are those of Asia/Shanghai, whatever zone the browser is in', () => {
    expect(dateTime(time)).toBe('2020-08-30 00:05')
    expect(clockSeconds(time)).toBe('00:05:09')
    expect(rfc3339(Date.parse(time))).toBe('2020-08-30T00:05:09+08:00')
    expect(Date.parse(rfc3339(Date.parse(time)))).toBe(Date.parse(time))
  })

  it('say only what differs from now', () => {
    expect(shortTime(time, '2020-08-30T09:00:00+08:00')).toBe('00:05')
    expect(shortTime(time, '2020-09-30T09:00:00+08:00')).toBe('08-30 00:05')
    expect(shortTime(time, '2021-08-30T09:00:00+08:00')).toBe('2020-08-30 00:05')
  })

  it('count whole minutes, back as well as forth', () => {
    expect(minutesBetween('2020-08-30T08:00:00Z', '2020-08-30T08:01:59Z')).toBe(1)
    expect(minutesBetween('2020-08-30T08:01:59Z', '2020-08-30T08:00:00Z')).toBe(-1)
  })
})

describe('amounts', () => {
  it('have thousands apart and lose no fen, however great', () => {
    expect(['0', '0.50', '999.00', '1000.00', '40000', '1234567.05'].map(yuan)).toEqual([
      '0',
      '0.50',
      '999',
      '1,000',
      '40,000',
      '1,234,567.05',
    ])
    expect(yuan('999999999999999.99')).toBe('999,999,999,999,999.99')
  })
})

describe('figures', () => {
  it('keep the digits that matter', () => {
    expect(figure(12345.6)).toBe('12,346')
    expect(figure(123.45)).toBe('123.5')
    expect(figure(12.345)).toBe('12.35')
    expect(figure(0.0123)).toBe('0.012')
    expect(figure(0.00012)).toBe('1.2e-4')
    expect(figure(0)).toBe('0')
    expect(figure(-3)).toBe('-3')
  })
  it('count and weigh', () => {
    expect(count(1234567)).toBe('1,234,567')
    expect(bytes(80)).toBe('80 B')
    expect(bytes(312_400)).toBe('312 kB')
    expect(bytes(1_440_000)).toBe('1.4 MB')
  })
})
