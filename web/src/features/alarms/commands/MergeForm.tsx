import { Select } from 'antd'
import { useState } from 'react'
import { useI18n, useWords } from '../../../i18n'
import { dateTime } from '../../../lib/time'
import { useDraft } from '../../../lib/useDraft'
import { alarmWords } from '../words'
import { CommandForm, TextField, type FormProps } from './CommandForm'
import { Field } from './Field'

/** Has the alarm handled with another one that a person chooses. */
export function MergeForm({ alarm, sender, onDone }: FormProps) {
  const words = useWords(alarmWords)
  const { t, name } = useI18n()
  const draft = useDraft(`merge.${alarm.id}`, { into: '', text: '' })
  const [tried, setTried] = useState(false)
  const into = alarm.could_lead.some(({ id }) => id === draft.value.into) ? draft.value.into : ''
  const text = draft.value.text.trim()
  const submit = () => {
    setTried(true)
    if (!into || !text) return
    sender.send('merge', { into, reason: text }, () => {
      draft.drop()
      onDone()
    })
  }
  return (
    <CommandForm
      label={words.command.merge}
      sender={sender}
      restored={draft.restored}
      onDiscard={draft.drop}
      onSubmit={submit}
    >
      <p className="caption">{words.handledWithHint}</p>
      <Field label={words.field.into} id="into" problem={tried && !into ? words.missing : undefined}>
        <Select
          id="into"
          value={into || undefined}
          popupMatchSelectWidth={false}
          onChange={(id: string) => draft.patch({ into: id })}
          options={alarm.could_lead.map((other) => ({
            value: other.id,
            label: [
              t.kind[other.kind],
              other.factor && name(other.factor),
              name(other.subject),
              dateTime(other.began),
            ]
              .filter(Boolean)
              .join(' · '),
          }))}
        />
      </Field>
      <TextField
        label={words.field.reason.merge}
        value={draft.value.text}
        onChange={(value) => draft.patch({ text: value })}
        problem={tried && !text ? words.missing : undefined}
      />
    </CommandForm>
  )
}
