/** The libraries of objects and officers behind a draw. */
import { address, answered, client } from './client'
import type * as C from './contract'
import type { components, paths } from './schema'
import { upload } from './upload'

type Schemas = components['schemas']
type QueryOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never

export type LibraryKind = 'objects' | 'enforcers' | 'items'
export type ObjectQuery = QueryOf<'/api/v1/inspection-objects'>
export type EnforcerQuery = QueryOf<'/api/v1/enforcers'>
export type CandidateQuery = QueryOf<'/api/v1/draws/{id}/candidates'>

/** A form with the file, sent again for each look: the server keeps none of it. */
const send = <T>(path: '/api/v1/library-imports' | '/api/v1/library-imports/preview') => {
  return (kind: LibraryKind, file: File, key?: string) => {
    const form = new FormData()
    form.append('file', file)
    const noProgress = () => undefined
    const signal = new AbortController().signal
    const headers: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': key }
    return upload<T>(address(path, { kind }), form, { onSent: noProgress, signal, headers })
  }
}

const coded = <P>(path: P, key: string) => ({ path, header: { 'Idempotency-Key': key } })
const named = (id: string, key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } })

export const libraries = {
  objects: (query: ObjectQuery) =>
    answered<Schemas['InspectionObjectPage']>(
      client.GET('/api/v1/inspection-objects', { params: { query } }),
    ),
  object: (code: string) =>
    answered<Schemas['InspectionObjectDetail']>(
      client.GET('/api/v1/inspection-objects/{code}', { params: { path: { code } } }),
    ),
  rename: (code: string, body: Schemas['NewName'], key: string) =>
    answered<Schemas['InspectionObjectDetail']>(
      client.POST('/api/v1/inspection-objects/{code}/rename', { params: coded({ code }, key), body }),
    ),
  merge: (code: string, body: Schemas['GivenUp'], key: string) =>
    answered<Schemas['InspectionObjectDetail']>(
      client.POST('/api/v1/inspection-objects/{code}/merge', { params: coded({ code }, key), body }),
    ),
  undoChange: (code: string, id: string, reason: string, key: string) =>
    answered<undefined>(
      client.POST('/api/v1/inspection-objects/{code}/changes/{id}/undo', {
        params: coded({ code, id }, key),
        body: { reason },
      }),
    ),
  objectsUrl: (query: ObjectQuery, format: 'csv' | 'xlsx') =>
    address('/api/v1/inspection-objects', { ...query, format }),
  items: (q: string) =>
    answered<Schemas['InspectionItemList']>(
      client.GET('/api/v1/inspection-items', { params: { query: { q } } }),
    ),
  itemsUrl: (format: 'csv' | 'xlsx') => address('/api/v1/inspection-items', { format }),
  enforcers: (query: EnforcerQuery) =>
    answered<Schemas['EnforcerList']>(client.GET('/api/v1/enforcers', { params: { query } })),
  enforcersUrl: (format: 'csv' | 'xlsx') => address('/api/v1/enforcers', { format }),
  available: (id: string, body: Schemas['Availability'], key: string) =>
    answered<undefined>(client.POST('/api/v1/enforcers/{id}/availability', { params: named(id, key), body })),
  preview: send<Schemas['LibraryPreview']>('/api/v1/library-imports/preview'),
  import: send<Schemas['LibraryImportRow']>('/api/v1/library-imports'),
  imports: () => answered<Schemas['LibraryImportRow'][]>(client.GET('/api/v1/library-imports')),
  undo: (id: string, reason: string, key: string) =>
    answered<undefined>(
      client.POST('/api/v1/library-imports/{id}/undo', { params: named(id, key), body: { reason } }),
    ),
  candidates: (id: string, query: CandidateQuery) =>
    answered<C.DrawCandidates>(
      client.GET('/api/v1/draws/{id}/candidates', { params: { path: { id }, query } }),
    ),
}
