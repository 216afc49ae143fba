/** Every request the pages make, by its name. Nothing outside this folder knows an address of the API. */
import { saveFile } from '../lib/saveFile'
import { address, answered, ApiError, client } from './client'
import type * as C from './contract'
import type { components, paths } from './schema'
import { upload } from './upload'

export { ApiError, setCsrfToken } from './client'
export type * from './contract'
export { cases, type CaseQuery } from './cases'
export { draws, publicDraws } from './draws'
export { libraries, type CandidateQuery, type LibraryKind, type ObjectQuery } from './libraries'
export { inspections, type InspectionQuery } from './inspections'
export { positiveList, publicPositiveList, type PositiveListQuery } from './positiveList'
export { tracings, type TracingQuery, type TrackFiles, type TrackQuery } from './tracings'
export type { Sent } from './upload'

type Schemas = components['schemas']
type QueryOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never

export const session = {
  current: () => answered<C.Session>(client.GET('/api/v1/session')),
  signIn: (login: string, password: string) =>
    answered<C.Session>(client.POST('/api/v1/session', { body: { login, password } })),
  /** Ends the session; one that has ended already is as good. */
  signOut: async (): Promise<void> => {
    try {
      await answered<undefined>(client.DELETE('/api/v1/session'))
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error
    }
  },
}

export const server = () => answered<C.ServerInfo>(client.GET('/api/v1/server'))
export const cityMap = () => answered<C.CityMap>(client.GET('/api/v1/map'))

/** The district shapes lie beside the pages, not in the API. */
export async function districtShapes(): Promise<GeoJSON.FeatureCollection> {
  const response = await fetch('/districts.geojson')
  return (await response.json()) as GeoJSON.FeatureCollection
}

export type AlarmQuery = QueryOf<'/api/v1/alarms'>

/** What a command carries, by its name. */
export interface CommandBodies {
  assign: Schemas['Assign']
  accept: Schemas['Accept']
  return: Schemas['Return']
  explain: Schemas['Explain']
  verify: Schemas['Verify']
  close: Schemas['Close']
  hand_on: Schemas['HandOn']
  escalate: Schemas['Escalate']
  snooze: Schemas['SnoozeUntil']
  wake: Schemas['Wake']
  merge: Schemas['MergeInto']
  separate: Schemas['Separate']
}

const COMMAND_PATHS = {
  assign: '/api/v1/alarms/{id}/assign',
  accept: '/api/v1/alarms/{id}/accept',
  return: '/api/v1/alarms/{id}/return',
  explain: '/api/v1/alarms/{id}/explain',
  verify: '/api/v1/alarms/{id}/verify',
  close: '/api/v1/alarms/{id}/close',
  hand_on: '/api/v1/alarms/{id}/hand-on',
  escalate: '/api/v1/alarms/{id}/escalate',
  snooze: '/api/v1/alarms/{id}/snooze',
  wake: '/api/v1/alarms/{id}/wake',
  merge: '/api/v1/alarms/{id}/merge',
  separate: '/api/v1/alarms/{id}/separate',
} as const satisfies Record<C.CommandName, keyof paths>

export const alarms = {
  list: (query: AlarmQuery) =>
    answered<C.Page<C.AlarmSummary>>(client.GET('/api/v1/alarms', { params: { query } })),
  one: (id: string) =>
    answered<C.AlarmDetail>(client.GET('/api/v1/alarms/{id}', { params: { path: { id } } })),
  exportUrl: (query: AlarmQuery, format: 'csv' | 'xlsx') => address('/api/v1/alarms', { ...query, format }),
  /** `key` names the attempt: sent again with the same key, the command is carried out once. */
  command: <N extends C.CommandName>(
    id: string,
    name: N,
    body: CommandBodies[N],
    version: number,
    key: string,
  ) => {
    const header = { 'If-Match': `"${version}"`, 'Idempotency-Key': key }
    // One call for twelve paths: each body fits its path by `CommandBodies`, which the client cannot follow.
    const send = client.POST as (path: string, init: object) => Promise<{ response: Response }>
    return answered<C.AlarmDetail>(send(COMMAND_PATHS[name], { params: { path: { id }, header }, body }))
  },
}

