/** Every request the pages make, by its name. Nothing outside this folder knows an address of the API. */
import { request, url, type Query } from './client'
import type * as C from './contract'

export { ApiError, setCsrfToken } from './client'
export type * from './contract'

export const session = {
  current: () => request<C.Session>('/session'),
  signIn: (login: string, password: string) =>
    request<C.Session>('/session', { method: 'POST', json: { login, password } }),
  signOut: () => request<undefined>('/session', { method: 'DELETE' }),
}

export const server = () => request<C.ServerInfo>('/server')
export const cityMap = () => request<C.CityMap>('/map')

/** The district shapes lie beside the pages, not in the API. */
export async function districtShapes(): Promise<GeoJSON.FeatureCollection> {
  const response = await fetch('/districts.geojson')
  return (await response.json()) as GeoJSON.FeatureCollection
}

export interface AlarmQuery extends Query {
  state?: 'open' | 'closed' | 'all'
  kind?: string
  severity?: string
  district?: string
  enterprise?: string
  assignee?: string
  q?: string
  sort?: 'due' | 'raised' | 'severity'
  order?: 'asc' | 'desc'
  cursor?: string
  limit?: number
}

/** What a command carries, by its name. */
export interface CommandBodies {
  assign: { branch: string; officer?: string; note?: string }
  accept: Record<string, never>
  return: { reason: string }
  explain: { text: string; files: string[] }
  verify: { mode: 'on_site' | 'off_site'; outcome: C.Outcome; note: string; files: string[] }
  close: { note: string }
  hand_on: { to: 'case_filing' | { other_department: string }; note: string }
  escalate: { reason: string }
}

export const alarms = {
  list: (query: AlarmQuery) => request<C.Page<C.AlarmSummary>>('/alarms', { query }),
  one: (id: string) => request<C.AlarmDetail>(`/alarms/${encodeURIComponent(id)}`),
  exportUrl: (query: AlarmQuery, format: 'csv' | 'xlsx') => url('/alarms', { ...query, format }),
  /** `key` names the attempt: sent again with the same key, the command is carried out once. */
  command: <N extends C.CommandName>(
    id: string,
    name: N,
    body: CommandBodies[N],
    version: number,
    key: string,
  ) =>
    request<C.AlarmDetail>(`/alarms/${encodeURIComponent(id)}/${name.replace('_', '-')}`, {
      method: 'POST',
      json: body,
      headers: { 'If-Match': `"${version}"`, 'Idempotency-Key': key },
    }),
}

export function uploadFile(file: File): Promise<C.StoredFile> {
  const body = new FormData()
  body.append('file', file)
  return request<C.StoredFile>('/files', { method: 'POST', body })
}

export const officers = (district?: string) => request<C.Officer[]>('/officers', { query: { district } })

export interface EnterpriseQuery extends Query {
  q?: string
  district?: string
  status?: string
  cursor?: string
  limit?: number
}

export const enterprises = {
  list: (query: EnterpriseQuery) => request<C.Page<C.EnterpriseSummary>>('/enterprises', { query }),
  one: (code: string) => request<C.EnterpriseDetail>(`/enterprises/${encodeURIComponent(code)}`),
  exportUrl: (query: EnterpriseQuery, format: 'csv' | 'xlsx') => url('/enterprises', { ...query, format }),
}

export interface SeriesQuery extends Query {
  factor: string
  granularity: C.Granularity
  from: string
  to: string
}

export const outlet = (id: string) => request<C.OutletInfo>(`/outlets/${encodeURIComponent(id)}`)

export type SeriesOwner = 'outlet' | 'meter' | 'station'

const seriesPath = (kind: SeriesOwner, id: string) => `/${kind}s/${encodeURIComponent(id)}/series`

export const series = (kind: SeriesOwner, id: string, query: SeriesQuery) =>
  request<C.Series>(seriesPath(kind, id), { query })

export const seriesExportUrl = (kind: SeriesOwner, id: string, query: SeriesQuery, format: 'csv' | 'xlsx') =>
  url(seriesPath(kind, id), { ...query, format })

export const loggers = {
  list: () => request<C.DeviceList>('/loggers'),
  waiting: () => request<C.WaitingLogger[]>('/loggers/waiting'),
  adopt: (
    mn: string,
    target: { outlet: string } | { station: string },
    realtime_interval_s: number,
    key: string,
  ) =>
    request<undefined>(`/loggers/waiting/${encodeURIComponent(mn)}/adopt`, {
      method: 'POST',
      json: { target, realtime_interval_s },
      headers: { 'Idempotency-Key': key },
    }),
}

export const ledger = {
  head: () => request<C.LedgerHead>('/ledger'),
  events: (query: { stream?: string; from?: number; limit?: number }) =>
    request<C.LedgerEvent[]>('/ledger/events', { query }),
  proof: (sequence: number) => request<C.InclusionProof>(`/ledger/events/${sequence}/proof`),
  verify: () => request<C.VerifyReport>('/ledger/verify', { method: 'POST' }),
}

/** Server-sent events; the browser reconnects by itself and sends `Last-Event-ID`. */
export const openStream = () => new EventSource(url('/stream'))
