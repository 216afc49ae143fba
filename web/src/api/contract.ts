/** Shapes of the HTTP API, `/api/v1`. Times are RFC 3339 text with an offset. */

export type Role =
  'duty_officer' | 'branch_officer' | 'enterprise_user' | 'leader' | 'inspector_general' | 'administrator'

export interface Scope {
  kind: 'city' | 'district' | 'enterprise'
  code?: string | null
}

export interface User {
  id: string
  login: string
  name: string
  role: Role
  scope: Scope
}

export interface Session {
  user: User
  csrf_token: string
  expires_at: string
}

export interface ServerInfo {
  name: string
  version: string
  now: string
  clock: 'machine' | 'scenario'
  speed: number
  notice: { code: string; zh: string; en: string } | null
}

/** Something with a name in both languages. */
export interface Named {
  name: string
  name_en: string
}

export interface CodeNamed extends Named {
  code: string
}

export interface Place {
  longitude: number
  latitude: number
}

export type Status = 'normal' | 'alarm' | 'silent' | 'declared' | 'unknown'

export interface LatestReading extends Named {
  factor: string
  value: number | null
  unit: string
  mark: string
  time: string
  /** Value over limit, where a limit holds. */
  limit_ratio?: number | null
}

export interface District extends CodeNamed {
  center: Place
  open_alarms: number
}

export interface EnterpriseSummary extends CodeNamed {
  trade_code: string
  trade: string
  trade_en: string
  /** Code of its district. */
  district: string
  place: Place
  status: Status
  outlets: number
  meters: number
  open_alarms: number
}

export interface OutletSummary extends Named {
  id: string
  enterprise: string
  medium: 'air' | 'water'
  place: Place
  status: Status
  last_seen?: string | null
  readings: LatestReading[]
}

export type StationClass = 'national' | 'provincial' | 'micro' | 'composition'

export interface StationSummary extends Named {
  id: string
  class: StationClass
  district: string
  place: Place
  status: Status
  last_seen?: string | null
  readings: LatestReading[]
}

export interface Wind {
  time: string
  /** Where it comes from, degrees of the compass. */
  direction_deg: number
  speed_ms: number
  /** How many stations it is the mean of. */
  stations: number
}

export interface CityMap {
  now: string
  districts: District[]
  enterprises: EnterpriseSummary[]
  outlets: OutletSummary[]
  stations: StationSummary[]
  wind: Wind | null
  /** The address of map tiles, where one is configured. */
  tiles: string | null
}

export type AlarmKind =
  'exceedance_hour' | 'exceedance_realtime' | 'logger_silent' | 'production_on_treatment_off'
export type Severity = 'notice' | 'moderate' | 'serious' | 'grave'
export type Stage = 'raised' | 'assigned' | 'accepted' | 'returned' | 'verified' | 'closed' | 'handed_on'
export type CommandName =
  'assign' | 'accept' | 'return' | 'explain' | 'verify' | 'close' | 'hand_on' | 'escalate'
export type Outcome = 'violation' | 'equipment_fault' | 'declared_condition' | 'normal' | 'cannot_verify'

export interface Why {
  rule: string
  pack: string
  version: string
  source: string
  unverified: boolean
  illustrative: boolean
  steps: { zh: string; en: string }[]
}

export interface Due {
  step: string
  at: string
  overdue: boolean
  why: Why
}

export interface AlarmSummary {
  id: string
  version: number
  kind: AlarmKind
  severity: Severity
  stage: Stage
  subject: Named & { kind: string; id: string }
  enterprise?: CodeNamed | null
  district?: CodeNamed | null
  factor?: CodeNamed | null
  place?: Place | null
  raised_at: string
  began: string
  seen: string
  cleared: boolean
  branch?: string | null
  officer?: { id: string; name: string } | null
  escalated: boolean
  outcome: Outcome | null
  due: Due | null
}

export type FactValue =
  | { type: 'figure'; value: number; unit: string }
  | { type: 'time'; time: string }
  | { type: 'span'; seconds: number }
  | {
      type: 'limit'
      lower?: number | null
      upper: number
      unit: string
      source: string
      unverified: boolean
    }
  | { type: 'text'; text: string }

export interface Fact {
  name: string
  value: FactValue
}

export interface StoredFile {
  hash: string
  name: string
  media_type: string
  size: number
  url: string
}

export type StepActor =
  { kind: 'user'; id: string; name: string; role: Role } | { kind: 'system'; name: string }

export interface AlarmStep {
  /** Its place in the ledger. */
  sequence: number
  version: number
  at: string
  actor: StepActor
  /** As in the ledger: `alarm.verified`. */
  kind: string
  /** As in the ledger. */
  details: Record<string, unknown>
}

