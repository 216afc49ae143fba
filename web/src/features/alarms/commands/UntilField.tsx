import { Input, Radio } from 'antd'
import { useNow } from '../../../app/LiveProvider'
import { spanText, useI18n, useWords } from '../../../i18n'
import { fromField, rfc3339, shortTime } from '../../../lib/time'
import { alarmWords } from '../words'
import { Field } from './Field'

/** What is offered as far as the law lets, minutes. */
const MINUTES = [15, 30, 60, 240]

/** Until when: so many minutes, the longest, or a time that is typed. */
export interface Until {
  choice: `${number}` | 'longest' | 'other'
  /** As a field of the browser has it: `2020-08-31T10:00`, China's time. */
  time: string
}

export const UNTIL_HALF_AN_HOUR: Until = { choice: '30', time: '' }

const offered = (longest: number, now: number): number[] =>
  MINUTES.filter((minutes) => now + minutes * 60_000 < longest)

/** What is chosen, as far as it can be: otherwise the longest. */
const chosen = ({ choice }: Until, longest: number, now: number): Until['choice'] =>
  choice === 'other' || offered(longest, now).includes(Number(choice)) ? choice : 'longest'

/**
 * The chosen instant, RFC 3339; nothing while a time is still to be typed, or where nothing may be put aside (`longest`
 * is not a number). `longest` and `now` in ms.
 */
export function instantOf(until: Until, longest: number, now: number): string | undefined {
  if (Number.isNaN(longest)) return undefined
  const choice = chosen(until, longest, now)
  if (choice === 'other') return until.time === '' ? undefined : fromField(until.time)
  return rfc3339(choice === 'longest' ? longest : now + Number(choice) * 60_000)
}

/** Until when something is put aside; the server says for how long at most. */
export function UntilField({
  value,
  longest,
  onChange,
  problem,
}: {
  value: Until
  /** The latest instant, ms. */
  longest: number
  onChange: (change: Partial<Until>) => void
  problem: string | undefined
}) {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const now = useNow()
  const choice = chosen(value, longest, now)
  return (
    <Field label={words.field.until} problem={problem}>
      <Radio.Group
        className="outcomes"
        value={choice}
        onChange={(event) => onChange({ choice: event.target.value as Until['choice'] })}
      >
        {offered(longest, now).map((minutes) => (
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
          value={value.time}
          onChange={(event) => onChange({ time: event.target.value })}
        />
      )}
    </Field>
  )
}
