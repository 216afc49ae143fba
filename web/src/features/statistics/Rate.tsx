import type { Rates, RateTarget } from '../../api'
import { useWords } from '../../i18n'
import { count } from '../../lib/number'
import { statisticsWords } from './words'

/** A rate; a dash where there is none, never zero. */
export function Percent({ value, digits = 2 }: { value: number | null | undefined; digits?: number }) {
  if (value === null || value === undefined) return <span className="faint">—</span>
  return <>{value.toFixed(digits)}%</>
}

/** The effective rate beside its targets: colour, sign and word. */
export function Rate({ value, targets }: { value: number | null | undefined; targets: RateTarget[] }) {
  const words = useWords(statisticsWords)
  if (value === null || value === undefined) return <Percent value={value} />
  const missed = targets.map((target) => target.percent).filter((percent) => value < percent)
  const lowest = Math.min(...targets.map((target) => target.percent))
  if (missed.length === 0) return <Percent value={value} />
  const level = value < lowest ? 'urgent' : 'wei-text'
  return (
    <span className={level} title={words.below(String(Math.min(...missed)))}>
      <span aria-hidden="true">▼ </span>
      <span className="visually-hidden">{words.below(String(Math.min(...missed)))} </span>
      <Percent value={value} />
    </span>
  )
}

/** The three rates with the counts that they are made of. */
export function RateFigures({ rates, targets }: { rates: Rates; targets: RateTarget[] }) {
  const words = useWords(statisticsWords)
  const part = (a: number, b: number) => `${count(a)} / ${count(b)}`
  return (
    <div className="figures">
      <div>
        <span className="caption">{words.column.effective}</span>
        <b className="figure">
          <Rate value={rates.effective_percent} targets={targets} />
        </b>
        <span className="caption">
          {words.targets(targets.map((target) => `${target.percent}%`).join(' · '))}
        </span>
      </div>
      <div>
        <span className="caption">{words.column.transmission}</span>
        <b className="figure">
          <Percent value={rates.transmission_percent} />
        </b>
        <span className="caption">
          {words.column.received} / {words.column.expected} {part(rates.received, rates.expected)}
        </span>
      </div>
      <div>
        <span className="caption">{words.column.validity}</span>
        <b className="figure">
          <Percent value={rates.validity_percent} />
        </b>
        <span className="caption">
          {words.column.valid} / {words.column.received} {part(rates.valid, rates.received)}
        </span>
      </div>
      <div>
        <span className="caption">{words.column.stopped}</span>
        <b className="figure">{count(rates.stopped)}</b>
        <span className="caption">{words.stoppedHint}</span>
      </div>
    </div>
  )
}
