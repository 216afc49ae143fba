/** The published record of a draw, as docs/draw.md §9 has it. */

export const FORMAT = 'jingwei-draw/1'

export interface DrawRecord {
  format: string
  attempts: Attempt[]
}

export interface Attempt {
  plan: Plan
  commitment: string
  entropy?: Entropy
  outcome?: Outcome
  void?: Void
  hash: string
}

export interface Plan {
  occasion: string
  attempt: number
  predecessor?: string
  title: string
  authority: string
  committed_at: string
  visits_from: string
  visits_until: string
  salt: string
  source: Source
  pools: Pool[]
  officers: Officer[]
  recusals: Recusal[]
  pairings: Pairing[]
}

export interface BeaconSource {
  chain: string
  round: number
}

export interface PartySource {
  deadline: string
  parties: Party[]
}

export type Source = { beacon: BeaconSource } | { reveals: PartySource }

export interface Party {
  id: string
  role: string
  share: string
}

export interface Pool {
  id: string
  title: string
  quota: number
  basis: string
  speciality?: string
  classes: Class[]
  candidates: Candidate[]
}

export interface Class {
  id: string
  title: string
  weight: number
}

export interface Candidate {
  id: string
  class: string
  excluded?: string
}

export interface Officer {
  id: string
  certified_from: string
  certified_until: string
  specialities: string[]
  load: number
  excluded?: string
}

export interface Recusal {
  officer: string
  object: string
  ground: string
}

export interface Pairing {
  first: string
  second: string
  times: number
}

export type Entropy = { beacon: Round } | { reveals: Reveal[] }

export interface Round {
  round: number
  signature: string
}

export interface Reveal {
  party: string
  secret: string
  at: string
}

export interface Outcome {
  pools: PoolOutcome[]
  officers: OfficerOutcome[]
}

export interface PoolOutcome {
  pool: string
  drawn: Drawn[]
  not_drawn: string[]
  excluded: Excluded[]
}

export interface Drawn {
  object: string
  officers: [string, string]
}

export interface Excluded {
  object: string
  reason: string
}

export interface OfficerOutcome {
  officer: string
  fate: OfficerFate
}

export type OfficerFate = 'not_drawn' | 'not_certified' | { drawn: number } | { excluded: string }

export interface Void {
  at: string
  reason: string
  silent: string[]
}
