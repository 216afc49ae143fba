import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Radio, Select } from 'antd'
import { useRef, useState, type SyntheticEvent } from 'react'
import type { AlarmGroup, GroupCommand, Outcome } from '../../../api'
import { useClock, useNow } from '../../../app/LiveProvider'
import { useI18n, useWords } from '../../../i18n'
import { count } from '../../../lib/number'
import { uuid } from '../../../lib/random'
import { useDraft } from '../../../lib/useDraft'
import { ProblemNote } from '../../../ui/notes'
import { actOnAll, type Progress } from '../groups'
import { groupWords } from '../groupWords'
import { alarmWords } from '../words'
import { BranchFields } from './BranchFields'
import { TextField } from './CommandForm'
import { Field } from './Field'
import { GroupProgress } from './GroupProgress'
import { instantOf, UNTIL_HALF_AN_HOUR, UntilField, type Until } from './UntilField'

export const GROUP_COMMANDS = ['accept', 'verify', 'close', 'assign', 'return', 'wake', 'snooze'] as const
export type GroupCommandName = (typeof GROUP_COMMANDS)[number]

const OUTCOMES: readonly Outcome[] = [
  'equipment_fault',
  'declared_condition',
  'normal',
  'cannot_verify',
  'violation',
]

interface Typed extends Until {
  outcome: Outcome
  branch: string
  officer: string
  text: string
}

const EMPTY: Typed = {
  ...UNTIL_HALF_AN_HOUR,
  outcome: 'equipment_fault',
  branch: '',
  officer: '',
  text: '',
}

/** One act for every alarm of a group that it can be given to; it goes part by part, and can be stopped. */
export function GroupForm({ group }: { group: AlarmGroup }) {
  const words = useWords(alarmWords)
  const groupText = useWords(groupWords)
  const queries = useQueryClient()
  const { message } = App.useApp()
  const clock = useClock()
  const offered = GROUP_COMMANDS.filter((name) => group.allowed[name])
  const [chosen, setChosen] = useState<GroupCommandName | undefined>(offered[0])
  const name = chosen && offered.includes(chosen) ? chosen : offered[0]
  const draft = useDraft(`group.${group.kind}.${group.from}`, EMPTY)
  const [tried, setTried] = useState(false)
  const [ran, setRan] = useState<{ name: GroupCommandName; all: number }>()
  const [progress, setProgress] = useState<Progress>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const stop = useRef(false)
  const longest = Date.parse(group.snooze_limit ?? '')

  const run = async (name: GroupCommandName, command: GroupCommand) => {
    stop.current = false
    setBusy(true)
    setError(undefined)
    setRan({ name, all: group.allowed[name] ?? 0 })
    setProgress({ done: 0, refused: [] })
    try {
      const { done } = await actOnAll(group.id, command, uuid(), () => stop.current, setProgress)
      // A group whose alarms are all closed goes, and this form with it: what came of it is said all the same.
      void message.success(groupText.groupDone(count(done)))
      draft.drop()
      setTried(false)
    } catch (reason) {
      setError(reason)
    } finally {
      setBusy(false)
      for (const stale of ['alarms', 'reminders', 'map', 'ledger'])
        void queries.invalidateQueries({ queryKey: [stale] })
    }
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    const command = name && commandOf(name, draft.value, instantOf(draft.value, longest, clock()))
    if (command && !busy) void run(name, command)
  }
  return (
    <form className="command-form" onSubmit={submit} noValidate aria-label={groupText.groupAct}>
      <Field label={groupText.groupCommand}>
        <Radio.Group
          value={name}
          onChange={(event) => setChosen(event.target.value as GroupCommandName)}
          optionType="button"
          options={offered.map((one) => ({
            value: one,
            label: `${words.command[one]} ${count(group.allowed[one] ?? 0)}`,
          }))}
        />
      </Field>
      {name && (
        <GroupFields name={name} value={draft.value} patch={draft.patch} longest={longest} tried={tried} />
      )}
      <p className="caption">{groupText.groupHint}</p>
      <div className="command-buttons">
        <Button type="primary" htmlType="submit" loading={busy} disabled={!name}>
          {groupText.groupSubmit}
        </Button>
        {busy && (
          <Button
            onClick={() => {
              stop.current = true
            }}
          >
            {groupText.groupStop}
          </Button>
        )}
        {/* What was put aside can be taken up again at once; other acts are followed by acts, not undone. */}
        {!busy && ran?.name === 'snooze' && (group.allowed.wake ?? 0) > 0 && (
          <Button onClick={() => void run('wake', { wake: {} })}>{groupText.groupUndo}</Button>
        )}
      </div>
      {progress && ran && <GroupProgress progress={progress} all={ran.all} />}
      {error !== undefined && <ProblemNote error={error as Error} keptDraft />}
    </form>
  )
}

function GroupFields({
  name,
  value,
  patch,
  longest,
  tried,
}: {
  name: GroupCommandName
  value: Typed
  patch: (change: Partial<Typed>) => void
  longest: number
  tried: boolean
}) {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const now = useNow()
  const missing = (is: boolean) => (tried && is ? words.missing : undefined)
  if (name === 'accept' || name === 'wake') return null
  return (
    <>
      {name === 'verify' && (
        <Field label={words.field.outcome} id="group-outcome">
          <Select
            id="group-outcome"
            value={value.outcome}
            onChange={(outcome: Outcome) => patch({ outcome })}
            options={OUTCOMES.map((code) => ({ value: code, label: t.outcome[code] }))}
          />
        </Field>
      )}
      {name === 'assign' && (
        <BranchFields value={value} onChange={patch} problem={missing(value.branch === '')} />
      )}
      {name === 'snooze' && (
        <UntilField
          value={value}
          longest={longest}
          onChange={patch}
          problem={missing(instantOf(value, longest, now) === undefined)}
        />
      )}
      <TextField
        label={name === 'return' || name === 'snooze' ? words.field.reason[name] : words.field.note}
        value={value.text}
        onChange={(text) => patch({ text })}
        optional={name === 'assign'}
        problem={missing(name !== 'assign' && value.text.trim() === '')}
      />
    </>
  )
}

/** What is sent; nothing while something is missing. */
function commandOf(
  name: GroupCommandName,
  typed: Typed,
  until: string | undefined,
): GroupCommand | undefined {
  const text = typed.text.trim()
  switch (name) {
    case 'accept':
      return { accept: {} }
    case 'wake':
      return { wake: {} }
    case 'assign': {
      const { branch, officer } = typed
      if (!branch) return undefined
      return { assign: { branch, ...(officer && { officer }), ...(text && { note: text }) } }
    }
    case 'return':
      return text ? { return: { reason: text } } : undefined
    case 'close':
      return text ? { close: { note: text } } : undefined
    case 'verify':
      return text ? { verify: { mode: 'off_site', outcome: typed.outcome, note: text } } : undefined
    case 'snooze':
      return text && until ? { snooze: { until, reason: text } } : undefined
  }
}
