import { expect, test } from 'vitest'
import { joined } from './groups'

const reason = (code: string, count: number) => ({ code, zh: code, en: code, count })

test('reasons of two parts are told once with both counts', () => {
  expect(joined([reason('a', 1)], [reason('a', 2), reason('b', 1)])).toEqual([reason('a', 3), reason('b', 1)])
  expect(joined([], [])).toEqual([])
})
