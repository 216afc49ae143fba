import type { Attempt, OfficerFate } from '../../lib/draw'

/** What became of an object or an officer. */
export interface Fate {
  id: string
  /** The pool of an object; undefined for an officer. */
  pool?: string
  kind: 'drawn' | 'not_drawn' | 'excluded' | 'not_certified' | 'waiting'
  /** In which draw of its pool, from 1. */
  place?: number
  /** Who goes there. */
  officers?: readonly string[]
  /** On how many visits an officer goes. */
  visits?: number
  /** Why it was excluded. */
  reason?: string
  /** Of an object: the weight at a single draw. */
  weight?: number
}

/** The fate of every object, drawn ones first in their order, then by id. */
export function objectFates({ plan, outcome }: Attempt): Fate[] {
  return plan.pools.flatMap((pool, index): Fate[] => {
    const weights = new Map(pool.classes.map(({ id, weight }) => [id, weight]))
    const weightOf = new Map(pool.candidates.map((c) => [c.id, weights.get(c.class)]))
    const of = outcome?.pools[index]
    if (!of) {
      return pool.candidates.map(({ id, excluded }) => ({
        id,
        pool: pool.id,
        weight: weightOf.get(id),
        ...(excluded === undefined
          ? { kind: 'waiting' as const }
          : { kind: 'excluded' as const, reason: excluded }),
      }))
    }
    const drawn = of.drawn.map(({ object, officers }, place): Fate => ({
      id: object,
      pool: pool.id,
      kind: 'drawn',
      place: place + 1,
      officers,
      weight: weightOf.get(object),
    }))
    const others: Fate[] = [
      ...of.not_drawn.map((id): Fate => ({ id, pool: pool.id, kind: 'not_drawn', weight: weightOf.get(id) })),
      ...of.excluded.map(({ object, reason }): Fate => ({
        id: object,
        pool: pool.id,
        kind: 'excluded',
        reason,
      })),
    ]
    return [...drawn, ...others.sort((a, b) => (a.id < b.id ? -1 : 1))]
  })
}

/** The fate of every officer, by id. */
export function officerFates({ plan, outcome }: Attempt): Fate[] {
  if (!outcome) {
    return plan.officers.map(({ id, excluded }) => ({
      id,
      kind: excluded === undefined ? 'waiting' : 'excluded',
      reason: excluded,
    }))
  }
  return outcome.officers.map(({ officer, fate }) => ({ id: officer, ...fateOf(fate) }))
}

function fateOf(fate: OfficerFate): Omit<Fate, 'id'> {
  if (typeof fate === 'string') return { kind: fate }
  return 'drawn' in fate ? { kind: 'drawn', visits: fate.drawn } : { kind: 'excluded', reason: fate.excluded }
}

/** Those whose id, officers or reason has the words that are looked for. */
export function matching(fates: readonly Fate[], sought: string, kind: Fate['kind'] | undefined): Fate[] {
  const words = sought.trim().toLowerCase()
  const has = (text: string | undefined) => text?.toLowerCase().includes(words) ?? false
  return fates.filter(
    (fate) =>
      (kind === undefined || fate.kind === kind) &&
      (words === '' || has(fate.id) || has(fate.reason) || (fate.officers?.some(has) ?? false)),
  )
}
