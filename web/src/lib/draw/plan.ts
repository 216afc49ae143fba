/** The frozen plan: what must hold of it and its commitment (docs/draw.md §3). */
import { Encoder } from './bytes'
import { due, QUICKNET } from './chance'
import type { Officer, Plan, Pool } from './record'

const MOST = {
  pools: 1000,
  objects: 2_000_000,
  classes: 1000,
  officers: 2000,
  parties: 16,
  weight: 1_000_000,
}

/** A code of docs/draw.md §10, thrown by what does not hold. */
export class PlanFault extends Error {
  constructor(
    readonly code: string,
    readonly detail = '',
  ) {
    super(code)
  }
}

const demand = (holds: boolean, code: string, detail?: string) => {
  if (!holds) throw new PlanFault(code, detail)
}

/** Ids are ASCII: their order as text is that of their bytes. A pair is in order by its first, then its second. */
function inOrder(ids: readonly (readonly string[])[]) {
  for (const [index, id] of ids.entries()) {
    const before = ids[index - 1]
    if (!before) continue
    const differs = id.findIndex((part, i) => part !== before[i])
    demand(differs >= 0, 'twice', id.join(' '))
    demand((before[differs] ?? '') < (id[differs] ?? ''), 'not_in_order', id.join(' '))
  }
}

const single = (items: readonly { id: string }[]) => items.map(({ id }) => [id])

export const mayBeDrawn = (plan: Plan, officer: Officer): boolean =>
  officer.excluded === undefined &&
  officer.certified_from <= plan.visits_from &&
  plan.visits_until <= officer.certified_until

function checkSource(plan: Plan) {
  if ('beacon' in plan.source) {
    const { chain, round } = plan.source.beacon
    demand(chain === QUICKNET.chain, 'unknown_chain')
    const at = due(round)
    const frozen = Date.parse(plan.committed_at) / 1000
    demand(at !== undefined && at >= frozen + QUICKNET.leadSeconds, 'round_too_soon')
    return
  }
  const { deadline, parties } = plan.source.reveals
  demand(parties.length >= 2 && parties.length <= MOST.parties, 'bad_parties')
  demand(new Set(parties.map(({ id }) => id)).size === parties.length, 'twice')
  demand(Date.parse(deadline) > Date.parse(plan.committed_at), 'bad_deadline')
}

function checkPool(pool: Pool) {
  inOrder(single(pool.classes))
  for (const { id, weight } of pool.classes) demand(weight >= 1 && weight <= MOST.weight, 'bad_weight', id)
  inOrder(single(pool.candidates))
  const classes = new Set(pool.classes.map(({ id }) => id))
  for (const candidate of pool.candidates) demand(classes.has(candidate.class), 'unknown_class', candidate.id)
  const eligible = pool.candidates.filter(({ excluded }) => excluded === undefined).length
  demand(eligible > 0, 'empty_pool', pool.id)
  demand(pool.quota > 0, 'no_quota', pool.id)
  demand(pool.quota <= eligible, 'quota_exceeds_pool', pool.id)
}

function checkTeams(plan: Plan, poolOf: ReadonlyMap<string, Pool>, excluded: ReadonlySet<string>) {
  const eligible = plan.officers.filter((officer) => mayBeDrawn(plan, officer))
  demand(eligible.length >= 2, 'too_few_officers')
  const trained = (officers: Officer[], speciality: string | undefined) =>
    speciality === undefined || officers.some(({ specialities }) => specialities.includes(speciality))
  for (const pool of plan.pools) demand(trained(eligible, pool.speciality), 'no_specialist', pool.id)
  const recused = new Map<string, Set<string>>()
  for (const { officer, object } of plan.recusals) {
    recused.set(object, (recused.get(object) ?? new Set()).add(officer))
  }
  for (const [object, officers] of [...recused].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const left = eligible.filter(({ id }) => !officers.has(id))
    const canGo = left.length >= 2 && trained(left, poolOf.get(object)?.speciality)
    demand(canGo || excluded.has(object), 'no_team', object)
  }
}

