import { expect, test } from 'vitest'
import { periods, periodsOfTwoYears } from './periods'

test('a year so far has the quarters and months that have begun, the last one first', () => {
  expect(periods('2020-05-03')).toEqual([
    '2020',
    '2020-Q2',
    '2020-Q1',
    '2020-05',
    '2020-04',
    '2020-03',
    '2020-02',
    '2020-01',
  ])
})

test('the year before is asked for as a whole and by its quarters', () => {
  expect(periodsOfTwoYears('2020-01-01')).toEqual([
    '2020',
    '2020-Q1',
    '2020-01',
    '2019',
    '2019-Q4',
    '2019-Q3',
    '2019-Q2',
    '2019-Q1',
  ])
})
