/**
 * Verification of a draw from its published record alone, by docs/draw.md: this shares no code with the program that
 * draws, and asks no server whether it is right. What a file alone cannot show stands there in §10.
 */
import { entropyFault, seedOf, silentAt, silentParties } from './chance'
import { draw, recordHash } from './outcome'
import { checkPlan, commitmentOf, PlanFault } from './plan'
import { readRecord, Unreadable } from './read'
import { FORMAT, type Attempt, type DrawRecord, type Outcome } from './record'

export interface Fault {
  /** From 1; undefined where the record as a whole is meant. */
  attempt?: number
  /** Of docs/draw.md §10. */
  code: string
  detail: string
}

export interface Checked {
  occasion: string
  /** As the plan gives it; undefined where the plan does not hold. */
  commitment?: string
  state: 'committed' | 'drawn' | 'void'
  objects: number
  drawn: number
  void?: string
}

export interface Report {
  ok: boolean
  attempts: Checked[]
  faults: Fault[]
  /** What was read, to show it; undefined where nothing could be. */
  record?: DrawRecord
}

const LISTED = 100

class Verification {
  readonly faults: Fault[] = []
  readonly attempts: Checked[] = []

  fault(attempt: number | undefined, code: string, detail = '') {
    this.faults.push({ attempt, code, detail })
  }

  record({ format, attempts }: DrawRecord) {
    if (format !== FORMAT) {
      this.fault(undefined, 'unknown_format', format)
      return
    }
    if (attempts.length === 0) this.fault(undefined, 'no_attempts')
    for (const [index, attempt] of attempts.entries()) {
      const number = index + 1
      const before = attempts[index - 1]
      if (attempt.plan.attempt !== number) this.fault(number, 'attempt_number', String(attempt.plan.attempt))
      if (before && before.plan.occasion !== attempt.plan.occasion) {
        this.fault(number, 'other_occasion', attempt.plan.occasion)
      }
      if (before?.hash !== attempt.plan.predecessor) this.fault(number, 'predecessor')
      if (number < attempts.length && !attempt.void) this.fault(number, 'not_void')
      this.attempt(number, attempt)
    }
  }

  private attempt(number: number, attempt: Attempt) {
    const { plan, entropy, outcome } = attempt
    const checked: Checked = {
      occasion: plan.occasion,
      state: attempt.void ? 'void' : outcome ? 'drawn' : 'committed',
      objects: plan.pools.reduce((sum, { candidates }) => sum + candidates.length, 0),
      drawn: outcome?.pools.reduce((sum, { drawn }) => sum + drawn.length, 0) ?? 0,
      void: attempt.void?.reason,
    }
    this.attempts.push(checked)
    if (recordHash(attempt.commitment, entropy, outcome, attempt.void) !== attempt.hash) {
      this.fault(number, 'record_hash')
    }
    try {
      checkPlan(plan)
    } catch (error) {
      if (!(error instanceof PlanFault)) throw error
      this.fault(number, error.code, error.detail)
      return
    }
    checked.commitment = commitmentOf(plan)
    if (checked.commitment !== attempt.commitment) this.fault(number, 'commitment', checked.commitment)
    const chance = entropy && entropyFault(plan, entropy)
    if (chance) this.fault(number, chance)
    else if (outcome) this.outcome(number, attempt, checked.commitment, outcome)
    this.declared(number, attempt)
  }

  /** The chance was checked before, as far as it is there. */
  private outcome(number: number, { plan, entropy }: Attempt, commitment: string, claimed: Outcome) {
    if (!entropy) {
      this.fault(number, 'no_entropy')
      return
    }
    const missing = silentParties(plan, entropy)
    if (missing.length > 0) {
      this.fault(number, 'reveal_missing', missing.join(', '))
      return
    }
    const drawn = draw(plan, seedOf(plan, commitment, entropy))
    for (const detail of differences(drawn, claimed)) this.fault(number, 'outcome', detail)
  }

  private declared(number: number, { plan, entropy, void: declared }: Attempt) {
    if (!declared) return
    if (Date.parse(declared.at) < Date.parse(plan.committed_at)) this.fault(number, 'void_too_early')
    const silent = silentAt(plan, entropy, declared.at)
    if (silent.join(' ') !== declared.silent.join(' ')) this.fault(number, 'void_silent', silent.join(', '))
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What the outcome should be and is not. */
function differences(drawn: Outcome, claimed: Outcome): string[] {
  const hash = (outcome: Outcome) => recordHash('00'.repeat(32), undefined, outcome)
  if (hash(drawn) === hash(claimed)) return []
  const found = drawn.pools.flatMap((pool, index) =>
    pool.drawn.flatMap((right, place) => {
      const given = claimed.pools[index]?.drawn[place]
      if (same([right.object, right.officers], given && [given.object, given.officers])) return []
      const name = (drawn?: typeof right) => (drawn ? `${drawn.object} (${drawn.officers.join(', ')})` : '—')
      return [`${pool.pool} ${place + 1}: ${name(right)} ≠ ${name(given)}`]
    }),
  )
  return found.length > 0 ? found.slice(0, LISTED) : ['']
}

/** Verifies the bytes of a record; `kept` is a commitment that somebody kept from before the chance was known. */
export function verifyDraw(bytes: Uint8Array, kept?: string): Report {
  const verification = new Verification()
  let record: DrawRecord | undefined
  try {
    record = readRecord(bytes)
    verification.record(record)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    verification.fault(undefined, 'unreadable', error.message)
  }
  const { attempts, faults } = verification
  if (kept !== undefined && !attempts.some(({ commitment }) => commitment === kept)) {
    verification.fault(undefined, 'other_commitment', kept)
  }
  return { ok: faults.length === 0, attempts, faults, record }
}