/** Throws a `PlanFault` for the first thing that does not hold. */
export function checkPlan(plan: Plan) {
  const objects = plan.pools.flatMap(({ candidates }) => candidates)
  demand(plan.pools.length <= MOST.pools && objects.length <= MOST.objects, 'too_many')
  demand(
    plan.pools.every(({ classes }) => classes.length <= MOST.classes),
    'too_many',
  )
  demand(plan.officers.length <= MOST.officers, 'too_many')
  demand(plan.recusals.length <= MOST.objects && plan.pairings.length <= MOST.objects, 'too_many')
  demand(plan.attempt > 0 && (plan.attempt === 1) === (plan.predecessor === undefined), 'bad_attempt')
  demand(plan.visits_from <= plan.visits_until, 'bad_visits')
  demand(plan.pools.length > 0, 'no_pool')
  checkSource(plan)
  inOrder(single(plan.pools))
  plan.pools.forEach(checkPool)
  const poolOf = new Map(plan.pools.flatMap((pool) => pool.candidates.map(({ id }) => [id, pool] as const)))
  demand(poolOf.size === objects.length, 'twice')
  inOrder(single(plan.officers))
  for (const { specialities } of plan.officers) inOrder(specialities.map((id) => [id]))
  const officers = new Set(plan.officers.map(({ id }) => id))
  for (const { officer, object } of plan.recusals) {
    demand(officers.has(officer), 'unknown_officer', officer)
    demand(poolOf.has(object), 'unknown_object', object)
  }
  inOrder(plan.recusals.map(({ officer, object }) => [officer, object]))
  for (const { first, second, times } of plan.pairings) {
    demand(officers.has(first) && officers.has(second), 'unknown_officer', `${first} ${second}`)
    demand(first < second && times > 0, 'bad_pairing', `${first} ${second}`)
  }
  inOrder(plan.pairings.map(({ first, second }) => [first, second]))
  const excluded = objects.filter((candidate) => candidate.excluded !== undefined)
  checkTeams(plan, poolOf, new Set(excluded.map(({ id }) => id)))
}

export function commitmentOf(plan: Plan): string {
  const to = new Encoder('commitment')
  to.text(plan.occasion).u32(plan.attempt)
  to.option(plan.predecessor, (hash) => to.hex(hash))
  to.text(plan.title).text(plan.authority).second(plan.committed_at)
  to.text(plan.visits_from).text(plan.visits_until).hex(plan.salt)
  if ('beacon' in plan.source) {
    to.u8(1).hex(plan.source.beacon.chain).u64(plan.source.beacon.round)
  } else {
    const { deadline, parties } = plan.source.reveals
    to.u8(2).second(deadline)
    to.list(parties, ({ id, role, share }) => to.text(id).text(role).hex(share))
  }
  to.list(plan.pools, (pool) => {
    to.text(pool.id).text(pool.title).u32(pool.quota).text(pool.basis)
    to.option(pool.speciality, (speciality) => to.text(speciality))
    to.list(pool.classes, ({ id, title, weight }) => to.text(id).text(title).u32(weight))
    to.list(pool.candidates, (candidate) => {
      to.text(candidate.id).text(candidate.class)
      to.option(candidate.excluded, (reason) => to.text(reason))
    })
  })
  to.list(plan.officers, (officer) => {
    to.text(officer.id).text(officer.certified_from).text(officer.certified_until)
    to.list(officer.specialities, (speciality) => to.text(speciality))
    to.u32(officer.load)
    to.option(officer.excluded, (reason) => to.text(reason))
  })
  to.list(plan.recusals, ({ officer, object, ground }) => to.text(officer).text(object).text(ground))
  to.list(plan.pairings, ({ first, second, times }) => to.text(first).text(second).u32(times))
  return to.finish()
}
