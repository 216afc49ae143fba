import { useState } from 'react'
import { useClock, useNow } from '../../../app/LiveProvider'
import { useWords } from '../../../i18n'
import { useDraft } from '../../../lib/useDraft'
import { shortTime } from '../../../lib/time'
import { alarmWords } from '../words'
import { CommandForm, TextField, type FormProps } from './CommandForm'
import { instantOf, UNTIL_HALF_AN_HOUR, UntilField } from './UntilField'

/** Puts the alarm aside. The server says for how long at most; its terms run on, and the form says so. */
export function SnoozeForm({ alarm, sender, onDone }: FormProps) {
  const words = useWords(alarmWords)
  const draft = useDraft(`snooze.${alarm.id}`, { ...UNTIL_HALF_AN_HOUR, text: '' })
  const [tried, setTried] = useState(false)
  const now = useNow()
  const clock = useClock()
  const longest = Date.parse(alarm.snooze_limit?.at ?? '')
  const shown = instantOf(draft.value, longest, now)
  const text = draft.value.text.trim()

  const submit = () => {
    setTried(true)
    const until = instantOf(draft.value, longest, clock())
    if (!text || !until) return
    sender.send('snooze', { until, reason: text }, () => {
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
      <UntilField
        value={draft.value}
        longest={longest}
        onChange={draft.patch}
        problem={tried && !shown ? words.missing : undefined}
      />
      {alarm.due && shown && Date.parse(shown) > Date.parse(alarm.due.at) && (
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
