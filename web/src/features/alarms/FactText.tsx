import type { AlarmDetail, Fact, FactValue } from '../../api'
import { spanText, useI18n, useWords, wordFor } from '../../i18n'
import { figure } from '../../lib/number'
import { Facts } from '../../ui/page'
import { UnverifiedTag } from '../../ui/tags'
import { useNow } from '../../app/LiveProvider'
import { dateTime, shortTime } from '../../lib/time'
import { alarmWords } from './words'
import type { Dictionary } from '../../i18n/zh'

/** A fact's value in plain text. */
export function factText(t: Dictionary, value: FactValue, now: number): string {
  switch (value.type) {
    case 'figure':
      return value.unit ? `${figure(value.value)} ${value.unit}` : figure(value.value)
    case 'time':
      return shortTime(value.time, now)
    case 'span':
      return value.seconds < 60 ? `${value.seconds} s` : spanText(t, value.seconds / 60)
    case 'limit': {
      const range = value.lower === null || value.lower === undefined ? '' : `${figure(value.lower)}–`
      return `${range}${figure(value.upper)} ${value.unit}`.trim()
    }
    case 'text':
      return value.text
  }
}

/** The facts that made the detector fire, each by its name, with figures and sources. */
export function FactList({ facts }: { facts: Fact[] }) {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const now = useNow()
  return (
    <Facts
      items={facts.map((fact) => [
        wordFor(words.fact, fact.name),
        <FactValueText
          key={fact.name}
          value={fact.value}
          text={factText(t, wordsOf(words.factText, fact.value), now)}
        />,
      ])}
    />
  )
}

/** Words of a text fact, where they are a code that people have a word for. */
function wordsOf(words: Record<string, string>, value: FactValue): FactValue {
  return value.type === 'text' ? { type: 'text', text: wordFor(words, value.text) } : value
}

function FactValueText({ value, text }: { value: FactValue; text: string }) {
  if (value.type === 'time')
    return (
      <time dateTime={value.time} title={dateTime(value.time)}>
        {text}
      </time>
    )
  if (value.type === 'limit') {
    return (
      <>
        {text} <span className="caption">{value.source}</span>
        {value.unverified && <UnverifiedTag />}
      </>
    )
  }
  return <>{text}</>
}

/** The facts told in one sentence; nothing where a fact that it needs is missing. */
export function useSentence(alarm: AlarmDetail): string | undefined {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const now = useNow()
  const of = (...names: string[]): string | undefined => {
    for (const name of names) {
      const fact = alarm.facts.find((candidate) => candidate.name === name)
      if (fact) return factText(t, fact.value, now)
    }
    return undefined
  }
  const since = shortTime(alarm.began, now)
  switch (alarm.kind) {
    case 'production_on_treatment_off': {
      const production = of('production_power', 'line_power')
      const treatment = of('treatment_power')
      return production && treatment
        ? words.sentence.production_on_treatment_off(since, production, treatment)
        : undefined
    }
    case 'exceedance_hour':
    case 'exceedance_realtime': {
      const value = of('worst_hour_mean', 'hour_mean', 'worst_sample', 'latest_sample', 'samples_mean')
      const limit = of('limit')
      return value && limit ? words.sentence.exceedance(since, value, limit) : undefined
    }
    case 'logger_silent':
      return words.sentence.logger_silent(of('last_frame') ?? since, of('silence') ?? '')
  }
}
