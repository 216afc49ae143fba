/** Tracings: from an anomaly at a station to who may be the source. */
import { saveFile } from '../lib/saveFile'
import { address, answered, client } from './client'
import type * as C from './contract'
import type { components, paths } from './schema'

type Schemas = components['schemas']
export type TracingQuery = NonNullable<paths['/api/v1/tracings']['get']['parameters']['query']>

const command = (id: string, version: number, key: string) => ({
  path: { id },
  header: { 'If-Match': `"${version}"`, 'Idempotency-Key': key },
})

export type TrackQuery = paths['/api/v1/tracings/{id}/tracks/preview']['post']['parameters']['query']

/** A form with the file, sent again for each look: the server keeps none of a preview. */
function formOf(file: File) {
  const form = new FormData()
  form.append('file', file)
  return { body: { file: file.name }, bodySerializer: () => form }
}

export const tracings = {
  list: (query: TracingQuery) =>
    answered<C.TracingList>(client.GET('/api/v1/tracings', { params: { query } })),
  one: (id: string, version?: number) =>
    answered<C.TracingDetail>(
      client.GET('/api/v1/tracings/{id}', { params: { path: { id }, query: { version } } }),
    ),
  open: (body: Schemas['OpenTracing'], key: string) =>
    answered<C.TracingDetail>(
      client.POST('/api/v1/tracings', { params: { header: { 'Idempotency-Key': key } }, body }),
    ),
  renew: (id: string, version: number, key: string) =>
    answered<C.TracingDetail>(
      client.POST('/api/v1/tracings/{id}/renew', { params: command(id, version, key) }),
    ),
  close: (id: string, version: number, body: Schemas['CloseTracing'], key: string) =>
    answered<C.TracingDetail>(
      client.POST('/api/v1/tracings/{id}/close', { params: command(id, version, key), body }),
    ),
  check: (id: string, version: number) =>
    answered<Schemas['TracingChecked']>(
      client.POST('/api/v1/tracings/{id}/check', { params: { path: { id }, query: { version } } }),
    ),
  /** What would be taken of a cruise's file. */
  previewTrack: (id: string, asked: TrackQuery, file: File) => {
    const path = { id }
    return answered<Schemas['TrackPreview']>(
      client.POST('/api/v1/tracings/{id}/tracks/preview', {
        params: { path, query: asked },
        ...formOf(file),
      }),
    )
  },
  addTrack: (id: string, version: number, asked: TrackQuery, file: File, key: string) =>
    answered<C.TracingDetail>(
      client.POST('/api/v1/tracings/{id}/tracks', {
        params: { ...command(id, version, key), query: asked },
        ...formOf(file),
      }),
    ),
  /** The report of a version, handed to the browser as a file. */
  document: async (id: string, version: number, format: 'pdf' | 'docx'): Promise<void> => {
    const query = { format, version }
    const file = await answered<Blob>(
      client.GET('/api/v1/tracings/{id}/document', { params: { path: { id }, query }, parseAs: 'blob' }),
    )
    saveFile(file, `tracing-${id}.${format}`)
  },
  inputUrl: (id: string, version: number) =>
    address('/api/v1/tracings/{id}/input', { version: String(version) }).replace(
      '{id}',
      encodeURIComponent(id),
    ),
}
