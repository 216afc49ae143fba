import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { ApiError, libraries, type InspectionObjectDetail, type ObjectChange } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { dateTime } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { ActModal } from '../../ui/act'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Facts, PageHead, Panel } from '../../ui/page'
import { identityWords } from './identityWords'
import { Listed, ObjectRecordOf, Unknown } from './objectFacts'
import { libraryWords } from './words'
import '../alarms/alarms.css'
import './libraries.css'

type Open = { kind: 'rename' } | { kind: 'merge'; code: string } | { kind: 'undo'; change: ObjectChange }

/** One object: who it is and was, and saying that it has another name or another code. */
export default function ObjectPage() {
  const { code } = useParams<{ code: string }>()
  const words = useWords(identityWords)
  const query = useQuery({ queryKey: ['libraries', 'object', code], queryFn: () => libraries.object(code) })
  if (query.error instanceof ApiError && query.error.status === 404) return <EmptyNote title={words.gone} />
  return <Loaded query={query}>{(object) => <Body object={object} />}</Loaded>
}

function Body({ object }: { object: InspectionObjectDetail }) {
  const words = useWords(identityWords)
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const may = object.may_keep && !object.kept
  return (
    <div className="page">
      <PageHead title={object.name} note={<span className="mono">{object.code}</span>}>
        <Link href="/libraries/objects" className="link">
          {words.back}
        </Link>
        {object.monitored && (
          <Link href={`/enterprises/${object.code}`} className="link">
            {words.enterprisePage}
          </Link>
        )}
        {may && <Button onClick={() => setOpen({ kind: 'rename' })}>{words.rename}</Button>}
        {may && <Button onClick={() => setOpen({ kind: 'merge', code: '' })}>{words.merge}</Button>}
      </PageHead>
      {object.kept && (
        <Panel>
          <p>{words.givenUp(object.kept)}</p>
          <Link href={`/libraries/objects/${object.kept}`}>{words.toKept}</Link>
        </Panel>
      )}
      <FactsPanel object={object} />
      {object.same_name.length > 0 && (
        <Panel title={words.sameName}>
          <SameName object={object} onMerge={may ? (code) => setOpen({ kind: 'merge', code }) : undefined} />
        </Panel>
      )}
      <Panel className="panel-flush" title={words.changes}>
        {object.changes.length === 0 ? (
          <EmptyNote title={words.noChanges}>{words.noChangesHint}</EmptyNote>
        ) : (
          <Changes changes={object.changes} onUndo={(change) => setOpen({ kind: 'undo', change })} />
        )}
      </Panel>
      {open?.kind === 'rename' && <RenameForm object={object} onClose={close} />}
      {open?.kind === 'merge' && <MergeForm object={object} given={open.code} onClose={close} />}
      {open?.kind === 'undo' && <UndoForm code={object.code} change={open.change} onClose={close} />}
    </div>
  )
}

function FactsPanel({ object }: { object: InspectionObjectDetail }) {
  const all = useWords(libraryWords)
  const words = useWords(identityWords)
  const { t, name } = useI18n()
  const join = (texts: string[]) => texts.join(t.common.listSign)
  return (
    <Panel title={words.facts}>
      <Facts
        items={[
          object.former_names.length > 0 && [words.names, join(object.former_names)],
          object.merged.length > 0 && [words.codes, <span className="mono">{join(object.merged)}</span>],
          [all.column.district, name(object.district)],
          [all.column.trade, object.trade_code ?? <Unknown />],
          [all.column.permit, object.permit ? all.permits[object.permit as 'key'] : <Unknown />],
          [all.column.keyLists, <Listed codes={object.key_lists} names={all.keyLists} />],
          [all.column.surroundings, <Listed codes={object.surroundings} names={all.surroundings} />],
          [all.column.credit, object.credit_score ?? <Unknown />],
          [all.column.record, <ObjectRecordOf record={object.record} />],
        ]}
      />
    </Panel>
  )
}

