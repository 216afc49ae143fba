import type { AlarmDetail, Fact, FactValue } from '../../api'
import { spanText, useI18n, useWords, wordFor } from '../../i18n'
import { figure } from '../../lib/number'
import { Facts } from '../../ui/page'
import { UnverifiedTag } from '../../ui/tags'
import { useNow } from '../../app/LiveProvider'
import { dateTime, shortTime } from '../../lib/time'
import { factWords } from './facts/words'
import { sentenceWords } from './sentences'
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
export function FactList({ facts, names }: { facts: Fact[]; names: ReadonlyMap<string, string> }) {
  const words = useWords(factWords)
  const { t } = useI18n()
  const now = useNow()
  return (
    <Facts
      items={facts.map((fact) => [
        wordFor(words.name, fact.name),
        <FactValueText
          key={fact.name}
          value={fact.value}
          text={factText(t, inWords(fact, words.text, t.mark, names), now)}
        />,
      ])}
    />
  )
}

/** A text fact with its code or id replaced by the word or name that people know. */
function inWords(
  { name, value }: Fact,
  words: Record<string, string>,
  marks: Record<string, string>,
  names: ReadonlyMap<string, string>,
): FactValue {
  if (value.type !== 'text') return value
  const mark = name === 'device_declared' ? marks[value.text] : undefined
  return { type: 'text', text: names.get(value.text) ?? mark ?? wordFor(words, value.text) }
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
  const sentences = useWords(sentenceWords)
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
      const lasted = of('lasted')
      // Once it has passed, the latest powers no longer show it.
      if (alarm.cleared && lasted) {
        return sentences.production_on_treatment_off_past(since, shortTime(alarm.seen, now), lasted)
      }
      const production = of('production_power')
      const treatment = of('treatment_power')
      return production && treatment
        ? sentences.production_on_treatment_off(since, production, treatment)
        : undefined
    }
    case 'exceedance_hour':
    case 'exceedance_day':
    case 'exceedance_realtime': {
      const value = of(
        'worst_hour_mean',
        'hour_mean',
        'worst_day_mean',
        'day_mean',
        'day_mean_converted',
        'worst_sample',
        'latest_sample',
        'samples_mean',
      )
      const limit = of('limit')
      return value && limit ? sentences.exceedance(since, value, limit) : undefined
    }
    case 'production_under_order': {
      const production = of('production_power')
      const order = of('order')
      return production && order ? sentences.production_under_order(since, production, order) : undefined
    }
    case 'off_hours_production': {
      const production = of('production_power')
      const hours = of('permitted_hours')
      return production && hours ? sentences.off_hours_production(since, production, hours) : undefined
    }
    case 'logger_silent':
      return sentences.logger_silent(of('last_frame') ?? since, of('silence') ?? '')
    case 'clock_error': {
      const [off, side] = [of('clock_off_by'), alarm.facts.find(({ name }) => name === 'clock_side')?.value]
      if (!off || side?.type !== 'text') return undefined
      return sentences.clock_error(since, off, side.text === 'ahead')
    }
    case 'station_spike': {
      const value = of('worst_hour_mean')
      const expected = of('expected_mean')
      return value && expected ? sentences.station_spike(since, value, expected) : undefined
    }
    case 'range_clipping': {
      const upper = of('range_upper')
      return upper ? sentences.range_clipping(since, upper) : undefined
    }
    case 'sample_at_odds': {
      const [manual, value] = [of('manual_sample'), of('value')]
      return manual && value ? sentences.sample_at_odds(of('sampled_at') ?? since, manual, value) : undefined
    }
    case 'mass_balance': {
      const [amount, expected] = [of('amount'), of('expected_amount')]
      return amount && expected ? sentences.mass_balance(since, amount, expected) : undefined
    }
    case 'unexplained': {
      const [value, expected] = [of('value'), of('expected_value')]
      if (!value || !expected) return undefined
      const [power, before] = [of('production_power_mean'), of('production_power_before')]
      return power && before
        ? sentences.unexplained_beside_lines(since, value, expected, power, before)
        : sentences.unexplained(since, value, expected)
    }
    case 'calibration_altered':
    case 'constant_value':
    case 'impossible_value':
    case 'replay':
    case 'step':
    case 'drift':
    case 'limit_hugging':
    case 'variance_collapse':
      return undefined
  }
}