export const alarmGroups = {
  list: () => answered<C.AlarmGroup[]>(client.GET('/api/v1/alarm-groups')),
  /** Acts on the next alarms of a group; the answer says where to go on. One key for all parts of an act. */
  act: (id: string, command: C.GroupCommand, after: string | undefined, key: string) =>
    answered<C.GroupDone>(
      client.POST('/api/v1/alarm-groups/{id}/act', {
        params: { path: { id }, header: { 'Idempotency-Key': key } },
        body: { command, after: after ?? null },
      }),
    ),
}

export const reminders = () => answered<C.Reminders>(client.GET('/api/v1/reminders'))

export function uploadFile(file: File): Promise<C.StoredFile> {
  const form = new FormData()
  form.append('file', file)
  return answered<C.StoredFile>(
    client.POST('/api/v1/files', { body: { file: file.name }, bodySerializer: () => form }),
  )
}

export const officers = (district?: string) =>
  answered<C.Officer[]>(client.GET('/api/v1/officers', { params: { query: { district } } }))

export type EnterpriseQuery = QueryOf<'/api/v1/enterprises'>

export const enterprises = {
  list: (query: EnterpriseQuery) =>
    answered<C.Page<C.EnterpriseSummary>>(client.GET('/api/v1/enterprises', { params: { query } })),
  one: (code: string) =>
    answered<C.EnterpriseDetail>(client.GET('/api/v1/enterprises/{code}', { params: { path: { code } } })),
  exportUrl: (query: EnterpriseQuery, format: 'csv' | 'xlsx') =>
    address('/api/v1/enterprises', { ...query, format }),
}

export const outlet = (id: string) =>
  answered<C.OutletInfo>(client.GET('/api/v1/outlets/{id}', { params: { path: { id } } }))

export type SeriesQuery = Pick<
  Required<QueryOf<'/api/v1/outlets/{id}/series'>>,
  'factor' | 'granularity' | 'from' | 'to'
>
export type SeriesOwner = 'outlet' | 'meter' | 'station'

const SERIES_PATHS = {
  outlet: '/api/v1/outlets/{id}/series',
  meter: '/api/v1/meters/{id}/series',
  station: '/api/v1/stations/{id}/series',
} as const satisfies Record<SeriesOwner, keyof paths>

export const series = (kind: SeriesOwner, id: string, query: SeriesQuery) =>
  answered<C.Series>(client.GET(SERIES_PATHS[kind], { params: { path: { id }, query } }))

const SUMMARY_PATHS = {
  outlet: '/api/v1/outlets/{id}/series/summary',
  meter: '/api/v1/meters/{id}/series/summary',
  station: '/api/v1/stations/{id}/series/summary',
} as const satisfies Record<SeriesOwner, keyof paths>

/** A series in steps of time; for spans too long to show every value. */
export const seriesSummary = (kind: SeriesOwner, id: string, query: SeriesQuery & { step_s: number }) =>
  answered<C.SeriesSummary>(client.GET(SUMMARY_PATHS[kind], { params: { path: { id }, query } }))

export const seriesExportUrl = (kind: SeriesOwner, id: string, query: SeriesQuery, format: 'csv' | 'xlsx') =>
  address(SERIES_PATHS[kind], { ...query, format }).replace('{id}', encodeURIComponent(id))

/** `key` names the attempt: sent again with the same key, the act is carried out once. */
const attempt = (mn: string, key: string) => ({ path: { mn }, header: { 'Idempotency-Key': key } })

export const loggers = {
  list: () => answered<C.DeviceList>(client.GET('/api/v1/loggers')),
  waiting: () => answered<C.WaitingLogger[]>(client.GET('/api/v1/loggers/waiting')),
  adopt: (mn: string, adoption: Schemas['Adoption'], key: string) =>
    answered<undefined>(
      client.POST('/api/v1/loggers/waiting/{mn}/adopt', {
        params: { path: { mn }, header: { 'Idempotency-Key': key } },
        body: adoption,
      }),
    ),
  setProfile: (mn: string, profile: Schemas['ProfileBody'], key: string) =>
    answered<undefined>(
      client.POST('/api/v1/loggers/{mn}/profile', { params: attempt(mn, key), body: profile }),
    ),
  setKey: (mn: string, secret: string, key: string) =>
    answered<undefined>(
      client.PUT('/api/v1/loggers/{mn}/key', { params: attempt(mn, key), body: { key: secret } }),
    ),
  removeKey: (mn: string, key: string) =>
    answered<undefined>(client.DELETE('/api/v1/loggers/{mn}/key', { params: attempt(mn, key) })),
  rotateKey: (mn: string, key: string) =>
    answered<undefined>(client.POST('/api/v1/loggers/{mn}/key/rotation', { params: attempt(mn, key) })),
}

