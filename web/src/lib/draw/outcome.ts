/** From the seed to everybody's fate (docs/draw.md §5 to §8). */
import { Encoder } from './bytes'
import { mayBeDrawn } from './plan'
import type { Entropy, Officer, OfficerFate, Outcome, Plan, Pool, PoolOutcome, Void } from './record'

const ALL = 2n ** 64n

/** The endless numbers of one seed under one label. */
export class Stream {
  private readonly prefix: Encoder
  private counter = 0
  private block: DataView = new DataView(new ArrayBuffer(0))
  private used = 0

  constructor(seed: Uint8Array, label: string) {
    this.prefix = new Encoder('stream').bytes(seed).text(label)
  }

  number(): bigint {
    if (this.used === this.block.byteLength) {
      const digest = this.prefix.clone().u64(this.counter).digest()
      this.block = new DataView(digest.buffer, digest.byteOffset, digest.byteLength)
      this.counter += 1
      this.used = 0
    }
    const number = this.block.getBigUint64(this.used)
    this.used += 8
    return number
  }

  /** From 0 to `bound` - 1, each equally likely. */
  below(bound: number): number {
    const n = BigInt(bound)
    const end = ALL - (ALL % n)
    let number = this.number()
    while (number >= end) number = this.number()
    return Number(number % n)
  }
}

/** The places of the weights that are drawn, in the order in which they are. */
export function select(stream: Stream, weights: readonly number[], quota: number): number[] {
  // Partial sums as a tree of halves: a ticket goes down it, and what is drawn is taken out on the way.
  let leaves = 1
  while (leaves < weights.length) leaves *= 2
  const sums = new Float64Array(2 * leaves)
  weights.forEach((weight, place) => (sums[leaves + place] = weight))
  const sum = (node: number) => sums[node] ?? 0
  for (let node = leaves - 1; node > 0; node--) sums[node] = sum(2 * node) + sum(2 * node + 1)
  return Array.from({ length: quota }, () => {
    let ticket = stream.below(sum(1))
    let node = 1
    while (node < leaves) {
      node *= 2
      if (ticket >= sum(node)) {
        ticket -= sum(node)
        node += 1
      }
    }
    const weight = sum(node)
    for (let above = node; above > 0; above = Math.floor(above / 2)) sums[above] = sum(above) - weight
    return node - leaves
  })
}

const MOST = 2 ** 32 - 1

interface Working {
  officer: Officer
  load: number
  visits: number
  together: Map<string, number>
}

class Teams {
  readonly working: Working[]
  private readonly recused = new Map<string, Set<string>>()
  private readonly stream: Stream

  constructor(plan: Plan, seed: Uint8Array) {
    const eligible = plan.officers.filter((officer) => mayBeDrawn(plan, officer))
    this.working = eligible.map((officer) => ({
      officer,
      load: officer.load,
      visits: 0,
      together: new Map(),
    }))
    const by = new Map(this.working.map((working) => [working.officer.id, working]))
    for (const { first, second, times } of plan.pairings) {
      by.get(first)?.together.set(second, times)
      by.get(second)?.together.set(first, times)
    }
    for (const { officer, object } of plan.recusals) {
      this.recused.set(object, (this.recused.get(object) ?? new Set()).add(officer))
    }
    this.stream = new Stream(seed, 'officers')
  }

  send(object: string, speciality: string | undefined): [string, string] {
    const mayGo = this.working.filter(({ officer }) => !this.recused.get(object)?.has(officer.id))
    const trained = mayGo.filter(
      ({ officer }) => speciality === undefined || officer.specialities.includes(speciality),
    )
    const first = this.oneOf(leastOf(trained, ({ load }) => load))
    const others = mayGo.filter((working) => working !== first)
    const least = others.reduce((low, { load }) => Math.min(low, load), Infinity)
    const near = others.filter(({ load }) => load <= least + 1)
    const strangers = leastOf(near, ({ officer }) => first.together.get(officer.id) ?? 0)
    const second = this.oneOf(leastOf(strangers, ({ load }) => load))
    for (const [one, other] of [
      [first, second.officer.id],
      [second, first.officer.id],
    ] as const) {
      one.load = Math.min(one.load + 1, MOST)
      one.visits += 1
      one.together.set(other, Math.min((one.together.get(other) ?? 0) + 1, MOST))
    }
    return [first.officer.id, second.officer.id]
  }

