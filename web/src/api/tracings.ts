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

/** What a cruise measured, and where, if that stands in a file of its own. */
export interface TrackFiles {
  file: File
  places: File | undefined
}

/** A form with the files, sent again for each look: the server keeps none of a preview. */
function formOf({ file, places }: TrackFiles) {
  const form = new FormData()
  form.append('file', file)
  if (places) form.append('places', places)
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
  /** Asks a van to measure. */
  askCruise: (id: string, version: number, body: Schemas['AskTracingCruise'], key: string) =>
    answered<C.TracingDetail>(
      client.POST('/api/v1/tracings/{id}/cruise', { params: command(id, version, key), body }),
    ),
  acceptCruise: (id: string, version: number, key: string) =>
    answered<C.TracingDetail>(
      client.POST('/api/v1/tracings/{id}/cruise/accept', { params: command(id, version, key) }),
    ),
  endCruise: (id: string, version: number, body: Schemas['EndTracingCruise'], key: string) =>
    answered<C.TracingDetail>(
      client.POST('/api/v1/tracings/{id}/cruise/end', { params: command(id, version, key), body }),
    ),
  check: (id: string, version: number) =>
    answered<Schemas['TracingChecked']>(
      client.POST('/api/v1/tracings/{id}/check', { params: { path: { id }, query: { version } } }),
    ),
  /** The plume of a hypothesis over the anomaly, or around a time, ms. */
  plume: (id: string, version: number, hypothesis: number, time?: number) => {
    const at = time === undefined ? undefined : new Date(time).toISOString()
    return answered<C.TracingPlume>(
      client.GET('/api/v1/tracings/{id}/plume', {
        params: { path: { id }, query: { version, hypothesis, at } },
      }),
    )
  },
  byWind: (id: string, version: number) =>
    answered<C.TracingByWind>(
      client.GET('/api/v1/tracings/{id}/by-wind', { params: { path: { id }, query: { version } } }),
    ),
  cruise: (id: string, version: number) =>
    answered<C.TracingCruise>(
      client.GET('/api/v1/tracings/{id}/cruise', { params: { path: { id }, query: { version } } }),
    ),
  /** What would be taken of a cruise's file. */
  previewTrack: (id: string, asked: TrackQuery, files: TrackFiles) => {
    const path = { id }
    return answered<Schemas['TrackPreview']>(
      client.POST('/api/v1/tracings/{id}/tracks/preview', {
        params: { path, query: asked },
        ...formOf(files),
      }),
    )
  },
  addTrack: (id: string, version: number, asked: TrackQuery, files: TrackFiles, key: string) =>
    answered<C.TracingDetail>(
      client.POST('/api/v1/tracings/{id}/tracks', {
        params: { ...command(id, version, key), query: asked },
        ...formOf(files),
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