export const deviceRequests = {
  list: (mn: string) =>
    answered<C.DeviceRequestList>(client.GET('/api/v1/loggers/{mn}/requests', { params: { path: { mn } } })),
  ask: (mn: string, body: Schemas['NewDeviceRequest'], key: string) =>
    answered<C.DeviceRequest>(
      client.POST('/api/v1/loggers/{mn}/requests', {
        params: { path: { mn }, header: { 'Idempotency-Key': key } },
        body,
      }),
    ),
  firstConnection: (mn: string, body: Schemas['NewFirstConnection'], key: string) =>
    answered<C.DeviceRequest[]>(
      client.POST('/api/v1/loggers/{mn}/first-connection', {
        params: { path: { mn }, header: { 'Idempotency-Key': key } },
        body,
      }),
    ),
  cancel: (id: string, key: string) =>
    answered<C.DeviceRequest>(
      client.POST('/api/v1/device-requests/{id}/cancel', {
        params: { path: { id }, header: { 'Idempotency-Key': key } },
      }),
    ),
  gaps: (outlet: string) =>
    answered<C.GapList>(client.GET('/api/v1/outlets/{id}/gaps', { params: { path: { id: outlet } } })),
}

export const ledger = {
  head: () => answered<C.LedgerHead>(client.GET('/api/v1/ledger')),
  events: (query: QueryOf<'/api/v1/ledger/events'>) =>
    answered<C.LedgerEvent[]>(client.GET('/api/v1/ledger/events', { params: { query } })),
  proof: (sequence: number) =>
    answered<C.InclusionProof>(
      client.GET('/api/v1/ledger/events/{sequence}/proof', { params: { path: { sequence } } }),
    ),
  seals: () => answered<C.Seals>(client.GET('/api/v1/ledger/seals')),
  verify: () => answered<C.VerifyReport>(client.POST('/api/v1/ledger/verify')),
}

const named = (id: string, key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } })

export const productionOrders = {
  list: (enterprise: string) =>
    answered<C.ProductionOrderList>(
      client.GET('/api/v1/enterprises/{code}/production-orders', { params: { path: { code: enterprise } } }),
    ),
  issue: (enterprise: string, body: Schemas['NewOrder'], key: string) =>
    answered<C.ProductionOrder>(
      client.POST('/api/v1/enterprises/{code}/production-orders', {
        params: { path: { code: enterprise }, header: { 'Idempotency-Key': key } },
        body,
      }),
    ),
  lift: (id: string, reason: string, key: string) =>
    answered<C.ProductionOrder>(
      client.POST('/api/v1/production-orders/{id}/lift', { params: named(id, key), body: { reason } }),
    ),
}

export const declaredStops = {
  list: (outlet: string) =>
    answered<C.DeclaredStopList>(
      client.GET('/api/v1/outlets/{id}/declared-stops', { params: { path: { id: outlet } } }),
    ),
  declare: (outlet: string, body: Schemas['NewStop'], key: string) =>
    answered<C.DeclaredStop>(
      client.POST('/api/v1/outlets/{id}/declared-stops', { params: named(outlet, key), body }),
    ),
  end: (id: string, at: string, key: string) =>
    answered<C.DeclaredStop>(
      client.POST('/api/v1/declared-stops/{id}/end', { params: named(id, key), body: { at } }),
    ),
  withdraw: (id: string, reason: string, key: string) =>
    answered<C.DeclaredStop>(
      client.POST('/api/v1/declared-stops/{id}/withdraw', { params: named(id, key), body: { reason } }),
    ),
}

export type MarkingDayQuery = QueryOf<'/api/v1/marking-days/{day}'>

