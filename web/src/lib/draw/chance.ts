/** The chance of a draw: a round of the beacon, or what parties reveal (docs/draw.md §4). */
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import { Encoder } from './bytes'
import type { Entropy, PartySource, Plan, Reveal, Round } from './record'

/** drand's quicknet. Its hash is that of the other facts, as docs/draw.md §4.1 says. */
export const QUICKNET = {
  chain: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  periodSeconds: 3,
  genesisSeconds: 1_692_803_367,
  /** How long before its round is due a plan must be frozen at least. */
  leadSeconds: 60,
}

/** What hashing to the curve is separated by. */
const DOMAIN = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'

/** The last second that calendars reach, 9999-12-30T22:00:00Z. */
const LAST_SECOND = 253_402_207_200

/** When a round is due, in seconds since 1970; undefined for what does not exist. */
export function due(round: number): number | undefined {
  const second = QUICKNET.genesisSeconds + (round - 1) * QUICKNET.periodSeconds
  return round < 1 || second > LAST_SECOND ? undefined : second
}

/** Whether the beacon has signed the round. */
export function holds({ round, signature }: Round): boolean {
  const message = new DataView(new ArrayBuffer(8))
  message.setBigUint64(0, BigInt(round))
  const bls = bls12_381.shortSignatures
  try {
    const point = bls.hash(sha256(new Uint8Array(message.buffer)), DOMAIN)
    return bls.verify(hexToBytes(signature), point, hexToBytes(QUICKNET.publicKey))
  } catch {
    return false
  }
}

/** The hash by which a party is committed to its secret. */
export const share = (occasion: string, attempt: number, party: string, secret: string): string =>
  new Encoder('share').text(occasion).u32(attempt).text(party).hex(secret).finish()

const seconds = (text: string) => Date.parse(text) / 1000

function revealFault(plan: Plan, source: PartySource, before: Reveal[], reveal: Reveal): string | undefined {
  const party = source.parties.find(({ id }) => id === reveal.party)
  if (!party) return 'unknown_party'
  if (before.some((earlier) => earlier.party === reveal.party)) return 'already_revealed'
  if (before.length === 0 && source.parties[0] !== party) return 'holder_first'
  if (seconds(reveal.at) < seconds(before.at(-1)?.at ?? plan.committed_at)) return 'reveal_too_early'
  if (seconds(reveal.at) > seconds(source.deadline)) return 'reveal_too_late'
  return share(plan.occasion, plan.attempt, party.id, reveal.secret) === party.share
    ? undefined
    : 'reveal_mismatch'
}

/** What is wrong with what is known of the chance, as a code. */
export function entropyFault(plan: Plan, entropy: Entropy): string | undefined {
  const { source } = plan
  if ('beacon' in entropy) {
    if (!('beacon' in source)) return 'other_source'
    if (source.beacon.round !== entropy.beacon.round) return 'other_round'
    return holds(entropy.beacon) ? undefined : 'beacon_forged'
  }
  if (!('reveals' in source)) return 'other_source'
  const { reveals } = entropy
  for (const [index, reveal] of reveals.entries()) {
    const fault = revealFault(plan, source.reveals, reveals.slice(0, index), reveal)
    if (fault) return fault
  }
  return undefined
}

/** The parties that have not revealed, in the order of the plan. */
export function silentParties(plan: Plan, entropy: Entropy | undefined): string[] {
  if (!('reveals' in plan.source)) return []
  const revealed = new Set(entropy && 'reveals' in entropy ? entropy.reveals.map(({ party }) => party) : [])
  return plan.source.reveals.parties.map(({ id }) => id).filter((id) => !revealed.has(id))
}

/** Those of them that a void at this time must name. */
export function silentAt(plan: Plan, entropy: Entropy | undefined, at: string): string[] {
  const over = 'reveals' in plan.source && seconds(at) > seconds(plan.source.reveals.deadline)
  return over ? silentParties(plan, entropy) : []
}

/** The seed, from chance that is complete and without fault. */
export function seedOf(plan: Plan, commitment: string, entropy: Entropy): Uint8Array {
  const encoder = new Encoder('entropy')
  if ('beacon' in entropy) {
    const { round, signature } = entropy.beacon
    encoder
      .u8(1)
      .hex(QUICKNET.chain)
      .u64(round)
      .bytes(sha256(hexToBytes(signature)))
  } else {
    const inOrder = [...entropy.reveals].sort((a, b) => (a.party < b.party ? -1 : 1))
    encoder.u8(2).list(inOrder, ({ party, secret }) => encoder.text(party).hex(secret))
  }
  return new Encoder('seed').hex(plan.salt).hex(commitment).bytes(encoder.digest()).digest()
}
