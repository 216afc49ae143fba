import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal, Progress } from 'antd'
import { useRef, useState } from 'react'
import { imports, type ImportRow } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { uuid } from '../../lib/random'
import { shortTime } from '../../lib/time'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { Field } from '../alarms/commands/Field'
import { importWords } from './words'

const isBusy = ({ state }: ImportRow): boolean => state === 'running' || state === 'undoing'

/** Every import that was confirmed: how far it is, what came of it, and undoing. */
export function PastImports() {
  const words = useWords(importWords)
  const list = useQuery({
    queryKey: ['imports', 'past'],
    queryFn: imports.list,
    refetchInterval: (query) => (query.state.data?.some(isBusy) ? 1_000 : 30_000),
  })
  const [undoing, setUndoing] = useState<ImportRow>()
  return (
    <Panel className="panel-flush" title={words.past}>
      <Loaded query={list}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyNote title={words.none}>{words.noneHint}</EmptyNote>
          ) : (
            <div className="scroll-x">
              <table className="sheet">
                <caption className="visually-hidden">{words.past}</caption>
                <thead>
                  <tr>
                    <th scope="col">{words.at}</th>
                    <th scope="col">{words.file}</th>
                    <th scope="col">{words.state}</th>
                    {[words.stored, words.revisions, words.duplicates, words.refused].map((heading) => (
                      <th key={heading} scope="col" className="number">
                        {heading}
                      </th>
                    ))}
                    <th scope="col">{words.actions}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <Row key={row.id} row={row} onUndo={() => setUndoing(row)} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {undoing && <UndoForm key={undoing.id} row={undoing} onClose={() => setUndoing(undefined)} />}
    </Panel>
  )
}

function Row({ row, onUndo }: { row: ImportRow; onUndo: () => void }) {
  const words = useWords(importWords)
  const now = useNow()
  const queries = useQueryClient()
  const stop = useMutation({
    mutationFn: () => imports.stop(row.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['imports', 'past'] }),
  })
  return (
    <tr>
      <td className="nowrap">{shortTime(row.begun_at, now)}</td>
      <td>
        {row.file_name ?? row.file.slice(0, 12)} <span className="caption mono">{row.id}</span>
      </td>
      <td>
        <span className={isBusy(row) ? 'import-busy' : ''}>{words.states[row.state]}</span>
        {isBusy(row) && <HowFar row={row} />}
        {row.trouble && <span className="urgent"> {row.trouble}</span>}
        {typeof row.withdrawn === 'number' && (
          <div className="caption">{words.undone(count(row.withdrawn), count(row.restored ?? 0))}</div>
        )}
        {row.undo_reason && <div className="caption">{row.undo_reason}</div>}
      </td>
      <td className="number">{count(row.stored)}</td>
      <td className="number">{count(row.revised)}</td>
      <td className="number">{count(row.duplicates)}</td>
      <td className="number">{count(row.refused)}</td>
      <td className="nowrap">
        {row.state === 'running' && (
          <Button size="small" disabled={!row.working} loading={stop.isPending} onClick={() => stop.mutate()}>
            {words.stop}
          </Button>
        )}
        {(row.state === 'ended' || row.state === 'stopped') && row.stored > 0 && (
          <Button size="small" danger onClick={onUndo}>
            {words.undo}
          </Button>
        )}
      </td>
    </tr>
  )
}

function HowFar({ row }: { row: ImportRow }) {
  const words = useWords(importWords)
  if (!row.working) return <span className="caption"> {words.waits}</span>
  const of = row.rows_expected
  return (
    <>
      <span className="caption"> {words.progress(count(row.row))}</span>
      {of ? (
        <Progress
          size="small"
          percent={Math.min(99, Math.round((100 * row.row) / of))}
          aria-label={words.progress(count(row.row))}
        />
      ) : null}
    </>
  )
}

function UndoForm({ row, onClose }: { row: ImportRow; onClose: () => void }) {
  const words = useWords(importWords)
  const { t } = useI18n()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const key = useRef(uuid())
  const undo = useMutation({
    mutationFn: () => imports.undo(row.id, reason, key.current),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['imports', 'past'] })
      onClose()
    },
  })
  return (
    <Modal
      open
      title={words.undoTitle(row.file_name ?? row.id)}
      onCancel={onClose}
      onOk={() => undo.mutate()}
      okText={words.undo}
      cancelText={t.common.cancel}
      okButtonProps={{ danger: true, disabled: !reason.trim(), loading: undo.isPending }}
    >
      <div className="command-form">
        <p>{words.undoHint}</p>
        <Field label={words.undoReason} id="undo-reason">
          <Input id="undo-reason" value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {undo.error && <ProblemNote error={undo.error} />}
      </div>
    </Modal>
  )
}
