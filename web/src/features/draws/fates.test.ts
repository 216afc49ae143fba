import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { DrawRecord } from '../../lib/draw'
import { matching, objectFates, officerFates } from './fates'

const vectors = JSON.parse(readFileSync('../docs/draw-vectors.json', 'utf8')) as {
  records: { name: string; record: DrawRecord }[]
}
const attempt = (name: string) => {
  const found = vectors.records.find((vector) => vector.name === name)?.record.attempts[0]
  if (!found) throw new Error(name)
  return found
}

it('names the fate of every candidate and officer once', () => {
  const { plan } = attempt('beacon')
  const objects = objectFates(attempt('beacon'))
  const ids = plan.pools.flatMap(({ candidates }) => candidates.map(({ id }) => id))
  expect(objects.map(({ id }) => id).sort()).toEqual(ids.sort())
  expect(objects.filter(({ kind }) => kind === 'drawn')).toHaveLength(7)
  expect(objects.find(({ kind }) => kind === 'excluded')).toMatchObject({
    id: 'general-005',
    pool: 'general',
  })
  const officers = officerFates(attempt('beacon'))
  expect(officers.map(({ id }) => id)).toEqual(plan.officers.map(({ id }) => id))
  expect(officers[0]).toEqual({ id: 'officer-1', kind: 'not_certified' })
  expect(officers[1]).toEqual({ id: 'officer-2', kind: 'excluded', reason: '休假' })
})

it('says of those that were not drawn yet that they wait', () => {
  const kinds = new Set(objectFates(attempt('committed')).map(({ kind }) => kind))
  expect([...kinds]).toEqual(['waiting'])
})

it('finds by id, officer and reason', () => {
  const fates = objectFates(attempt('beacon'))
  expect(matching(fates, 'GENERAL-005', undefined).map(({ id }) => id)).toEqual(['general-005'])
  expect(matching(fates, '正面清单', undefined)).toHaveLength(1)
  const first = fates[0]
  const officer = first?.officers?.[0] ?? '?'
  expect(matching(fates, officer, 'drawn')).toContain(first)
  expect(matching(fates, '', 'drawn')).toHaveLength(7)
  expect(matching(fates, 'nothing', undefined)).toEqual([])
})
