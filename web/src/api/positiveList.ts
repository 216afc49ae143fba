/** The positive list, and what everybody may read of it. */
import { address, answered, client } from './client'
import type * as C from './contract'
import type { components, paths } from './schema'

type Schemas = components['schemas']
type QueryOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never

export type PositiveListQuery = QueryOf<'/api/v1/positive-list'>

export const positiveList = {
  list: (query: PositiveListQuery) =>
    answered<C.PositiveList>(client.GET('/api/v1/positive-list', { params: { query } })),
  exportUrl: (query: PositiveListQuery, format: 'csv' | 'xlsx') =>
    address('/api/v1/positive-list', { ...query, format }),
  one: (code: string) =>
    answered<C.ListStanding>(client.GET('/api/v1/positive-list/{code}', { params: { path: { code } } })),
  check: (code: string, category: string) =>
    answered<C.ListReport>(
      client.GET('/api/v1/positive-list/{code}/check', { params: { path: { code }, query: { category } } }),
    ),
  act: (code: string, version: number, body: C.ListAct, key: string) =>
    answered<C.ListStanding>(
      client.POST('/api/v1/positive-list/{code}/acts', {
        params: { path: { code }, header: { 'If-Match': `"${version}"`, 'Idempotency-Key': key } },
        body,
      }),
    ),
  badges: () => answered<Schemas['ListBadges']>(client.GET('/api/v1/positive-list/badges')),
  lookAgain: () => answered<Schemas['LookedAgain']>(client.POST('/api/v1/positive-list/look-again')),
}

export const publicPositiveList = () =>
  answered<C.PublicPositiveList>(client.GET('/api/v1/public/positive-list'))
