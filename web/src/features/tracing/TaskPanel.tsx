import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useId, useState } from 'react'
import { officers, tracings, type TracingCruise, type TracingDetail, type TracingTask } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { dateTime } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { ActModal } from '../../ui/act'
import { ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { metres } from './air'
import { airWords } from './airWords'
import { flowWords } from './flowWords'
import { nameOf } from './parts'
import { tracingWords } from './words'

/** The task of the van: asked, taken on, ended by its track or in words. */
export function TaskPanel({ one, cruise }: { one: TracingDetail; cruise: TracingCruise | undefined }) {
  const words = useWords(flowWords)
  const [asking, setAsking] = useState(false)
  const [ending, setEnding] = useState(false)
  const accept = useAttempt(
    (_: null, key) => tracings.acceptCruise(one.id, one.version, key),
    ['tracing', 'tracings'],
  )
  const may = (command: TracingDetail['allowed'][number]) => one.allowed.includes(command)
  if (one.tasks.length === 0 && !may('ask_cruise')) return null
  return (
    <Panel title={words.task}>
      {one.tasks.length === 0 && <p className="secondary">{words.none}</p>}
      <ul className="tracing-tasks">
        {one.tasks.map((task) => (
          <Task key={task.at} task={task} />
        ))}
      </ul>
      <div className="tracing-task-acts">
        {may('accept_cruise') && (
          <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate(null)}>
            {words.accept}
          </Button>
        )}
        {may('ask_cruise') && <Button onClick={() => setAsking(true)}>{words.ask}</Button>}
        {may('end_cruise') && <Button onClick={() => setEnding(true)}>{words.end}</Button>}
      </div>
      {accept.error && <ProblemNote error={accept.error} />}
      {asking && <AskForm one={one} cruise={cruise} onClose={() => setAsking(false)} />}
      {ending && <EndForm one={one} onClose={() => setEnding(false)} />}
    </Panel>
  )
}

function Task({ task }: { task: TracingTask }) {
  const words = useWords(flowWords)
  const { accepted_by: accepted, ended_by: ended } = task
  const at = (time: string | null | undefined) => (time ? dateTime(time) : '')
  const version = task.version === null || task.version === undefined ? undefined : task.version + 1
  return (
    <li>
      <strong className={`tracing-task tracing-task-${task.stage}`}>{words.stage[task.stage]}</strong>
      {task.to && <span> {words.named(task.to)}</span>}
      <p className="tracing-words">{task.words}</p>
      <div className="caption">{words.asked(task.by, at(task.at))}</div>
      {accepted && <div className="caption">{words.accepted(accepted, at(task.accepted_at))}</div>}
      {ended && (
        <div className="caption">
          {version === undefined
            ? words.ended(ended, at(task.ended_at))
            : words.driven(ended, at(task.ended_at), String(version))}
        </div>
      )}
      {task.why && <p className="tracing-words">{task.why}</p>}
    </li>
  )
}

/** The proposed pieces as one sentence that a driver can be given. */
function useProposal(cruise: TracingCruise | undefined): string {
  const words = useWords(flowWords)
  const air = useWords(airWords)
  const { thing } = useWords(tracingWords)
  const { name, t } = useI18n()
  if (!cruise || cruise.pieces.length === 0) return ''
  const pieces = cruise.pieces.map(
    ({ behind, downwind_m: downwind }, number) =>
      `${number + 1} ${air.cruisePiece(nameOf(behind, name, thing), metres(downwind))}`,
  )
  return words.proposal(pieces.join(t.common.listSign))
}

function AskForm({
  one,
  cruise,
  onClose,
}: {
  one: TracingDetail
  cruise: TracingCruise | undefined
  onClose: () => void
}) {
  const words = useWords(flowWords)
  const base = useId()
  const [to, setTo] = useState('')
  const [text, setText] = useState(useProposal(cruise))
  const people = useQuery({
    queryKey: ['officers', one.district.code],
    queryFn: () => officers(one.district.code),
  })
  const act = useAttempt(
    (_: null, key) => tracings.askCruise(one.id, one.version, { to: to || null, words: text }, key),
    ['tracing', 'tracings'],
    onClose,
  )
  return (
    <ActModal
      title={words.askTitle}
      confirm={words.ask}
      ready={text.trim() !== ''}
      act={act}
      onClose={onClose}
      onOk={() => act.mutate(null)}
    >
      <div className="tracing-form">
        <p className="caption">{words.askHint}</p>
        <label className="act-field" htmlFor={`${base}to`}>
          <span className="caption">{words.to}</span>
          <Select
            id={`${base}to`}
            value={to}
            loading={people.isPending}
            onChange={setTo}
            options={[
              { value: '', label: words.anyone },
              ...(people.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </label>
        <WordsField id={`${base}words`} label={words.words} value={text} onChange={setText} />
      </div>
    </ActModal>
  )
}

function EndForm({ one, onClose }: { one: TracingDetail; onClose: () => void }) {
  const words = useWords(flowWords)
  const base = useId()
  const [text, setText] = useState('')
  const act = useAttempt(
    (_: null, key) => tracings.endCruise(one.id, one.version, { words: text }, key),
    ['tracing', 'tracings'],
    onClose,
  )
  return (
    <ActModal
      title={words.endTitle}
      confirm={words.end}
      ready={text.trim() !== ''}
      act={act}
      onClose={onClose}
      onOk={() => act.mutate(null)}
    >
      <div className="tracing-form">
        <p className="caption">{words.endHint}</p>
        <WordsField id={`${base}why`} label={words.why} value={text} onChange={setText} />
      </div>
    </ActModal>
  )
}

function WordsField({
  id,
  label,
  value,
  onChange,
}: {
  id: string
  label: string
  value: string
  onChange: (text: string) => void
}) {
  return (
    <label className="act-field" htmlFor={id}>
      <span className="caption">{label}</span>
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={1000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}
