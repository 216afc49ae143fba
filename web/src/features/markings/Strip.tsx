import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import type { Marking, MarkingDay, MarkingFactor, MarkingHour } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { figure } from '../../lib/number'
import { hourOf, includes, spanOf, type Span } from './hours'
import { markingWords, type MarkingWords } from './words'

const HALVES = [0, 12] as const

/** The hours of a day: means beside their limit, what the device says, what is marked. Hours are chosen by tapping,
 * dragging or with the keyboard. */
export function Strip({
  data,
  span,
  onSpan,
}: {
  data: MarkingDay
  span: Span | undefined
  onSpan: ((span: Span) => void) | undefined
}) {
  const words = useWords(markingWords)
  const anchor = useRef<number>(undefined)
  const begun = Math.max(0, ...data.factors.map((factor) => factor.hours.length))
  const choose = (hour: number, extend: boolean) => {
    if (!onSpan || hour < 0 || hour >= begun) return
    // Of one hour, another one makes a span: who taps says where it begins and where it ends.
    const single = span !== undefined && span.first === span.last && span.first !== hour
    if (!extend && single) anchor.current = span.first
    else if (!extend || anchor.current === undefined) anchor.current = hour
    onSpan(spanOf(anchor.current, hour))
  }
  const down = (event: PointerEvent<HTMLElement>) => {
    const hour = hourAt(event.target as Element)
    if (hour !== undefined && event.button === 0) choose(hour, event.shiftKey)
  }
  const move = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons !== 1 || anchor.current === undefined) return
    // A finger stays with the cell that it came down on: what lies under it now says the point.
    const hour = hourAt(document.elementFromPoint(event.clientX, event.clientY))
    if (hour !== undefined) choose(hour, true)
  }
  const key = (event: KeyboardEvent<HTMLElement>) => {
    const hour = hourAt(event.target as Element)
    const step = STEPS[event.key]
    if (hour === undefined || step === undefined) return
    event.preventDefault()
    const next = Math.min(Math.max(hour + step, 0), begun - 1)
    if (event.shiftKey) {
      anchor.current ??= hour
      choose(next, true)
    }
    const strip = event.currentTarget
    strip.querySelector<HTMLElement>(`button[data-hour="${String(next)}"]`)?.focus()
  }
  return (
    // The buttons within are what the keyboard reaches; the strip only hears what bubbles up from them.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={onSpan ? 'strip strip-open' : 'strip'}
      onPointerDown={onSpan && down}
      onPointerMove={onSpan && move}
      onKeyDown={onSpan && key}
    >
      {HALVES.map((first) => (
        <Half key={first} first={first} begun={begun} data={data} span={span} onChoose={onSpan && choose} />
      ))}
      <Legend words={words} />
    </div>
  )
}

const STEPS: Record<string, number | undefined> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -12,
  ArrowDown: 12,
}

function hourAt(element: Element | null): number | undefined {
  const text = element?.closest<HTMLElement>('[data-hour]')?.dataset.hour
  return text === undefined ? undefined : Number(text)
}

