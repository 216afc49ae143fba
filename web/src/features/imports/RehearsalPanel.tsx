import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { imports, type ImportRequest, type Rehearsal } from '../../api'
import { useWords, wordFor } from '../../i18n'
import { count, figure } from '../../lib/number'
import { saveFile } from '../../lib/saveFile'
import { ProblemNote } from '../../ui/notes'
import { Facts, Panel } from '../../ui/page'
import { letters } from './ColumnTable'
import { importWords } from './words'

/** What an import would do, with the reasons for every refusal. */
export function RehearsalPanel({
  rehearsal,
  request,
  confirming,
  onConfirm,
}: {
  rehearsal: Rehearsal
  request: ImportRequest
  confirming: boolean
  onConfirm: () => void
}) {
  const words = useWords(importWords)
  const changes = rehearsal.new + rehearsal.revisions
  return (
    <Panel title={words.result}>
      <Facts
        items={[
          [words.rows, count(rehearsal.rows - rehearsal.blank_rows)],
          [words.fresh, count(rehearsal.new)],
          [words.revisions, count(rehearsal.revisions)],
          [words.duplicates, count(rehearsal.duplicates)],
          [words.refused, count(refusedIn(rehearsal))],
        ]}
      />
      {rehearsal.revisions > 0 && <p className="caption">{words.revisionsHint}</p>}
      {rehearsal.ended && (
        <p className="urgent" role="alert">
          {words.ended}: {rehearsal.ended}
        </p>
      )}
      <Notes rehearsal={rehearsal} />
      <Refusals rehearsal={rehearsal} request={request} />
      <First rehearsal={rehearsal} />
      <Button type="primary" disabled={changes === 0} loading={confirming} onClick={onConfirm}>
        {changes === 0 ? words.nothing : words.confirm(count(changes))}
      </Button>
    </Panel>
  )
}

const refusedIn = ({ refused }: Rehearsal): number => Object.values(refused).reduce((sum, n) => sum + n, 0)

function Notes({ rehearsal }: { rehearsal: Rehearsal }) {
  const words = useWords(importWords)
  const notes = Object.entries(rehearsal.notes)
  if (notes.length === 0) return null
  return (
    <>
      <h3>{words.notesTitle}</h3>
      <ul>
        {notes.map(([code, n]) => (
          <li key={code}>
            {wordFor(words.notes, code)}: {count(n)}
          </li>
        ))}
      </ul>
    </>
  )
}

function Refusals({ rehearsal, request }: { rehearsal: Rehearsal; request: ImportRequest }) {
  const words = useWords(importWords)
  const download = useMutation({
    mutationFn: () => imports.refusals(request),
    onSuccess: (text) => saveFile(new Blob([text], { type: 'text/csv' }), 'refusals.csv'),
  })
  const all = refusedIn(rehearsal)
  if (all === 0) return null
  return (
    <>
      <h3>{words.refused}</h3>
      <p className="caption">{words.refusedHint}</p>
      <ul>
        {Object.entries(rehearsal.refused).map(([code, n]) => (
          <li key={code}>
            {wordFor(words.reasons, code)}: {count(n)}
          </li>
        ))}
      </ul>
      <Button size="small" loading={download.isPending} onClick={() => download.mutate()}>
        {words.allRefusals}
      </Button>
      {download.error && <ProblemNote error={download.error} />}
      <div className="scroll-x import-scroll">
        <table className="sheet">
          <caption className="caption">
            {words.firstRefusals(count(rehearsal.refusals.length), count(all))}
          </caption>
          <thead>
            <tr>
              {[words.row, words.column, words.reason, words.content].map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rehearsal.refusals.map((refusal, index) => (
              <tr key={index}>
                <td className="number">{refusal.row}</td>
                <td className="mono">{typeof refusal.column === 'number' ? letters(refusal.column) : '—'}</td>
                <td>{wordFor(words.reasons, refusal.reason)}</td>
                <td className="mono">{refusal.text || '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function First({ rehearsal }: { rehearsal: Rehearsal }) {
  const words = useWords(importWords)
  if (rehearsal.first.length === 0) return null
  return (
    <>
      <h3>{words.firstReadings}</h3>
      <div className="scroll-x">
        <table className="sheet">
          <caption className="visually-hidden">{words.firstReadings}</caption>
          <thead>
            <tr>
              {[words.row, words.time, words.source, words.factor, words.value, words.becomes].map(
                (heading) => (
                  <th key={heading} scope="col">
                    {heading}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {rehearsal.first.map((reading, index) => (
              <tr key={index}>
                <td className="number">{reading.row}</td>
                <td className="nowrap">{reading.time.slice(0, 19).replace('T', ' ')}</td>
                <td className="mono">{reading.source}</td>
                <td className="mono">{reading.factor}</td>
                <td className="number">
                  {typeof reading.value === 'number' ? figure(reading.value) : '—'} {reading.unit}
                </td>
                <td>{wordFor(words.becoming, reading.becomes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
