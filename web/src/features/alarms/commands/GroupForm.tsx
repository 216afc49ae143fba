import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, Progress as Bar, Radio, Select } from 'antd'
import { useRef, useState, type SyntheticEvent } from 'react'
import type { AlarmGroup, GroupCommand, Outcome } from '../../../api'
import { useI18n, useWords } from '../../../i18n'
import { count } from '../../../lib/number'
import { uuid } from '../../../lib/random'
import { ProblemNote } from '../../../ui/notes'
import { actOnAll, type Progress } from '../groups'
import { groupWords } from '../groupWords'
import { alarmWords } from '../words'
import { Field } from './Field'

export const GROUP_COMMANDS = ['accept', 'verify', 'close', 'return'] as const
type Name = (typeof GROUP_COMMANDS)[number]

const OUTCOMES: readonly Outcome[] = [
  'equipment_fault',
  'declared_condition',
  'normal',
  'cannot_verify',
  'violation',
]

/** One act for every alarm of a group that it can be given to; it goes part by part, and can be stopped. */
export function GroupForm({ group }: { group: AlarmGroup }) {
  const words = useWords(alarmWords)
  const groupText = useWords(groupWords)
  const { t, language } = useI18n()
  const queries = useQueryClient()
  const offered = GROUP_COMMANDS.filter((name) => group.allowed[name])
  const [name, setName] = useState<Name | undefined>(offered[0])
  const [typed, setTyped] = useState<{ outcome: Outcome; text: string }>({
    outcome: 'equipment_fault',
    text: '',
  })
  const [tried, setTried] = useState(false)
  const [all, setAll] = useState(0)
  const [progress, setProgress] = useState<Progress>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const stop = useRef(false)
  const text = typed.text.trim()
  const missing = name !== 'accept' && text === ''

  const run = async (command: GroupCommand, many: number) => {
    stop.current = false
    setBusy(true)
    setError(undefined)
    setAll(many)
    setProgress({ done: 0, refused: [] })
    try {
      await actOnAll(group.id, command, uuid(), () => stop.current, setProgress)
      setTyped({ ...typed, text: '' })
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
    if (!name || missing || busy) return
    void run(commandOf(name, typed.outcome, text), group.allowed[name] ?? 0)
  }
  const seen = progress ? progress.done + progress.refused.reduce((sum, { count: many }) => sum + many, 0) : 0
  return (
    <form className="command-form" onSubmit={submit} noValidate aria-label={groupText.groupAct}>
      <Field label={groupText.groupCommand}>
        <Radio.Group
          value={name}
          onChange={(event) => setName(event.target.value as Name)}
          optionType="button"
          options={offered.map((one) => ({
            value: one,
            label: `${words.command[one]} ${count(group.allowed[one] ?? 0)}`,
          }))}
        />
      </Field>
      {name === 'verify' && (
        <Field label={words.field.outcome} id="group-outcome">
          <Select
            id="group-outcome"
            value={typed.outcome}
            onChange={(outcome: Outcome) => setTyped({ ...typed, outcome })}
            options={OUTCOMES.map((code) => ({ value: code, label: t.outcome[code] }))}
          />
        </Field>
      )}
      {name && name !== 'accept' && (
        <Field
          label={name === 'return' ? words.field.reason.return : words.field.note}
          id="group-text"
          problem={tried && missing ? words.missing : undefined}
        >
          <Input.TextArea
            id="group-text"
            value={typed.text}
            maxLength={4000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={(event) => setTyped({ ...typed, text: event.target.value })}
          />
        </Field>
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
      </div>
      {progress && (
        <div role="status">
          <Bar
            percent={all > 0 ? Math.min(100, Math.round((seen / all) * 100)) : 100}
            aria-label={groupText.groupAct}
          />
          <p>{groupText.groupDone(count(progress.done))}</p>
          {progress.refused.map((reason) => (
            <p key={reason.code} className="secondary">
              {groupText.groupRefused(count(reason.count), reason[language])}
            </p>
          ))}
        </div>
      )}
      {error !== undefined && <ProblemNote error={error as Error} keptDraft />}
    </form>
  )
}

function commandOf(name: Name, outcome: Outcome, text: string): GroupCommand {
  switch (name) {
    case 'accept':
      return { accept: {} }
    case 'return':
      return { return: { reason: text } }
    case 'close':
      return { close: { note: text } }
    case 'verify':
      return { verify: { mode: 'off_site', outcome, note: text } }
  }
}