function Half({
  first,
  begun,
  data,
  span,
  onChoose,
}: {
  first: number
  begun: number
  data: MarkingDay
  span: Span | undefined
  onChoose: ((hour: number, extend: boolean) => void) | undefined
}) {
  const words = useWords(markingWords)
  const hours = Array.from({ length: 12 }, (_, index) => first + index)
  return (
    <table className="half">
      <caption className="visually-hidden">
        {words.hours} {first}–{first + 12}
      </caption>
      <thead>
        <tr>
          {hours.map((hour) => (
            <th key={hour} scope="col" data-hour={hour} className={includes(span, hour) ? 'chosen' : ''}>
              {onChoose ? (
                <button
                  type="button"
                  data-hour={hour}
                  disabled={hour >= begun}
                  aria-pressed={includes(span, hour)}
                  aria-label={words.hour(String(hour))}
                  // A pointer chooses as it comes down; what is left is a key or a reader's click.
                  onClick={(event) => event.detail === 0 && onChoose(hour, event.shiftKey)}
                >
                  {hour}
                </button>
              ) : (
                hour
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.factors.map((factor) => (
          <FactorRows key={factor.factor} factor={factor} hours={hours} span={span} />
        ))}
        <Lane hours={hours} data={data} />
      </tbody>
    </table>
  )
}

function FactorRows({
  factor,
  hours,
  span,
}: {
  factor: MarkingFactor
  hours: number[]
  span: Span | undefined
}) {
  const words = useWords(markingWords)
  const { name } = useI18n()
  const { limit } = factor
  const upper = limit && `${figure(limit.upper)} ${limit.unit}`
  return (
    <>
      <tr>
        <th scope="rowgroup" colSpan={12} className="strip-factor">
          {name(factor)} <span className="caption">{upper ? words.limit(upper) : words.noLimit}</span>
        </th>
      </tr>
      <tr>
        {hours.map((hour) => (
          <Cell
            key={hour}
            hour={hour}
            told={factor.hours[hour]}
            unit={factor.unit}
            chosen={includes(span, hour)}
          />
        ))}
      </tr>
    </>
  )
}

function Cell({
  hour,
  told,
  unit,
  chosen,
}: {
  hour: number
  told: MarkingHour | undefined
  unit: string
  chosen: boolean
}) {
  const words = useWords(markingWords)
  const { t } = useI18n()
  if (!told) return <td data-hour={hour} className="hour hour-none" />
  const standing = standingOf(told)
  const says = told.device_mark !== '' && told.device_mark !== 'N' ? told.device_mark : ''
  const value = told.value ?? undefined
  const tells = [
    words.hour(String(hour)),
    value === undefined ? wordFor(words.state, told.state) : `${figure(value)} ${unit}`,
    told.over === true && words.overWord,
    says && `${words.deviceSays(says)} ${wordFor(t.mark, says)}`,
    told.effect && `${wordFor(words.kind, told.effect.kind)}: ${wordFor(words.effect, told.effect.effect)}`,
  ]
  return (
    <td
      data-hour={hour}
      className={`hour hour-${standing} ${chosen ? 'chosen' : ''}`}
      title={tells.filter(Boolean).join(' · ')}
    >
      {value === undefined ? <span className="faint">–</span> : short(value)}
      {says && <i aria-hidden="true">{says}</i>}
      <span className="visually-hidden">{said(words, told)}</span>
    </td>
  )
}

/** How a cell looks: what does not count goes before what is over. */
function standingOf(told: MarkingHour): string {
  if (told.effect?.effect === 'invalid') return 'invalid'
  if (told.over === true) return told.effect?.effect === 'excused' ? 'excused' : 'over'
  if (told.value === null || told.value === undefined) return 'missing'
  if (told.state === 'stopped') return 'stopped'
  return told.state === 'valid' ? 'within' : 'invalid'
}

function said(words: MarkingWords, told: MarkingHour): string {
  const over = told.over === true ? words.overWord : told.over === false ? words.withinWord : ''
  const effect = told.effect ? wordFor(words.effect, told.effect.effect) : ''
  return `${over} ${effect}`.trim()
}

/** A figure for a narrow cell. */
const short = (value: number): string =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)))

/** The bars of markings under the hours of a half. */
function Lane({ hours, data }: { hours: number[]; data: MarkingDay }) {
  const words = useWords(markingWords)
  const first = hours[0] ?? 0
  const bars = data.markings
    .filter((marking) => !marking.withdrawn)
    .map((marking) => barOf(marking, data.day, first))
    .filter((bar) => bar !== undefined)
  if (bars.length === 0) return null
  return (
    <tr className="lane">
      <td colSpan={12}>
        <div>
          {bars.map(({ marking, from, to }) => (
            <span
              key={marking.id}
              className={barClass(marking)}
              style={{ gridColumn: `${String(from + 1)} / ${String(to + 1)}` }}
              title={wordFor(words.kind, marking.kind)}
            >
              {wordFor(words.kind, marking.kind)}
            </span>
          ))}
        </div>
      </td>
    </tr>
  )
}

function barClass(marking: Marking): string {
  const contested = marking.review && marking.review.verdict !== 'accepted'
  return `marked marked-${marking.class} ${contested ? 'marked-contested' : ''}`
}

/** Where a marking lies within the twelve hours from `first` on; nothing if it does not. */
function barOf(marking: Marking, day: string, first: number) {
  const from = Math.max(hourOf(day, marking.from) - first, 0)
  const to = Math.min(hourOf(day, marking.to) - first, 12)
  return from < to ? { marking, from, to } : undefined
}

function Legend({ words }: { words: MarkingWords }) {
  return (
    <p className="strip-legend caption" aria-hidden="true">
      {(['over', 'excused', 'invalid', 'missing'] as const).map((standing) => (
        <span key={standing}>
          <i className={`hour-${standing}`} /> {words.legend[standing]}
        </span>
      ))}
    </p>
  )
}
