import { useMutation } from '@tanstack/react-query'
import { Button, Input, InputNumber, Select } from 'antd'
import { useId, useState } from 'react'
import { tracings, type TracingDetail, type TrackFiles, type TrackPreview, type TrackQuery } from '../../api'
import { useWords, wordFor } from '../../i18n'
import { count, figure } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { ActModal } from '../../ui/act'
import { ProblemNote } from '../../ui/notes'
import { trackWords } from './trackWords'

const DATUMS = ['wgs84', 'gcj02', 'bd09'] as const
const UNITS = [
  { value: 'ug_m3' as const, label: 'µg/m³' },
  { value: 'mg_m3' as const, label: 'mg/m³' },
]

/** Takes the file of a cruise: first what would be taken of it and why the rest is not, then the ranking anew. */
export function TrackForm({ one, onClose }: { one: TracingDetail; onClose: () => void }) {
  const words = useWords(trackWords)
  const base = useId()
  const [file, setFile] = useState<File>()
  const [datum, setDatum] = useState<TrackQuery['datum']>()
  const [unit, setUnit] = useState<TrackQuery['unit']>('ug_m3')
  const [column, setColumn] = useState('')
  const [places, setPlaces] = useState<File>()
  const [height, setHeight] = useState<number | null>(null)
  const look = useMutation({
    mutationFn: (asked: { files: TrackFiles; query: TrackQuery }) =>
      tracings.previewTrack(one.id, asked.query, asked.files),
  })
  const act = useAttempt(
    (asked: { files: TrackFiles; query: TrackQuery }, key) =>
      tracings.addTrack(one.id, one.version, asked.query, asked.files, key),
    ['tracing', 'tracings'],
    onClose,
  )
  const asked =
    file && datum
      ? {
          files: { file, places },
          query: { datum, unit, column: column.trim() || undefined, height_m: height ?? undefined },
        }
      : undefined
  // What was looked at is what is taken: another choice is looked at again.
  const changed = () => look.reset()
  return (
    <ActModal
      title={words.trackTitle}
      confirm={words.track}
      ready={asked !== undefined && (look.data?.taken ?? 0) > 0}
      act={act}
      onClose={onClose}
      onOk={() => asked && act.mutate(asked)}
    >
      <div className="tracing-form">
        <p className="caption">{words.trackHint}</p>
        <label className="act-field" htmlFor={`${base}file`}>
          <span className="caption">{words.trackFile}</span>
          <input
            id={`${base}file`}
            type="file"
            accept=".csv,.txt,.gpx,.geojson,.json"
            onChange={(event) => {
              setFile(event.target.files?.[0])
              changed()
            }}
          />
        </label>
        <label className="act-field" htmlFor={`${base}places`}>
          <span className="caption">
            {words.placesFile} · {words.placesHint}
          </span>
          <input
            id={`${base}places`}
            type="file"
            accept=".csv,.txt,.gpx,.geojson,.json"
            onChange={(event) => {
              setPlaces(event.target.files?.[0])
              changed()
            }}
          />
        </label>
        <label className="act-field" htmlFor={`${base}datum`}>
          <span className="caption">
            {words.datum} · {words.datumHint}
          </span>
          <Select
            id={`${base}datum`}
            value={datum}
            onChange={(value: TrackQuery['datum']) => {
              setDatum(value)
              changed()
            }}
            options={DATUMS.map((value) => ({ value, label: words.datums[value] }))}
          />
        </label>
        <label className="act-field" htmlFor={`${base}unit`}>
          <span className="caption">{words.unit}</span>
          <Select
            id={`${base}unit`}
            value={unit}
            onChange={(value: TrackQuery['unit']) => {
              setUnit(value)
              changed()
            }}
            options={UNITS}
          />
        </label>
        <label className="act-field" htmlFor={`${base}column`}>
          <span className="caption">
            {words.valueColumn} · {words.valueColumnHint}
          </span>
          <Input
            id={`${base}column`}
            value={column}
            onChange={(event) => {
              setColumn(event.target.value)
              changed()
            }}
          />
        </label>
        <label className="act-field" htmlFor={`${base}height`}>
          <span className="caption">
            {words.height} · {words.heightHint}
          </span>
          <InputNumber
            id={`${base}height`}
            min={0}
            max={500}
            value={height}
            onChange={(value) => {
              setHeight(value)
              changed()
            }}
          />
        </label>
        <div>
          <Button disabled={!asked} loading={look.isPending} onClick={() => asked && look.mutate(asked)}>
            {words.look}
          </Button>
        </div>
        {look.error && <ProblemNote error={look.error} keptDraft />}
        {look.data && <Preview preview={look.data} />}
      </div>
    </ActModal>
  )
}

function Preview({ preview }: { preview: TrackPreview }) {
  const words = useWords(trackWords)
  const { from, to, greatest, refused } = preview
  const rows = (reason: string) => {
    const of = preview.first_refused.filter((row) => row.reason === reason).map(({ row }) => String(row))
    return of.length > 0 ? ` (${words.firstRows(of.slice(0, 5).join(', '))}${of.length > 5 ? ' …' : ''})` : ''
  }
  return (
    <div role="status">
      <p>
        <strong>
          {from && to ? words.taken(count(preview.taken), dateTime(from), dateTime(to)) : words.takenNone}
        </strong>{' '}
        <span className="caption">
          {preview.column}
          {greatest !== null && greatest !== undefined && ` · ${words.greatest(figure(greatest))}`}
        </span>
      </p>
      {preview.heights_m.length > 0 && <p>{words.heights(preview.heights_m.map(figure).join(' / '))}</p>}
      {Object.keys(refused).length > 0 && (
        <>
          <h3>{words.refusedRows}</h3>
          <ul className="tracing-remarks tracing-missing">
            {Object.entries(refused).map(([reason, number]) => (
              <li key={reason}>
                {wordFor(words.refusedReason, reason)}: {words.rowsOf(count(number))}
                <span className="caption">{rows(reason)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <ul className="tracing-remarks">
        {preview.notes.map((note, i) => (
          <li key={i}>{noteText(note, words)}</li>
        ))}
      </ul>
    </div>
  )
}

function noteText(note: TrackPreview['notes'][number], words: (typeof trackWords)['zh']): string {
  switch (note.kind) {
    case 'converted':
      return words.converted(note.datum === 'bd09' ? 'BD-09' : 'GCJ-02')
    case 'gap':
      return words.gap(dateTime(note.from), dateTime(note.to))
    case 'perhaps_zone':
      return words.perhapsZone(String(note.hours))
  }
}
