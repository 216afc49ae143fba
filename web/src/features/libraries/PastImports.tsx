import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { libraries, type LibraryImport } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { ActModal } from '../../ui/act'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { libraryWords } from './words'

/** Every import into the libraries, and undoing one as a whole. */
export function PastImports() {
  const words = useWords(libraryWords)
  const list = useQuery({ queryKey: ['libraries', 'imports'], queryFn: libraries.imports })
  const [undoing, setUndoing] = useState<LibraryImport>()
  return (
    <Panel className="panel-flush" title={words.past}>
      <Loaded query={list}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyNote title={words.nonePast}>{words.nonePastHint}</EmptyNote>
          ) : (
            <ImportTable rows={rows} onUndo={setUndoing} />
          )
        }
      </Loaded>
      {undoing && <UndoForm key={undoing.id} row={undoing} onClose={() => setUndoing(undefined)} />}
    </Panel>
  )
}

function ImportTable({ rows, onUndo }: { rows: LibraryImport[]; onUndo: (row: LibraryImport) => void }) {
  const words = useWords(libraryWords)
  const { t } = useI18n()
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.past}</caption>
        <thead>
          <tr>
            <th scope="col">{words.at}</th>
            <th scope="col">{words.by}</th>
            <th scope="col">{words.brought}</th>
            <th scope="col" className="number">
              {words.refused}
            </th>
            <th scope="col">{words.undone}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-import={row.id}>
              <td className="nowrap">
                {dateTime(row.at)} <div className="caption mono">{row.id}</div>
              </td>
              <td>{row.by}</td>
              <td>
                {[
                  row.objects > 0 && words.broughtObjects(count(row.objects)),
                  row.items > 0 && words.broughtItems(count(row.items)),
                  row.enforcers > 0 && words.broughtEnforcers(count(row.enforcers)),
                ]
                  .filter(Boolean)
                  .join(t.common.listSign)}
              </td>
              <td className="number">{count(row.refused)}</td>
              <td>
                {row.undone ? (
                  <>
                    {words.undone} · {row.undone.reason}
                    <div className="caption">
                      {dateTime(row.undone.at)} {row.undone.by}
                    </div>
                  </>
                ) : (
                  <Button size="small" danger onClick={() => onUndo(row)}>
                    {words.undo}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function UndoForm({ row, onClose }: { row: LibraryImport; onClose: () => void }) {
  const words = useWords(libraryWords)
  const [reason, setReason] = useState('')
  const undo = useAttempt((text: string, key) => libraries.undo(row.id, text, key), ['libraries'], onClose)
  return (
    <ActModal
      title={words.undoTitle(row.id)}
      confirm={words.undo}
      ready={reason.trim() !== ''}
      act={undo}
      onOk={() => undo.mutate(reason)}
      onClose={onClose}
    >
      <p>{words.undoHint}</p>
      <label className="act-field act-field-wide">
        <span className="caption">{words.undoReason}</span>
        <Input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </label>
    </ActModal>
  )
}
