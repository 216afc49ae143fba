import { Button, Checkbox, Input, Select } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { markings, type Marking, type MarkingDay, type MarkingKindRule, type StoredFile } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords, wordFor } from '../../i18n'
import { rfc3339 } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { useDraft } from '../../lib/useDraft'
import { ProblemNote } from '../../ui/notes'
import { IllustrativeTag, UnverifiedTag } from '../../ui/tags'
import { Field } from '../alarms/commands/Field'
import { FilesField } from '../alarms/commands/FilesField'
import { excusedOf, hourOf, hourStart, type Span } from './hours'
import { STALE } from './stale'
import { markingWords, type MarkingWords } from './words'

interface Typed {
  kind: string | undefined
  factors: string[]
  reason: string
  files: StoredFile[]
}

/** Says what the chosen hours were. */
export function MarkForm({
  data,
  span,
  onSpan,
  changing,
  onClose,
}: {
  data: MarkingDay
  span: Span
  onSpan: (span: Span) => void
  changing: Marking | undefined
  onClose: () => void
}) {
  const words = useWords(markingWords)
  const { t, name } = useI18n()
  const draft = useDraft<Typed>(`marking.${changing?.id ?? `${data.outlet.code}.${data.day}`}`, {
    kind: changing?.kind,
    factors: changing?.factors.map((factor) => factor.code) ?? [],
    reason: changing?.reason ?? '',
    files: changing?.files ?? [],
  })
  const { kind, factors, reason, files } = draft.value
  const [tried, setTried] = useState(false)
  const send = useAttempt(
    (_: undefined, key: string) => {
      const body = {
        from: rfc3339(hourStart(data.day, span.first)),
        to: rfc3339(hourStart(data.day, span.last + 1)),
        kind: kind ?? '',
        factors,
        reason,
        files: files.map(({ hash }) => hash),
      }
      return changing ? markings.change(changing.id, body, key) : markings.mark(data.outlet.code, body, key)
    },
    STALE,
    () => {
      draft.drop()
      onClose()
    },
  )
  const whole = kind !== undefined && reason.trim() !== ''
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    if (whole) send.mutate(undefined)
  }
  const rule = data.kinds.find((known) => known.kind === kind)
  const id = `mark-${data.outlet.code}`
  return (
    <form className="mark-form" aria-label={words.markTitle} onSubmit={submit}>
      <SpanFields data={data} span={span} onSpan={onSpan} />
      <Field label={words.kindField} problem={tried && !kind ? words.missing : undefined}>
        <Kinds data={data} kind={kind} onKind={(next) => draft.patch({ kind: next })} />
      </Field>
      {rule && (
        <p role="status" className="mark-preview">
          {preview(words, span, rule)}
          {rule.rule?.unverified && <UnverifiedTag />}
          {rule.rule?.illustrative && <IllustrativeTag />}
        </p>
      )}
      {data.channels.length > 1 && (
        <Field label={words.factorsField} optional>
          <Checkbox.Group
            value={factors}
            onChange={(chosen) => draft.patch({ factors: chosen })}
            options={data.channels.map((channel) => ({ value: channel.code, label: name(channel) }))}
          />
          <p className="caption">{factors.length === 0 && words.allFactors}</p>
        </Field>
      )}
      <Field
        label={words.reason}
        id={id}
        hint={words.reasonHint}
        problem={tried && reason.trim() === '' ? words.missing : undefined}
      >
        <Input.TextArea
          id={id}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => draft.patch({ reason: event.target.value })}
        />
      </Field>
      <Field label={words.files} optional>
        <FilesField files={files} onChange={(next) => draft.patch({ files: next })} />
      </Field>
      {send.error && <ProblemNote error={send.error} keptDraft />}
      <div className="mark-acts">
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {changing ? words.save : words.submit}
        </Button>
        <Button onClick={onClose}>{t.common.cancel}</Button>
      </div>
    </form>
  )
}

/** From and to by lists, for who does not drag; the end may lie in the next day, as far as it has begun. */
function SpanFields({ data, span, onSpan }: { data: MarkingDay; span: Span; onSpan: (span: Span) => void }) {
  const words = useWords(markingWords)
  const now = useNow(60_000)
  const begun = Math.min(hourOf(data.day, rfc3339(now)) + 1, 48)
  const label = (hour: number) => {
    const clock = `${String(hour % 24).padStart(2, '0')}:00`
    return hour >= 24 ? words.nextDay(clock) : clock
  }
  const hours = (first: number, end: number) =>
    Array.from({ length: Math.max(end - first, 0) }, (_, index) => ({
      value: first + index,
      label: label(first + index),
    }))
  return (
    <div className="mark-span">
      <span aria-hidden="true">{words.from}</span>
      <Select
        aria-label={words.from}
        value={span.first}
        options={hours(0, Math.min(begun, 24))}
        onChange={(first: number) => onSpan({ first, last: Math.max(first, span.last) })}
      />
      <span aria-hidden="true">{words.to}</span>
      <Select
        aria-label={words.to}
        value={span.last + 1}
        options={hours(span.first + 1, begun + 1)}
        onChange={(end: number) => onSpan({ first: span.first, last: end - 1 })}
      />
    </div>
  )
}

/** The kinds of marks, with what each does in the outlet's trade. */
function Kinds({
  data,
  kind,
  onKind,
}: {
  data: MarkingDay
  kind: string | undefined
  onKind: (kind: string) => void
}) {
  const words = useWords(markingWords)
  const group = `kind-${data.outlet.code}`
  return (
    <div className="kinds">
      {(['device', 'work_condition'] as const).map((of) => (
        <div key={of}>
          <p className="caption">{words.class[of]}</p>
          {data.kinds
            .filter((rule) => rule.class === of)
            .map((rule) => (
              <label key={rule.kind} className="kind">
                <input
                  type="radio"
                  name={group}
                  checked={kind === rule.kind}
                  onChange={() => onKind(rule.kind)}
                />
                <span>
                  {wordFor(words.kind, rule.kind)} <KindRule rule={rule} data={data} />
                </span>
              </label>
            ))}
        </div>
      ))}
    </div>
  )
}

function KindRule({ rule, data }: { rule: MarkingKindRule; data: MarkingDay }) {
  const words = useWords(markingWords)
  const { name } = useI18n()
  if (rule.class === 'device') return null
  if (typeof rule.limit_hours !== 'number') {
    return <span className="caption">{words.kindUnknown(name(data.trade) || data.trade.code)}</span>
  }
  const facility = name({ name: rule.facility ?? '', name_en: rule.facility_en ?? '' })
  const channels = data.channels.filter((channel) => rule.factors.includes(channel.code))
  return (
    <span className="caption">
      {words.kindLimit(facility, String(rule.limit_hours))}
      {typeof rule.extended_hours === 'number' && words.kindExtended(String(rule.extended_hours))}
      {rule.factors.length > 0 && words.kindFactors(channels.map(name).join(', ') || rule.factors.join(', '))}
    </span>
  )
}

/** What the marking would do, before it is sent. Marked hours before it that go on into it are not looked at here: the
 * server's answer is what counts. */
function preview(words: MarkingWords, span: Span, rule: MarkingKindRule): string {
  const all = String(span.last - span.first + 1)
  if (rule.class === 'device') return words.previewInvalid(all)
  const excused = excusedOf(span, rule.limit_hours)
  if (excused === 0) return words.previewNone(all)
  return String(excused) === all ? words.previewAll(all) : words.preview(all, String(excused))
}
