/** Inspections: dossiers instead of visits, and visits. */
import { saveFile } from '../lib/saveFile'
import { address, answered, client } from './client'
import type * as C from './contract'
import type { components, paths } from './schema'

type Schemas = components['schemas']
type QueryOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never

export type InspectionQuery = QueryOf<'/api/v1/inspections'>

const command = (id: string, version: number, key: string) => ({
  path: { id },
  header: { 'If-Match': `"${version}"`, 'Idempotency-Key': key },
})

export const inspections = {
  list: (query: InspectionQuery) =>
    answered<C.InspectionList>(client.GET('/api/v1/inspections', { params: { query } })),
  /** Without a draw, for a cause. */
  assign: (body: Schemas['NewInspection'], key: string) =>
    answered<C.InspectionDetail>(
      client.POST('/api/v1/inspections', { params: { header: { 'Idempotency-Key': key } }, body }),
    ),
  exportUrl: (query: InspectionQuery, format: 'csv' | 'xlsx') =>
    address('/api/v1/inspections', { ...query, format }),
  numbers: (period?: string) =>
    answered<C.InspectionNumbers>(
      client.GET('/api/v1/inspections/numbers', { params: { query: { period } } }),
    ),
  one: (id: string) =>
    answered<C.InspectionDetail>(client.GET('/api/v1/inspections/{id}', { params: { path: { id } } })),
  gather: (id: string, version: number, period: string, key: string) =>
    answered<C.InspectionDetail>(
      client.POST('/api/v1/inspections/{id}/dossier', {
        params: command(id, version, key),
        body: { period },
      }),
    ),
  act: (id: string, version: number, body: C.InspectionAct, key: string) =>
    answered<C.InspectionDetail>(
      client.POST('/api/v1/inspections/{id}/acts', { params: command(id, version, key), body }),
    ),
  open: (draw: string, key: string) =>
    answered<Schemas['InspectionsOpened']>(
      client.POST('/api/v1/draws/{id}/inspections', {
        params: { path: { id: draw }, header: { 'Idempotency-Key': key } },
      }),
    ),
  /** The dossier as a document, handed to the browser as a file. */
  document: async (id: string, format: 'pdf' | 'docx'): Promise<void> => {
    const query = { format }
    const file = await answered<Blob>(
      client.GET('/api/v1/inspections/{id}/document', { params: { path: { id }, query }, parseAs: 'blob' }),
    )
    saveFile(file, `dossier-${id}.${format}`)
  },
}
