/**
 * The shapes of the API as the pages use them: those of its own document (`schema.d.ts`), with codes narrowed
 * from text to the words that pages translate. A code that is not listed here is shown as it is.
 */
import type { Officer as DrawOfficer, Pairing, Pool, Recusal } from '../lib/draw'
import type { components } from './schema'

type Schemas = components['schemas']
type Refine<T, U> = Omit<T, keyof U> & U

export type Role =
  'duty_officer' | 'branch_officer' | 'enterprise_user' | 'leader' | 'inspector_general' | 'administrator'
export type AlarmKind =
  | 'exceedance_hour'
  | 'exceedance_day'
  | 'exceedance_realtime'
  | 'constant_value'
  | 'impossible_value'
  | 'range_clipping'
  | 'replay'
  | 'step'
  | 'drift'
  | 'limit_hugging'
  | 'variance_collapse'
  | 'unexplained'
  | 'mass_balance'
  | 'calibration_altered'
  | 'sample_at_odds'
  | 'station_spike'
  | 'logger_silent'
  | 'clock_error'
  | 'production_on_treatment_off'
  | 'production_under_order'
  | 'off_hours_production'
export type Severity = 'notice' | 'moderate' | 'serious' | 'grave'
export type Stage = 'raised' | 'assigned' | 'accepted' | 'returned' | 'verified' | 'closed' | 'handed_on'
export type CommandName =
  | 'assign'
  | 'accept'
  | 'return'
  | 'explain'
  | 'verify'
  | 'close'
  | 'hand_on'
  | 'escalate'
  | 'snooze'
  | 'wake'
  | 'merge'
  | 'separate'
export type StationClass = 'national' | 'provincial' | 'micro' | 'composition'
export type Outcome = Schemas['Outcome']
export type Status = Schemas['Status']
export type Granularity = Schemas['Granularity']

export type ProductionOrder = Schemas['ProductionOrder']
export type ProductionOrderList = Schemas['ProductionOrderList']

export type DeclaredStop = Schemas['DeclaredStop']
export type DeclaredStopList = Schemas['DeclaredStopList']

export type MarkingStanding = Schemas['MarkingStanding']
export type AlarmHour = Schemas['AlarmHour']
export type HourEffect = Schemas['HourEffect']
export type Marking = Schemas['Marking']
export type MarkingKindRule = Schemas['MarkingKindRule']
export type MarkingRule = Schemas['MarkingRule']
export type MarkingHour = Schemas['MarkingHour']
export type MarkingFactor = Schemas['MarkingFactor']
export type MarkingDay = Schemas['MarkingDay']
export type MarkingDayRow = Schemas['MarkingDayRow']
export type MarkingDayList = Schemas['MarkingDayList']

export type CaseList = Schemas['CaseList']
export type CaseSummary = Schemas['CaseSummary']
export type CaseDetail = Schemas['CaseDetail']
export type CaseDeadline = Schemas['CaseDeadline']
export type CaseDue = Schemas['CaseDue']
export type CaseDueList = Schemas['CaseDueList']
export type CaseEvidence = Schemas['CaseEvidence']
export type CaseEntry = Schemas['CaseEntry']
export type CaseProposal = Schemas['CaseProposal']
export type CaseRungReason = Schemas['CaseRungReason']
export type CasePenalty = Schemas['CasePenalty']
export type CaseOwed = Schemas['CaseOwed']
export type CaseFigures = Schemas['CaseFigures']
export type CaseFine = Schemas['CaseFine']
export type CaseBasis = Schemas['CaseBasis']
export type CaseLaw = Schemas['CaseLaw']
export type CaseTable = Schemas['CaseTable']
export type CaseAct = Schemas['CaseAct']
export type CaseFineGiven = Schemas['CaseFineGiven']
export type CaseFactGiven = Schemas['CaseFactGiven']

export type InspectionList = Schemas['InspectionList']
export type InspectionSummary = Schemas['InspectionSummary']
export type InspectionDetail = Schemas['InspectionDetail']
export type InspectionDossier = Schemas['InspectionDossier']
export type InspectionNumbers = Schemas['InspectionNumbers']
export type InspectionCounts = Schemas['InspectionCounts']
export type InspectionAct = Schemas['InspectionAct']
export type InspectionStage = Schemas['InspectionStage']
export type InspectionFinding = Schemas['InspectionFinding']

export type DrawCommand = Schemas['DrawCommand']
export type Draw = Schemas['DrawDetail']
export type DrawList = Schemas['DrawList']
export type PublicDraw = Schemas['PublicDraw']
export type PublicDraws = Schemas['PublicDraws']
export type PublicResults = Schemas['PublicResults']
/** The lists are those of a record; the document leaves their shapes to docs/draw.md. */
export type NewPlan = Refine<
  Schemas['NewPlan'],
  { pools: Pool[]; officers: DrawOfficer[]; recusals: Recusal[]; pairings: Pairing[] }