export interface EvidenceChart {
  title: string
  title_en: string
  kind: 'outlet' | 'meter' | 'station'
  id: string
  factor: string
  role: 'concentration' | 'flow' | 'production_power' | 'treatment_power'
  from: string
  to: string
}

export interface AlarmDetail extends AlarmSummary {
  facts: Fact[]
  detector: string
  steps: AlarmStep[]
  files: StoredFile[]
  charts: EvidenceChart[]
  limits: Limit[]
  allowed: CommandName[]
}

export interface Page<T> {
  items: T[]
  next_cursor?: string | null
  total: number
}

export interface Officer {
  id: string
  name: string
  branch: CodeNamed
}

export interface Limit {
  factor: string
  basis: 'realtime' | 'hour_mean' | 'day_mean'
  lower?: number | null
  upper: number
  unit: string
  converted: boolean
  valid_from: string
  valid_to?: string | null
  source: string
  unverified: boolean
}

export interface Channel extends Named {
  factor: string
  unit: string
  sent_unit: string
}

/** What the gateway knows of a device. What is not stored is refused, frames and readings together. */
export interface Device {
  device: string
  transport: string
  connected: boolean
  peer: string | null
  last_seen: string | null
  protocol: string | null
  frames_received: number
  frames_stored: number
  readings_received: number
  readings_stored: number
  refused: Record<string, number>
  problems: Record<string, number>
  /** Whether two loggers use its number at the same time. */
  shared_mn: boolean
}

export interface Meter {
  id: string
  rated_kw: number | null
  latest: LatestReading | null
}

export interface Line extends Named {
  id: string
  meter: Meter | null
}

export interface TreatmentUnit extends Named {
  id: string
  treats: string[]
  outlet: string | null
  meter: Meter | null
}

export interface OutletInfo extends OutletSummary {
  enterprise_named: CodeNamed
  district: string
  channels: Channel[]
  limits: Limit[]
  mn: string | null
  device: Device | null
  lines: Line[]
  treatment_units: TreatmentUnit[]
  alarms: AlarmSummary[]
}

export type Granularity = 'realtime' | 'minute' | 'hour' | 'day'

export interface Point {
  time: string
  value: number | null
  min?: number | null
  max?: number | null
  converted?: number | null
  mark: string
  problems: string[]
  backfill: boolean
}

export interface Series extends Named {
  factor: string
  unit: string
  granularity: Granularity
  points: Point[]
  truncated: boolean
}

export interface TimelineEntry {
  at: string
  kind: string
  /** As in `alarm/A20200830-0001`. */
  stream: string
  sequence: number
}

export interface EnterpriseDetail extends EnterpriseSummary {
  district_named: CodeNamed
  outlet_list: OutletSummary[]
  lines: Line[]
  treatment_units: TreatmentUnit[]
  alarms: AlarmSummary[]
  timeline: TimelineEntry[]
}

export interface DeviceTarget extends Named {
  kind: 'outlet' | 'station' | 'line' | 'treatment_unit'
  id: string
  enterprise: CodeNamed | null
  district: string | null
}

export interface Logger {
  mn: string
  target: DeviceTarget
  realtime_interval_s: number
  /** Absent while it has never been heard. */
  device: Device | null
}

export interface DeviceList {
  loggers: Logger[]
  meters: { id: string; target: DeviceTarget; device: Device | null }[]
}

export interface WaitingLogger {
  mn: string
  peer: string | null
  first_seen: string
  last_seen: string
  frames: number
  latest: { factor: string; value: string }[]
}

export interface LedgerHead {
  size: number
  root: string
  checkpoint: string
  public_key: string
}

/** Who acted, as the ledger says it: by account, never by name. */
export type LedgerActor = { kind: 'user'; id: string; role: Role } | { kind: 'system'; name: string }

export interface LedgerEvent {
  sequence: number
  stream: string
  version: number
  at: string
  actor: LedgerActor
  kind: string
  body: unknown
}

export interface InclusionProof {
  sequence: number
  size: number
  root: string
  /** The stored text of the entry, whose bytes are the leaf. */
  entry: string
  leaf_hash: string
  /** Hashes from the leaf's neighbour up, base64. */
  path: string[]
  checkpoint: string
}

export interface VerifyReport {
  ok: boolean
  events: number
  checkpoints: number
  faults: { kind: string; sequence: number | null; stream: string | null; detail: string }[]
  unlisted_faults: number
}

/** RFC 9457, with the same words in English. */
export interface Problem {
  type?: string
  title: string
  title_en: string
  status: number
  code: string
  detail?: string | null
  detail_en?: string | null
  current_version?: number | null
}
