import { expect, test } from 'vitest'
import { instantOf } from './commands/UntilField'

const NOW = Date.parse('2020-08-31T09:00:00+08:00')
const minutes = (many: number) => NOW + many * 60_000

test('an alarm is put aside for as long as is chosen, and never longer than the law lets', () => {
  const until = (choice: '30' | 'longest' | 'other', longest: number, time = '') =>
    instantOf({ choice, time }, longest, NOW)
  expect(until('30', minutes(60))).toBe('2020-08-31T09:30:00+08:00')
  expect(until('30', minutes(20))).toBe('2020-08-31T09:20:00+08:00')
  expect(until('longest', minutes(60))).toBe('2020-08-31T10:00:00+08:00')
  expect(until('other', minutes(60))).toBeUndefined()
  expect(until('other', minutes(60), '2020-08-31T09:45')).toBe('2020-08-31T09:45:00+08:00')
  expect(until('30', Number.NaN)).toBeUndefined()
})