>
export type PoolCandidates = Refine<Schemas['PoolCandidates'], { candidates: Pool['candidates'] }>
export type OfficerCandidate = Refine<Schemas['OfficerCandidate'], { officer: DrawOfficer }>
export type DrawCandidates = Refine<
  Schemas['DrawCandidates'],
  { pools: PoolCandidates[]; officers: OfficerCandidate[]; recusals: Recusal[]; pairings: Pairing[] }
>
export type InspectionPlan = Schemas['InspectionPlanDetail']
export type PlanDraft = Schemas['PlanDraft']
export type PlanProposal = Schemas['PlanProposal']
export type InspectionObject = Schemas['InspectionObjectRow']
export type InspectionObjectDetail = Schemas['InspectionObjectDetail']
export type ObjectChange = Schemas['ObjectChangeRow']
export type Enforcer = Schemas['EnforcerRow']
export type EnforcerList = Schemas['EnforcerList']
export type LibraryPreview = Schemas['LibraryPreview']
export type LibraryImport = Schemas['LibraryImportRow']
/** What the machine saw when it looked at a criterion. */
export type ListSeen =
  | 'not_given'
  | 'not_monitored'
  | 'monitored'
  | { record_of: string }
  | { days: string[] }
  | { none_since: string }
  | { permit: string }
  | { score: number }
  | { alarms: string[] }
  | { alarms_since: [count: number, since: string] }
  | { per_mille: number }
  | { trade: string }
  | { recognised: string[] }
export type ListVerdict = 'met' | 'failed' | 'unknown'
export type ListChecked = Refine<Schemas['ListChecked'], { seen: ListSeen; verdict: ListVerdict }>
export type ListReport = Refine<Schemas['ListReport'], { checked: ListChecked[] }>
export type ListStage = Schemas['ListStage']
export type ListCommand = Schemas['ListCommand']
export type ListAct = Schemas['ListAct']
export type ListCategory = Schemas['ListCategory']
export type ListEntry = Schemas['ListEntry']
export type ListRule = Schemas['ListRule']
export type ListNotice = Refine<Schemas['ListNotice'], { settled: Record<string, string> }>
export type ListRemoval = Refine<Schemas['ListRemoval'], { broken: ListChecked[] }>
export type ListEntryDetail = Refine<
  Schemas['ListEntryDetail'],
  { report: ListReport; notice?: ListNotice | null; removal_proposal?: ListRemoval | null }
>
export type ListStanding = Refine<Schemas['ListStanding'], { entry?: ListEntryDetail | null }>
export type PositiveList = Refine<Schemas['PositiveList'], { counts: Partial<Record<ListStage, number>> }>
export type PublicPositiveList = Schemas['PublicPositiveList']
export type ExtentKind = Schemas['ExtentKind']
export type NamedCode = Schemas['Named']
export type NewExtent = Schemas['RuleExtent']
export type RuleExtent = Schemas['RuleExtentShown']
export type Rule = Schemas['Rule']
export type RuleParameter = Schemas['RuleParameter']
export type KindRules = Refine<Schemas['KindRules'], { kind: AlarmKind }>
export type RuleBook = Refine<Schemas['RuleBook'], { kinds: KindRules[] }>
export type ShadowEpisode = Refine<Schemas['ShadowEpisode'], { severity: Severity }>
export type VanishingAlarm = Refine<
  Schemas['VanishingAlarm'],
  { severity: Severity; outcome?: Outcome | null }
>
export type ShadowReport = Refine<
  Schemas['ShadowReport'],
  { appears: ShadowEpisode[]; vanishes: VanishingAlarm[] }
>
export type RuleDetail = Refine<Schemas['RuleDetail'], { shadow: ShadowReport }>
export type ReplayedAlarm = Refine<Schemas['ReplayedAlarm'], { severity: Severity }>
export type ReplayOutcome = Refine<
  Schemas['ReplayOutcome'],
  { appear: ReplayedAlarm[]; vanish: ReplayedAlarm[] }
>
export type Replay = Refine<
  Schemas['Replay'],
  { state: 'running' | 'done' | 'stopped' | 'failed'; outcome?: ReplayOutcome | null }
>
export type Judged = Schemas['Judged']
export type KindPrecision = Refine<Schemas['KindPrecision'], { kind: AlarmKind }>
export type PrecisionReport = Refine<Schemas['PrecisionReport'], { kinds: KindPrecision[] }>

