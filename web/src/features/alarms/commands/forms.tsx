import { Input, Radio } from 'antd'
import { useState } from 'react'
import type { Outcome, StoredFile } from '../../../api'
import { useI18n, useWords } from '../../../i18n'
import { useDraft } from '../../../lib/useDraft'
import { alarmWords } from '../words'
import { BranchFields } from './BranchFields'
import { CommandForm, TextField, type FormProps } from './CommandForm'
import { Field } from './Field'
import { FilesField } from './FilesField'

export function AssignForm({ alarm, sender, onDone }: FormProps) {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const draft = useDraft(`assign.${alarm.id}`, {
    branch: alarm.branch ?? alarm.district?.code ?? '',
    officer: '',
    note: '',
  })
  const { branch, officer, note } = draft.value
  const [tried, setTried] = useState(false)
  const submit = () => {
    setTried(true)
    if (!branch) return
    const body = { branch, ...(officer && { officer }), ...(note.trim() && { note: note.trim() }) }
    sender.send('assign', body, () => {
      draft.drop()
      onDone()
    })
  }
  return (
    <CommandForm
      label={words.command.assign}
      sender={sender}
      restored={draft.restored}
      onDiscard={draft.drop}
      onSubmit={submit}
    >
      <BranchFields
        value={draft.value}
        onChange={draft.patch}
        problem={tried && !branch ? words.missing : undefined}
      />
      <TextField
        label={words.field.note}
        value={note}
        onChange={(text) => draft.patch({ note: text })}
        optional
      />
      <span className="visually-hidden">{t.stage[alarm.stage]}</span>
    </CommandForm>
  )
}

/** Commands that carry one text: return, close, escalate, separate. */
export function NoteForm({
  alarm,
  sender,
  onDone,
  command,
}: FormProps & { command: 'return' | 'close' | 'escalate' | 'separate' }) {
  const words = useWords(alarmWords)
  const draft = useDraft(`${command}.${alarm.id}`, { text: '' })
  const [tried, setTried] = useState(false)
  const text = draft.value.text.trim()
  const after = () => {
    draft.drop()
    onDone()
  }
  const submit = () => {
    setTried(true)
    if (!text) return
    if (command === 'close') sender.send('close', { note: text }, after)
    else sender.send(command, { reason: text }, after)
  }
  return (
    <CommandForm
      label={words.command[command]}
      sender={sender}
      restored={draft.restored}
      onDiscard={draft.drop}
      onSubmit={submit}
    >
      <TextField
        label={command === 'close' ? words.field.note : words.field.reason[command]}
        value={draft.value.text}
        onChange={(value) => draft.patch({ text: value })}
        problem={tried && !text ? words.missing : undefined}
      />
    </CommandForm>
  )
}

export function ExplainForm({ alarm, sender, onDone }: FormProps) {
  const words = useWords(alarmWords)
  const draft = useDraft(`explain.${alarm.id}`, { text: '', files: [] as StoredFile[] })
  const [tried, setTried] = useState(false)
  const text = draft.value.text.trim()
  const submit = () => {
    setTried(true)
    if (!text) return
    sender.send('explain', { text, files: draft.value.files.map(({ hash }) => hash) }, () => {
      draft.drop()
      onDone()
    })
  }
  return (
    <CommandForm
      label={words.command.explain}
      sender={sender}
      restored={draft.restored}
      onDiscard={draft.drop}
      onSubmit={submit}
    >
      <TextField
        label={words.field.text}
        value={draft.value.text}
        onChange={(value) => draft.patch({ text: value })}
        problem={tried && !text ? words.missing : undefined}
      />
      <Field label={words.field.files} optional>
        <FilesField files={draft.value.files} onChange={(files) => draft.patch({ files })} />
      </Field>
    </CommandForm>
  )
}

const OUTCOMES: readonly Outcome[] = [
  'violation',
  'equipment_fault',
  'declared_condition',
  'normal',
  'cannot_verify',
]

interface VerifyDraft {
  mode: 'on_site' | 'off_site'
  outcome: Outcome | undefined
  note: string
  files: StoredFile[]
}

export function VerifyForm({ alarm, sender, onDone }: FormProps) {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const draft = useDraft<VerifyDraft>(`verify.${alarm.id}`, {
    mode: 'on_site',
    outcome: undefined,
    note: '',
    files: [],
  })
  const [tried, setTried] = useState(false)
  const { mode, outcome, files } = draft.value
  const note = draft.value.note.trim()
  const submit = () => {
    setTried(true)
    if (!outcome || !note) return
    sender.send('verify', { mode, outcome, note, files: files.map(({ hash }) => hash) }, () => {
      draft.drop()
      onDone()
    })
  }
  return (
    <CommandForm
      label={words.field.submitVerify}
      sender={sender}
      restored={draft.restored}
      onDiscard={draft.drop}
      onSubmit={submit}
    >
      <Field label={words.field.mode}>
        <Radio.Group
          value={mode}
          onChange={(event) =>
            draft.patch({ mode: event.target.value === 'off_site' ? 'off_site' : 'on_site' })
          }
          optionType="button"
          options={[
            { value: 'on_site', label: t.mode.on_site },
            { value: 'off_site', label: t.mode.off_site },
          ]}
        />
      </Field>
      <Field label={words.field.outcome} problem={tried && !outcome ? words.missing : undefined}>
        <Radio.Group
          className="outcomes"
          value={outcome}
          onChange={(event) => draft.patch({ outcome: event.target.value as Outcome })}
        >
          {OUTCOMES.map((code) => (
            <Radio key={code} value={code}>
              {t.outcome[code]}
              <span className="caption"> {t.outcomeHint[code]}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Field>
      <TextField
        label={words.field.verifyNote}
        hint={words.field.verifyNoteHint}
        value={draft.value.note}
        onChange={(value) => draft.patch({ note: value })}
        problem={tried && !note ? words.missing : undefined}
      />
      <Field label={words.field.files} optional>
        <FilesField files={files} onChange={(next) => draft.patch({ files: next })} />
      </Field>
    </CommandForm>
  )
}

export function HandOnForm({ alarm, sender, onDone }: FormProps) {
  const words = useWords(alarmWords)
  const draft = useDraft(`hand-on.${alarm.id}`, {
    to: 'case_filing',
    department: '',
    note: '',
  })
  const [tried, setTried] = useState(false)
  const { to, department, note } = draft.value
  const target = to === 'case_filing' ? to : department.trim() && { other_department: department.trim() }
  const submit = () => {
    setTried(true)
    if (!target || !note.trim()) return
    sender.send('hand_on', { to: target, note: note.trim() }, () => {
      draft.drop()
      onDone()
    })
  }
  return (
    <CommandForm
      label={words.command.hand_on}
      sender={sender}
      restored={draft.restored}
      onDiscard={draft.drop}
      onSubmit={submit}
    >
      <Field label={words.field.to} problem={tried && !target ? words.missing : undefined}>
        <Radio.Group
          value={to}
          onChange={(event) => draft.patch({ to: event.target.value as 'case_filing' | 'other' })}
          options={[
            { value: 'case_filing', label: words.field.case_filing },
            { value: 'other', label: words.field.other },
          ]}
        />
        {to === 'other' && (
          <Input
            aria-label={words.field.toHint}
            placeholder={words.field.toHint}
            value={department}
            onChange={(event) => draft.patch({ department: event.target.value })}
          />
        )}
      </Field>
      <TextField
        label={words.field.note}
        value={note}
        onChange={(text) => draft.patch({ note: text })}
        problem={tried && !note.trim() ? words.missing : undefined}
      />
    </CommandForm>
  )
}
