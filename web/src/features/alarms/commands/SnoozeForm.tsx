import { Input, Radio } from 'antd'
import { useState } from 'react'
import { useClock, useNow } from '../../../app/LiveProvider'
import { spanText, useI18n, useWords } from '../../../i18n'
import { useDraft } from '../../../lib/useDraft'
import { rfc3339, shortTime } from '../../../lib/time'
import { alarmWords } from '../words'
import { CommandForm, TextField, type FormProps } from './CommandForm'
import { Field } from './Field'

/** What is offered as far as the law lets, minutes. */
const MINUTES = [15, 30, 60, 240]

/** Until when: so many minutes, the longest, or a time that is typed. */
type Choice = `${number}` | 'longest' | 'other'

/** Puts the alarm aside. The server says for how long at most; its terms run on, and the form says so. */
export function SnoozeForm({ alarm, sender, onDone }: FormProps) {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const draft = useDraft<{ choice: Choice; time: string; text: string }>(`snooze.${alarm.id}`, {
    choice: '30',
    time: '',
    text: '',
  })
  const [tried, setTried] = useState(false)
  const now = useNow()
  const clock = useClock()
  const longest = Date.parse(alarm.snooze_limit?.at ?? '')
  const offered = MINUTES.filter((minutes) => now + minutes * 60_000 < longest)
  const asked = draft.value.choice
  const choice = asked === 'other' || offered.includes(Number(asked)) ? asked : 'longest'
  const text = draft.value.text.trim()
  const missing = choice === 'other' && draft.value.time === ''

  const until = (): string => {
    if (choice === 'other') return `${draft.value.time}:00+08:00`
    if (choice === 'longest') return alarm.snooze_limit?.at ?? ''
    return rfc3339(clock() + Number(choice) * 60_000)
  }
  const submit = () => {
    setTried(true)
    if (!text || missing) return
    sender.send('snooze', { until: until(), reason: text }, () => {
      draft.drop()
      onDone()
    })
  }
  return (
    <CommandForm
      label={words.command.snooze}
      sender={sender}
      restored={draft.restored}
      onDiscard={draft.drop}
      onSubmit={submit}
    >
      <p className="caption">{words.snoozeHint}</p>
      <Field label={words.field.until} problem={tried && missing ? words.missing : undefined}>
        <Radio.Group
          className="outcomes"
          value={choice}
          onChange={(event) => draft.patch({ choice: event.target.value as Choice })}
        >
          {offered.map((minutes) => (
            <Radio key={minutes} value={String(minutes)}>
              {spanText(t, minutes)}
              <span className="caption"> {words.untilTime(shortTime(now + minutes * 60_000, now))}</span>
            </Radio>
          ))}
          <Radio value="longest">
            {words.field.longest}
            <span className="caption"> {words.untilTime(shortTime(longest, now))}</span>
          </Radio>
          <Radio value="other">{words.field.otherTime}</Radio>
        </Radio.Group>
        {choice === 'other' && (
          <Input
            type="datetime-local"
            aria-label={words.field.otherTime}
            max={rfc3339(longest).slice(0, 16)}
            value={draft.value.time}
            onChange={(event) => draft.patch({ time: event.target.value })}
          />
        )}
      </Field>
      {alarm.due && Date.parse(until()) > Date.parse(alarm.due.at) && (
        <p className="caption due-later">{words.pastDue(shortTime(alarm.due.at, now))}</p>
      )}
      <TextField
        label={words.field.reason.snooze}
        value={draft.value.text}
        onChange={(value) => draft.patch({ text: value })}
        problem={tried && !text ? words.missing : undefined}
      />
    </CommandForm>
  )
}