/** Something with a name in both languages. */
export interface Named {
  name: string
  name_en: string
}

export type Place = Schemas['Place']
export type User = Refine<Schemas['User'], { role: Role }>
export type Session = Refine<Schemas['SessionBody'], { user: User }>
export type ServerInfo = Schemas['ServerBody']
export type Problem = Schemas['ProblemBody']

export type LatestReading = Schemas['LatestReading']
export type District = Schemas['District']
export type EnterpriseSummary = Schemas['EnterpriseSummary']
export type OutletPoint = Refine<Schemas['OutletPoint'], { medium: 'air' | 'water' }>
export type OutletSummary = Refine<Schemas['OutletSummary'], { medium: 'air' | 'water' }>
export type StationSummary = Refine<Schemas['StationSummary'], { class: StationClass }>
export type Wind = Schemas['Wind']
export type CityMap = Refine<Schemas['Map'], { outlets: OutletPoint[]; stations: StationSummary[] }>

export type Why = Schemas['Why']
export type Due = Schemas['Due']

interface AlarmCodes {
  kind: AlarmKind
  severity: Severity
  led_severity?: Severity | null
  stage: Stage
  outcome?: Outcome | null
}

export type AlarmSummary = Refine<Schemas['AlarmSummary'], AlarmCodes>
export type AlarmGroup = Refine<
  Schemas['AlarmGroup'],
  {
    kind: AlarmKind
    severity: Severity
    stages: Partial<Record<Stage, number>>
    allowed: Partial<Record<CommandName, number>>
  }
>
export type GroupCommand = Schemas['GroupCommand']
export type GroupDone = Schemas['GroupDone']
export type Reminder = Refine<Schemas['Reminder'], { alarm: AlarmSummary }>
export type ReminderCounts = Schemas['ReminderCounts']
export type Reminders = Refine<Schemas['Reminders'], { items: Reminder[] }>
export type AlarmReference = Refine<
  Schemas['AlarmReference'],
  { kind: AlarmKind; severity: Severity; stage: Stage }
>
export type Merge = Refine<Schemas['Merge'], { leading: AlarmReference }>
export type MergeProposal = Refine<
  Schemas['MergeProposal'],
  { leading: AlarmReference; merged: AlarmReference }
>
export type FactValue = Schemas['FactValue']
export type Fact = Schemas['Fact']
export type StoredFile = Schemas['FileLink']
export type StepActor =
  { kind: 'user'; id: string; name: string; role: Role } | { kind: 'system'; name: string }
export type AlarmStep = Refine<Schemas['Step'], { actor: StepActor; details: Record<string, unknown> }>
export type EvidenceChart = Refine<
  Schemas['ChartHint'],
  {
    kind: 'outlet' | 'meter' | 'station'
    role: 'concentration' | 'flow' | 'production_power' | 'treatment_power'
  }
>
export type AlarmDetail = Refine<
  Schemas['AlarmDetail'],
  AlarmCodes & {
    steps: AlarmStep[]
    charts: EvidenceChart[]
    limits: Limit[]
    allowed: CommandName[]
    merge?: Merge | null
    led: AlarmReference[]
    proposals: MergeProposal[]
    could_lead: AlarmReference[]
  }
>

export type Officer = Schemas['Officer']
export type Limit = Refine<Schemas['Limit'], { basis: 'realtime' | 'hour_mean' | 'day_mean' }>
export type Channel = Schemas['Channel']
export type Device = Schemas['Device']
export type Meter = Schemas['Meter']
export type Line = Schemas['Line']
export type TreatmentUnit = Schemas['TreatmentUnit']
export type OutletInfo = Refine<
  Schemas['Outlet'],
  { medium: 'air' | 'water'; limits: Limit[]; alarms: AlarmSummary[] }
>
export type Point = Schemas['Point']
export type Series = Schemas['Series']
export type SeriesSummary = Schemas['SeriesSummary']

export type TimelineEntry = Schemas['TimelineEntry']
export type EnterpriseDetail = Refine<
  Schemas['Enterprise'],
  { outlet_list: OutletSummary[]; alarms: AlarmSummary[] }
>

export type DeviceRequest = Schemas['DeviceRequest']
export type DeviceRequestKind = Schemas['DeviceRequestKind']
export type DeviceRequestList = Schemas['DeviceRequestList']
export type RequestParameter = Schemas['RequestParameter']
export type DataGap = Schemas['DataGap']
export type GapList = Schemas['GapList']

export type Logger = Schemas['Logger']
export type DeviceList = Schemas['DeviceList']
export type WaitingLogger = Schemas['WaitingLogger']

