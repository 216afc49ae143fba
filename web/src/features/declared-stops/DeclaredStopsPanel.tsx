import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { declaredStops, type DeclaredStop, type DeclaredStopList } from '../../api'
import { useWords, wordFor } from '../../i18n'
import { dateTime, fromField } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { ActModal, TimeField } from '../../ui/act'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { declaredStopWords } from './words'

/** What a stop changes. */
const STALE = ['declared-stops', 'outlet-statistics', 'transmission', 'ledger']

/** The stops of an outlet that were declared, with a form for another one. */
export function DeclaredStopsPanel({ outlet }: { outlet: string }) {
  const words = useWords(declaredStopWords)
  const query = useQuery({ queryKey: ['declared-stops', outlet], queryFn: () => declaredStops.list(outlet) })
  return (
    <Panel
      title={words.title}
      extra={<span className="caption">{words.hint}</span>}
      className="panel-table act-form"
    >
      <Loaded query={query}>
        {(list) => (
          <>
            {list.may_declare && <DeclareForm outlet={outlet} mayRecord={list.may_record} />}
            <StopTable list={list} />
          </>
        )}
      </Loaded>
    </Panel>
  )
}

function DeclareForm({ outlet, mayRecord }: { outlet: string; mayRecord: boolean }) {
  const words = useWords(declaredStopWords)
  const [typed, setTyped] = useState({ from: '', to: '', reason: '' })
  const declare = useAttempt(
    (stop: typeof typed, key: string) =>
      declaredStops.declare(
        outlet,
        { from: fromField(stop.from), to: fromField(stop.to), reason: stop.reason },
        key,
      ),
    STALE,
    () => setTyped({ from: '', to: '', reason: '' }),
  )
  const whole = typed.from !== '' && typed.to !== '' && typed.reason.trim() !== ''
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (whole) declare.mutate(typed)
  }
  return (
    <form onSubmit={submit}>
      <div className="filters">
        <TimeField label={words.from} value={typed.from} onChange={(from) => setTyped({ ...typed, from })} />
        <TimeField label={words.to} value={typed.to} onChange={(to) => setTyped({ ...typed, to })} />
        <label className="act-field act-field-wide">
          <span className="caption">{words.reason}</span>
          <Input
            maxLength={500}
            value={typed.reason}
            onChange={(event) => setTyped({ ...typed, reason: event.target.value })}
          />
        </label>
        <span className="filters-end">
          <Button htmlType="submit" disabled={!whole} loading={declare.isPending}>
            {mayRecord ? words.record : words.declare}
          </Button>
        </span>
      </div>
      <p className="caption">{mayRecord ? words.recordHint : words.beforehandHint}</p>
      {declare.error && <ProblemNote error={declare.error} keptDraft />}
    </form>
  )
}

function StopTable({ list }: { list: DeclaredStopList }) {
  const words = useWords(declaredStopWords)
  if (list.items.length === 0) return <EmptyNote title={words.none}>{words.noneHint}</EmptyNote>
  return (
    <div className="scroll-x">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{words.column.from}</th>
            <th scope="col">{words.column.to}</th>
            <th scope="col">{words.column.state}</th>
            <th scope="col">{words.column.reason}</th>
            <th scope="col">{words.column.declared}</th>
            {list.may_declare && <th scope="col">{words.column.acts}</th>}
          </tr>
        </thead>
        <tbody>
          {list.items.map((stop) => (
            <tr key={stop.id} data-stop={stop.id} data-state={stop.state}>
              <td className="nowrap">{dateTime(stop.from)}</td>
              <td className="nowrap">{dateTime(stop.to)}</td>
              <td className="nowrap">{wordFor(words.state, stop.state)}</td>
              <td>
                {stop.reason}
                {stop.withdrawn && <span className="caption"> · {stop.withdrawn}</span>}
              </td>
              <td>
                {words.declaredAt(wordFor(words.by, stop.declared_by), dateTime(stop.declared_at))}
                {!stop.beforehand && <span className="caption"> · {words.afterwards}</span>}
              </td>
              {list.may_declare && (
                <td>
                  <Acts stop={stop} mayRecord={list.may_record} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What can still be done with a stop: who runs the outlet takes back what has not begun. */
function Acts({ stop, mayRecord }: { stop: DeclaredStop; mayRecord: boolean }) {
  const words = useWords(declaredStopWords)
  const [doing, setDoing] = useState<'end' | 'withdraw'>()
  if (stop.state === 'withdrawn') return null
  const begun = stop.state !== 'coming'
  return (
    <span className="acts">
      {stop.state === 'running' && (
        <Button size="small" onClick={() => setDoing('end')}>
          {words.end}
        </Button>
      )}
      {(mayRecord || !begun) && (
        <Button size="small" onClick={() => setDoing('withdraw')}>
          {words.withdraw}
        </Button>
      )}
      {doing && <ActForm stop={stop} doing={doing} onClose={() => setDoing(undefined)} />}
    </span>
  )
}

function ActForm({
  stop,
  doing,
  onClose,
}: {
  stop: DeclaredStop
  doing: 'end' | 'withdraw'
  onClose: () => void
}) {
  const words = useWords(declaredStopWords)
  const [text, setText] = useState('')
  const act = useAttempt(
    (input: string, key: string) =>
      doing === 'end'
        ? declaredStops.end(stop.id, fromField(input), key)
        : declaredStops.withdraw(stop.id, input, key),
    STALE,
    onClose,
  )
  const label = doing === 'end' ? words.endTitle : words.withdrawTitle
  return (
    <ActModal
      title={label}
      confirm={words.confirm}
      ready={text.trim() !== ''}
      act={act}
      onOk={() => act.mutate(text)}
      onClose={onClose}
    >
      <Input
        aria-label={label}
        type={doing === 'end' ? 'datetime-local' : 'text'}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </ActModal>
  )
}