  private oneOf(equals: Working[]): Working {
    const one = equals[this.stream.below(equals.length)]
    if (!one) throw new Error('a frozen plan has two officers for every object')
    return one
  }
}

function leastOf(working: Working[], figure: (working: Working) => number): Working[] {
  const least = working.reduce((low, each) => Math.min(low, figure(each)), Infinity)
  return working.filter((each) => figure(each) === least)
}

function drawPool(pool: Pool, seed: Uint8Array, teams: Teams): PoolOutcome {
  const eligible = pool.candidates.filter(({ excluded }) => excluded === undefined)
  const weights = new Map(pool.classes.map(({ id, weight }) => [id, weight]))
  const stream = new Stream(seed, `objects/${pool.id}`)
  const places = select(
    stream,
    eligible.map((candidate) => weights.get(candidate.class) ?? 1),
    pool.quota,
  )
  const taken = new Set(places)
  const drawn = places.map((place) => {
    const object = eligible[place]?.id ?? ''
    return { object, officers: teams.send(object, pool.speciality) }
  })
  return {
    pool: pool.id,
    drawn,
    not_drawn: eligible.filter((_, place) => !taken.has(place)).map(({ id }) => id),
    excluded: pool.candidates.flatMap(({ id, excluded }) =>
      excluded === undefined ? [] : [{ object: id, reason: excluded }],
    ),
  }
}

/** What comes of a plan that holds and its seed. */
export function draw(plan: Plan, seed: Uint8Array): Outcome {
  const teams = new Teams(plan, seed)
  const pools = plan.pools.map((pool) => drawPool(pool, seed, teams))
  const visits = new Map(teams.working.map((working) => [working.officer.id, working.visits]))
  const fate = ({ id, excluded }: Officer): OfficerFate => {
    if (excluded !== undefined) return { excluded }
    const drawn = visits.get(id)
    if (drawn === undefined) return 'not_certified'
    return drawn === 0 ? 'not_drawn' : { drawn }
  }
  return { pools, officers: plan.officers.map((officer) => ({ officer: officer.id, fate: fate(officer) })) }
}

function encodeOutcome(to: Encoder, { pools, officers }: Outcome) {
  to.list(pools, (pool) => {
    to.text(pool.pool)
    to.list(pool.drawn, ({ object, officers: [first, second] }) => to.text(object).text(first).text(second))
    to.list(pool.not_drawn, (object) => to.text(object))
    to.list(pool.excluded, ({ object, reason }) => to.text(object).text(reason))
  })
  to.list(officers, ({ officer, fate }) => {
    to.text(officer)
    if (fate === 'not_drawn') to.u8(2)
    else if (fate === 'not_certified') to.u8(3)
    else if ('drawn' in fate) to.u8(1).u32(fate.drawn)
    else to.u8(4).text(fate.excluded)
  })
}

/** docs/draw.md §8.2. */
export function recordHash(
  commitment: string,
  entropy?: Entropy,
  outcome?: Outcome,
  declared?: Void,
): string {
  const to = new Encoder('record').hex(commitment)
  to.option(entropy, (entropy) => {
    if ('beacon' in entropy) to.u8(1).u64(entropy.beacon.round).hex(entropy.beacon.signature)
    else to.u8(2).list(entropy.reveals, ({ party, secret, at }) => to.text(party).hex(secret).second(at))
  })
  to.option(outcome, (outcome) => {
    encodeOutcome(to, outcome)
  })
  to.option(declared, ({ at, reason, silent }) => {
    to.second(at).text(reason)
    to.list(silent, (party) => to.text(party))
  })
  return to.finish()
}