/** Who acted, as the ledger says it: by account, never by name. */
export type LedgerActor = { kind: 'user'; id: string; role: Role } | { kind: 'system'; name: string }
export type LedgerHead = Schemas['HeadBody']
export type LedgerEvent = Refine<Schemas['EventBody'], { actor: LedgerActor; body: unknown }>
export type InclusionProof = Schemas['ProofBody']
export type VerifyReport = Schemas['VerificationBody']
export type Seals = Schemas['SealsBody']
export type Seal = Schemas['SealBody']

export type RuleBasis = Schemas['RuleBasis']
export type Rates = Schemas['Rates']
export type RateTarget = Schemas['RateTarget']
export type TransmissionRow = Schemas['TransmissionRow']
export type TransmissionPage = Schemas['TransmissionPage']
export type TableFigure = Schemas['TableFigure']
export type TableFactor = Schemas['TableFactor']
export type HourGap = Schemas['HourGap']
export type OutletStatistics = Refine<Schemas['OutletStatistics'], { medium: 'air' | 'water' }>
export type AirLevel = Schemas['AirLevel']
export type AirIndex = Schemas['AirIndex']
export type AirDay = Schemas['AirDay']
export type AirStatistics = Schemas['AirStatistics']
export type StationAir = Schemas['StationAir']
export type Section = Schemas['Section']
export type WaterStatistics = Schemas['WaterStatistics']
export type LabTables = Schemas['LabTables']
export type LabValue = string | number | boolean | null
export type LabAnswer = Refine<Schemas['LabAnswer'], { rows: LabValue[][] }>
export type SavedQuery = Schemas['SavedQueryBody']

export interface Page<T> {
  items: T[]
  next_cursor?: string | null
  total: number
}

export type Credential = Refine<Schemas['CredentialRow'], { state: 'holds' | 'expired' | 'revoked' }>
export type NewCredential = Schemas['NewCredential']
export type ShownSecret = Schemas['ShownSecret']

export type SheetKind = 'station' | 'outlet' | 'meter' | 'cruise'
export type FigureSlot = 'value' | 'min' | 'max' | 'total' | 'converted' | 'manual'
/** What one column of a sheet means. */
export type ColumnUse =
  | {
      use:
        | 'ignore'
        | 'time'
        | 'date'
        | 'time_of_day'
        | 'year'
        | 'month'
        | 'day'
        | 'hour'
        | 'source'
        | 'factor'
        | 'unit'
        | 'mark'
    }
  | {
      use: 'figure'
      factor?: string | null
      slot?: FigureSlot
      unit?: string | null
      source?: string | null
    }
/** What a sheet means. */
export interface SheetMapping {
  kind: SheetKind
  heading_rows: number
  granularity: Granularity
  stamp: 'start' | 'end'
  source?: string | null
  decimal: 'point' | 'comma'
  columns: ColumnUse[]
}
export type UploadedSheet = Schemas['UploadedSheet']
export type Proposal = Refine<Schemas['Proposal'], { mapping: SheetMapping }>
export interface ImportRequest {
  file: string
  plan: { sheet: number; mapping: SheetMapping; rows?: number }
}
export type Rehearsal = Schemas['Rehearsal']
export type ImportRow = Refine<
  Schemas['ImportRow'],
  { state: 'running' | 'ended' | 'stopped' | 'undoing' | 'undone' }
>
export type TracingList = Schemas['TracingList']
export type TracingSummary = Schemas['TracingSummary']
export type TracingDetail = Schemas['TracingDetail']
export type TracingCandidate = Schemas['TracingCandidate']
export type TracingHypothesis = Schemas['TracingHypothesis']
export type TracingThing = Schemas['TracingThing']
export type TracingRanking = Schemas['TracingRanking']
export type TracingRemark = Schemas['TracingRemark']
export type TracingReason = Schemas['TracingReason']
export type TracingStage = Schemas['TracingStage']
export type TracingVerdict = Schemas['TracingVerdict']
export type TracingHit = Schemas['TracingHit']
export type TracingFigures = Schemas['TracingFigures']
export type TracingVersion = Schemas['TracingVersion']
export type TracingStrip = Schemas['TracingStrip']
export type TracingWind = Schemas['TracingWind']
export type TracingInstrument = Schemas['TracingInstrument']
export type TracingSeries = Schemas['TracingSeries']
export type TracingTask = Schemas['TracingTask']
export type TracingPlume = Schemas['TracingPlume']
export type TracingByWind = Schemas['TracingByWind']
export type TracingCruise = Schemas['TracingCruise']
export type TracingChecked = Schemas['TracingChecked']
export type TrackPreview = Schemas['TrackPreview']
