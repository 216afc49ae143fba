import { expect, test } from 'vitest'
import type { AlarmGroup } from '../../api'
import { isRestOf, joined } from './groups'

const reason = (code: string, count: number) => ({ code, zh: code, en: code, count })

test('reasons of two parts are told once with both counts', () => {
  expect(joined([reason('a', 1)], [reason('a', 2), reason('b', 1)])).toEqual([reason('a', 3), reason('b', 1)])
  expect(joined([], [])).toEqual([])
})

test('a group of which some alarms were closed is the rest of the one that was opened', () => {
  const group = (id: string) => ({ id }) as AlarmGroup
  expect(isRestOf('logger_silent.100.900', group('logger_silent.100.900'))).toBe(true)
  expect(isRestOf('logger_silent.100.900', group('logger_silent.300.800'))).toBe(true)
  expect(isRestOf('logger_silent.100.900', group('logger_silent.300.1000'))).toBe(false)
  expect(isRestOf('logger_silent.100.900', group('clock_error.300.800'))).toBe(false)
  expect(isRestOf(undefined, group('logger_silent.100.900'))).toBe(false)
})