function SameName({ object, onMerge }: { object: InspectionObjectDetail; onMerge?: (code: string) => void }) {
  const words = useWords(identityWords)
  const { name } = useI18n()
  return (
    <ul className="library-same">
      {object.same_name.map((other) => (
        <li key={other.code}>
          <Link href={`/libraries/objects/${other.code}`}>{other.name}</Link>
          <span className="caption">
            {name(other.district)} <span className="mono">{other.code}</span>
          </span>
          {onMerge && (
            <Button size="small" onClick={() => onMerge(other.code)}>
              {words.merge}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

function Changes({ changes, onUndo }: { changes: ObjectChange[]; onUndo: (change: ObjectChange) => void }) {
  const words = useWords(identityWords)
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.changes}</caption>
        <thead>
          <tr>
            <th scope="col">{words.at}</th>
            <th scope="col">{words.by}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.reason}</th>
            <th scope="col">{words.undone}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.id} data-change={change.kind}>
              <td className="nowrap">{dateTime(change.at)}</td>
              <td>{change.by}</td>
              <td>
                {change.kind === 'renamed'
                  ? words.renamed(change.from, change.to, change.since ?? '')
                  : words.mergedInto(change.from, change.to)}
              </td>
              <td>{change.reason}</td>
              <td>
                {change.undone && (
                  <>
                    {words.undone} · {change.undone.reason}
                    <div className="caption">
                      {dateTime(change.undone.at)} {change.undone.by}
                    </div>
                  </>
                )}
                {change.may_undo && (
                  <Button size="small" onClick={() => onUndo(change)}>
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

function Line({
  label,
  value,
  type = 'text',
  onChange,
}: {
  label: string
  value: string
  type?: 'text' | 'date'
  onChange: (value: string) => void
}) {
  return (
    <label className="act-field act-field-wide">
      <span className="caption">{label}</span>
      <Input type={type} value={value} maxLength={200} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

function RenameForm({ object, onClose }: { object: InspectionObjectDetail; onClose: () => void }) {
  const words = useWords(identityWords)
  const [name, setName] = useState(object.name)
  const [since, setSince] = useState('')
  const [reason, setReason] = useState('')
  const rename = useAttempt(
    (_: undefined, key) => libraries.rename(object.code, { name, since, reason }, key),
    ['libraries'],
    onClose,
  )
  return (
    <ActModal
      title={words.renameTitle(object.name)}
      confirm={words.rename}
      ready={name.trim() !== '' && since !== '' && reason.trim() !== ''}
      act={rename}
      onOk={() => rename.mutate(undefined)}
      onClose={onClose}
    >
      <div className="library-lines">
        <p className="caption">{words.renameHint}</p>
        <Line label={words.newName} value={name} onChange={setName} />
        <Line label={words.since} value={since} type="date" onChange={setSince} />
        <Line label={words.reason} value={reason} onChange={setReason} />
      </div>
    </ActModal>
  )
}

function MergeForm({
  object,
  given,
  onClose,
}: {
  object: InspectionObjectDetail
  given: string
  onClose: () => void
}) {
  const words = useWords(identityWords)
  const [code, setCode] = useState(given)
  const [reason, setReason] = useState('')
  const merge = useAttempt(
    (_: undefined, key) => libraries.merge(object.code, { given_up: code.trim(), reason }, key),
    ['libraries'],
    onClose,
  )
  return (
    <ActModal
      title={words.mergeTitle(object.name)}
      confirm={words.merge}
      ready={code.trim() !== '' && reason.trim() !== ''}
      act={merge}
      onOk={() => merge.mutate(undefined)}
      onClose={onClose}
    >
      <div className="library-lines">
        <p className="caption">{words.mergeHint}</p>
        <Line label={words.givenUpCode} value={code} onChange={setCode} />
        <Line label={words.reason} value={reason} onChange={setReason} />
      </div>
    </ActModal>
  )
}

function UndoForm({ code, change, onClose }: { code: string; change: ObjectChange; onClose: () => void }) {
  const words = useWords(identityWords)
  const [reason, setReason] = useState('')
  const undo = useAttempt(
    (_: undefined, key) => libraries.undoChange(code, change.id, reason, key),
    ['libraries'],
    onClose,
  )
  return (
    <ActModal
      title={words.undoTitle}
      confirm={words.undo}
      ready={reason.trim() !== ''}
      act={undo}
      onOk={() => undo.mutate(undefined)}
      onClose={onClose}
    >
      <div className="library-lines">
        <p className="caption">{words.undoHint}</p>
        <Line label={words.reason} value={reason} onChange={setReason} />
      </div>
    </ActModal>
  )
}
