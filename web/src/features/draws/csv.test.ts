import { describe, expect, it } from 'vitest'
import { BadTable, objectRows, officerRows, poolsOf, recusalRows, rows } from './csv'

describe('rows', () => {
  it('reads what spreadsheets write', () => {
    expect(rows('\ufeffa,b\r\n1,"x, ""y"""\r\n\r\n 2 ,\n')).toEqual([
      ['a', 'b'],
      ['1', 'x, "y"'],
      ['2', ''],
    ])
    expect(rows('a,b\nc,d')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(rows('')).toEqual([])
  })
})

const line = (read: () => unknown): [number, string] => {
  try {
    read()
  } catch (error) {
    if (error instanceof BadTable) return [error.line, error.column]
    throw error
  }
  throw new Error('nothing was wrong')
}

describe('tables', () => {
  it('gives pools with their classes and who may be drawn', () => {
    const objects = objectRows('pool,id,class,excluded\nkey,b,high,\ngeneral,c,low,停产\nkey,a,low,\n')
    expect(poolsOf(objects)).toEqual([
      {
        id: 'general',
        classes: ['low'],
        candidates: [{ id: 'c', class: 'low', excluded: '停产' }],
        eligible: 0,
      },
      {
        id: 'key',
        classes: ['high', 'low'],
        candidates: [
          { id: 'b', class: 'high', excluded: undefined },
          { id: 'a', class: 'low', excluded: undefined },
        ],
        eligible: 2,
      },
    ])
  })

  it('gives officers with what may be left out', () => {
    expect(
      officerRows('ID,certified_from,certified_until,specialities\nu1,2019-01-01,2021-12-31,air noise\n'),
    ).toEqual([
      {
        id: 'u1',
        certified_from: '2019-01-01',
        certified_until: '2021-12-31',
        specialities: ['air', 'noise'],
        load: 0,
        excluded: undefined,
      },
    ])
    expect(recusalRows('officer,object,ground\nu1,a,曾任职')).toEqual([
      { officer: 'u1', object: 'a', ground: '曾任职' },
    ])
  })

  it('says where something is wrong', () => {
    expect(line(() => objectRows('pool,id\nkey,a'))).toEqual([1, 'class'])
    expect(line(() => objectRows('pool,id,class\nkey,a,high\nkey,,low'))).toEqual([3, 'id'])
    const officers = 'id,certified_from,certified_until,load\n'
    expect(line(() => officerRows(`${officers}u,2019/1/1,2021-12-31,`))).toEqual([2, 'certified_from'])
    expect(line(() => officerRows(`${officers}u,2019-01-01,2021-12-31,many`))).toEqual([2, 'load'])
  })
})
