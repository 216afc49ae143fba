import { Button, Input, Progress } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { rules, type AlarmKind, type Replay, type ReplayOutcome, type ReplayedAlarm } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { date, dateTime } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { SeverityTag } from '../../ui/tags'
import { Figures } from './Figures'
import { Sheet } from './Sheet'
import { ruleWords } from './words'

/** How often a running replay is looked at, ms. */
const LOOK_EVERY = 1000
/** Days that are offered at first. */
const OFFERED_DAYS = 7

const daysBefore = (time: string, days: number) => date(Date.parse(time) - days * 86_400_000)

/** Kinds that tell of when frames arrived, which is not gone through again. */
const NOT_JUDGED_AGAIN: AlarmKind[] = ['logger_silent', 'clock_error']

interface Props {
  id: string
  kind: AlarmKind
  now: string
  mayBegin: boolean
}

/** Which alarms a rule would have added and taken away in a past period. */
export function ReplayPanel({ id, kind, now, mayBegin }: Props) {
  const words = useWords(ruleWords)
  const replay = useQuery({
    queryKey: ['rules', 'replay', id],
    queryFn: () => rules.replay(id),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? LOOK_EVERY : false),
  })
  return (
    <Panel
      title={`${words.replayTitle} · ${id}`}
      extra={<span className="caption">{words.replayHint}</span>}
      className="panel-table"
    >
      {NOT_JUDGED_AGAIN.includes(kind) ? (
        <EmptyNote title={words.replayNever}>{words.replaySilent}</EmptyNote>
      ) : (
        <Loaded query={replay}>
          {(last) => (
            <>
              {mayBegin && <Period id={id} now={now} isRunning={last?.state === 'running'} />}
              {last ? (
                <Came replay={last} mayStop={mayBegin} />
              ) : (
                <EmptyNote title={words.replayNever}>{words.replayNeverHint}</EmptyNote>
              )}
            </>
          )}
        </Loaded>
      )}
    </Panel>
  )
}

const STALE = ['rules']

function Period({ id, now, isRunning }: { id: string; now: string; isRunning: boolean }) {
  const words = useWords(ruleWords)
  const today = date(now)
  const [from, setFrom] = useState(daysBefore(now, OFFERED_DAYS))
  const [to, setTo] = useState(today)
  const begin = useAttempt(() => rules.beginReplay(id, { from, to }), STALE)
  const isInOrder = from !== '' && from <= to && to <= today
  return (
    <form
      className="rule-form"
      onSubmit={(event) => {
        event.preventDefault()
        begin.mutate(undefined)
      }}
    >
      <div className="rule-when">
        <label>
          {words.replayFrom}
          <Input type="date" value={from} max={today} onChange={(event) => setFrom(event.target.value)} />
        </label>
        <label>
          {words.replayTo}
          <Input type="date" value={to} max={today} onChange={(event) => setTo(event.target.value)} />
        </label>
      </div>
      <div className="rule-acts">
        <Button htmlType="submit" disabled={!isInOrder || isRunning} loading={begin.isPending}>
          {words.replayBegin}
        </Button>
        {!isInOrder && (
          <span className="caption urgent" role="alert">
            {words.replayOrder}
          </span>
        )}
      </div>
      {begin.error && <ProblemNote error={begin.error} />}
    </form>
  )
}

function Came({ replay, mayStop }: { replay: Replay; mayStop: boolean }) {
  const words = useWords(ruleWords)
  const stop = useAttempt(() => rules.stopReplay(replay.rule), STALE)
  return (
    <div data-replay={replay.state}>
      <p className="caption rule-pad">
        {words.replaySpan(date(replay.from), daysBefore(replay.to, 1))} ·{' '}
        {words.replayBy(replay.begun.by.name, dateTime(replay.begun.at))} · {words.replayState[replay.state]}
      </p>
      {replay.failure && (
        <p className="rule-pad urgent" role="alert">
          {replay.failure}
        </p>
      )}
      {replay.state === 'running' && (
        <div className="rule-pad rule-acts">
          <Progress
            className="rule-progress"
            percent={Math.floor(replay.done * 1000) / 10}
            aria-label={words.replayRunning}
          />
          {mayStop && (
            <Button size="small" loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
              {words.replayStop}
            </Button>
          )}
        </div>
      )}
      {stop.error && <ProblemNote error={stop.error} />}
      {replay.outcome && <Outcome outcome={replay.outcome} />}
    </div>
  )
}

function Outcome({ outcome }: { outcome: ReplayOutcome }) {
  const words = useWords(ruleWords)
  const figures = [
    ['replay-stay', words.replayStay, outcome.stay],
    ['replay-appear', words.appears, outcome.appear_count],
    ['replay-vanish', words.vanishes, outcome.vanish_count],
    ['replay-readings', words.replayReadings, outcome.readings],
  ] as const
  const isSame = outcome.appear_count === 0 && outcome.vanish_count === 0
  return (
    <>
      <Figures figures={figures} />
      {isSame ? (
        <EmptyNote title={words.replaySame}>{words.replaySameHint}</EmptyNote>
      ) : (
        <Differences outcome={outcome} />
      )}
    </>
  )
}

function Differences({ outcome }: { outcome: ReplayOutcome }) {
  const words = useWords(ruleWords)
  const lists = [
    ['＋', words.appears, outcome.appear, outcome.appear_count],
    ['－', words.vanishes, outcome.vanish, outcome.vanish_count],
  ] as const
  return (
    <>
      {lists.map(
        ([sign, label, shown, all]) =>
          shown.length < all && (
            <p key={sign} className="caption rule-pad">
              {label}: {words.replayShown(count(shown.length), count(all))}
            </p>
          ),
      )}
      <Sheet label={words.replayTitle}>
        <thead>
          <tr>
            <th scope="col">{words.column.state}</th>
            <th scope="col">{words.column.subject}</th>
            <th scope="col">{words.column.severity}</th>
            <th scope="col">{words.column.time}</th>
            <th scope="col">{words.column.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {lists.flatMap(([sign, label, shown]) =>
            shown.map((alarm) => (
              <Line
                key={`${sign} ${alarm.subject.id} ${alarm.factor ?? ''} ${alarm.raised_at}`}
                alarm={alarm}
                label={`${sign} ${label}`}
              />
            )),
          )}
        </tbody>
      </Sheet>
    </>
  )
}

function Line({ alarm, label }: { alarm: ReplayedAlarm; label: string }) {
  const words = useWords(ruleWords)
  const { name } = useI18n()
  return (
    <tr>
      <td className="nowrap">{label}</td>
      <td>
        {name(alarm.subject)} <span className="caption mono">{alarm.factor}</span>
      </td>
      <td>
        <SeverityTag severity={alarm.severity} />
      </td>
      <td className="nowrap">{dateTime(alarm.raised_at)}</td>
      <td className="nowrap">
        {alarm.cleared_at ? `${words.ended} ${dateTime(alarm.cleared_at)}` : words.ongoing}
      </td>
    </tr>
  )
}