export const markings = {
  day: (day: string, query: MarkingDayQuery) =>
    answered<C.MarkingDayList>(
      client.GET('/api/v1/marking-days/{day}', { params: { path: { day }, query } }),
    ),
  exportUrl: (day: string, query: MarkingDayQuery, format: 'csv' | 'xlsx') =>
    address('/api/v1/marking-days/{day}', { ...query, format }).replace('{day}', encodeURIComponent(day)),
  outletDay: (id: string, day: string) =>
    answered<C.MarkingDay>(
      client.GET('/api/v1/outlets/{id}/marking-days/{day}', { params: { path: { id, day } } }),
    ),
  confirm: (id: string, day: string, key: string) =>
    answered<C.MarkingDay>(
      client.POST('/api/v1/outlets/{id}/marking-days/{day}/confirm', {
        params: { path: { id, day }, header: { 'Idempotency-Key': key } },
        body: {},
      }),
    ),
  mark: (outlet: string, body: Schemas['NewMarking'], key: string) =>
    answered<C.Marking>(client.POST('/api/v1/outlets/{id}/markings', { params: named(outlet, key), body })),
  change: (id: string, body: Schemas['NewMarking'], key: string) =>
    answered<C.Marking>(client.POST('/api/v1/markings/{id}/change', { params: named(id, key), body })),
  withdraw: (id: string, reason: string, key: string) =>
    answered<C.Marking>(
      client.POST('/api/v1/markings/{id}/withdraw', { params: named(id, key), body: { reason } }),
    ),
  accept: (id: string, reason: string, key: string) =>
    answered<C.Marking>(
      client.POST('/api/v1/markings/{id}/accept', { params: named(id, key), body: { reason } }),
    ),
  contest: (id: string, body: Schemas['MarkingContest'], key: string) =>
    answered<C.Marking>(client.POST('/api/v1/markings/{id}/contest', { params: named(id, key), body })),
}

export const rules = {
  list: () => answered<C.RuleBook>(client.GET('/api/v1/rules')),
  one: (id: string) => answered<C.RuleDetail>(client.GET('/api/v1/rules/{id}', { params: { path: { id } } })),
  precision: (months: number) =>
    answered<C.PrecisionReport>(client.GET('/api/v1/rules/precision', { params: { query: { months } } })),
  propose: (body: Schemas['NewRule'], key: string) =>
    answered<C.Rule>(client.POST('/api/v1/rules', { params: { header: { 'Idempotency-Key': key } }, body })),
  activate: (id: string, replaces: string[], key: string) =>
    answered<C.Rule>(
      client.POST('/api/v1/rules/{id}/activate', { params: named(id, key), body: { replaces } }),
    ),
  replay: (id: string) =>
    answered<C.Replay | null>(client.GET('/api/v1/rules/{id}/replay', { params: { path: { id } } })),
  beginReplay: (id: string, body: Schemas['NewReplay']) =>
    answered<C.Replay>(client.POST('/api/v1/rules/{id}/replay', { params: { path: { id } }, body })),
  stopReplay: (id: string) =>
    answered<C.Replay | null>(client.DELETE('/api/v1/rules/{id}/replay', { params: { path: { id } } })),
  retire: (id: string, reason: string, key: string) =>
    answered<C.Rule>(client.POST('/api/v1/rules/{id}/retire', { params: named(id, key), body: { reason } })),
}

export type TransmissionQuery = QueryOf<'/api/v1/statistics/transmission'>
export type AirQuery = QueryOf<'/api/v1/statistics/air'>

export const statistics = {
  transmission: (query: TransmissionQuery) =>
    answered<C.TransmissionPage>(client.GET('/api/v1/statistics/transmission', { params: { query } })),
  transmissionExportUrl: (query: TransmissionQuery, format: 'csv' | 'xlsx') =>
    address('/api/v1/statistics/transmission', { ...query, format }),
  outlet: (id: string, period: string) =>
    answered<C.OutletStatistics>(
      client.GET('/api/v1/statistics/outlets/{id}', { params: { path: { id }, query: { period } } }),
    ),
  outletExportUrl: (id: string, period: string, format: 'csv' | 'xlsx') =>
    address('/api/v1/statistics/outlets/{id}', { period, format }).replace('{id}', encodeURIComponent(id)),
  air: (query: AirQuery) =>
    answered<C.AirStatistics>(client.GET('/api/v1/statistics/air', { params: { query } })),
  airExportUrl: (query: AirQuery, format: 'csv' | 'xlsx') =>
    address('/api/v1/statistics/air', { ...query, format }),
  water: (query: QueryOf<'/api/v1/statistics/water'>) =>
    answered<C.WaterStatistics>(client.GET('/api/v1/statistics/water', { params: { query } })),
}

export const stationAqi = (id: string) =>
  answered<C.StationAir>(client.GET('/api/v1/stations/{id}/aqi', { params: { path: { id } } }))

export const lab = {
  tables: () => answered<C.LabTables>(client.GET('/api/v1/lab/tables')),
  run: (id: string, text: string, signal: AbortSignal) =>
    answered<C.LabAnswer>(client.POST('/api/v1/lab/queries', { body: { id, text }, signal })),
  progress: (id: string) =>
    answered<Schemas['LabProgress']>(client.GET('/api/v1/lab/queries/{id}', { params: { path: { id } } })),
  cancel: (id: string) =>
    answered<undefined>(client.DELETE('/api/v1/lab/queries/{id}', { params: { path: { id } } })),
  /** Asks again with more rows and hands the file to the browser. */
  export: async (id: string, text: string, format: 'csv' | 'xlsx'): Promise<void> => {
    const sheet = await answered<Blob>(
      client.POST('/api/v1/lab/exports', { body: { id, text, format }, parseAs: 'blob' }),
    )
    saveFile(sheet, `lab.${format}`)
  },
  saved: () => answered<C.SavedQuery[]>(client.GET('/api/v1/lab/saved')),
  save: (change: Schemas['SavedQueryChange']) =>
    answered<string>(client.POST('/api/v1/lab/saved', { body: change })),
  change: (id: string, change: Schemas['SavedQueryChange']) =>
    answered<undefined>(client.PUT('/api/v1/lab/saved/{id}', { params: { path: { id } }, body: change })),
  remove: (id: string) =>
    answered<undefined>(client.DELETE('/api/v1/lab/saved/{id}', { params: { path: { id } } })),
}

/** Server-sent events; the browser reconnects by itself and sends `Last-Event-ID`. */
export const openStream = () => new EventSource(address('/api/v1/stream'))

export const credentials = {
  list: () => answered<C.Credential[]>(client.GET('/api/v1/credentials')),
  issue: (body: C.NewCredential, key: string) =>
    answered<C.ShownSecret>(
      client.POST('/api/v1/credentials', { params: { header: { 'Idempotency-Key': key } }, body }),
    ),
  rotate: (holder: string, key: string) =>
    answered<C.ShownSecret>(
      client.POST('/api/v1/credentials/{holder}/rotate', {
        params: { path: { holder }, header: { 'Idempotency-Key': key } },
      }),
    ),
  revoke: (holder: string, reason: string, key: string) =>
    answered<undefined>(
      client.POST('/api/v1/credentials/{holder}/revoke', {
        params: { path: { holder }, header: { 'Idempotency-Key': key } },
        body: { reason },
      }),
    ),
}

/** The mapping is an object to the API's document; its form is {@link C.SheetMapping}. */
const plain = (request: C.ImportRequest) => request as unknown as Schemas['ImportRequest']

export const imports = {
  upload: (file: File, progress: Parameters<typeof upload>[2]) => {
    const form = new FormData()
    form.append('file', file)
    return upload<C.UploadedSheet>(address('/api/v1/imports/files'), form, progress)
  },
  propose: (file: string, sheet: number, kind: C.SheetKind) =>
    answered<C.Proposal>(client.POST('/api/v1/imports/proposal', { body: { file, sheet, kind } })),
  rehearse: (request: C.ImportRequest, signal: AbortSignal) =>
    answered<C.Rehearsal>(client.POST('/api/v1/imports/rehearsal', { body: plain(request), signal })),
  refusals: (request: C.ImportRequest) =>
    answered<string>(client.POST('/api/v1/imports/refusals', { body: plain(request), parseAs: 'text' })),
  begin: (request: C.ImportRequest, key: string) =>
    answered<{ id: string }>(
      client.POST('/api/v1/imports', {
        params: { header: { 'Idempotency-Key': key } },
        body: plain(request),
      }),
    ),
  list: () => answered<C.ImportRow[]>(client.GET('/api/v1/imports')),
  stop: (id: string) =>
    answered<undefined>(client.POST('/api/v1/imports/{id}/stop', { params: { path: { id } } })),
  undo: (id: string, reason: string, key: string) =>
    answered<undefined>(
      client.POST('/api/v1/imports/{id}/undo', {
        params: { path: { id }, header: { 'Idempotency-Key': key } },
        body: { reason },
      }),
    ),
}
