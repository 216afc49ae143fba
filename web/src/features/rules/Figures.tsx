import { count } from '../../lib/number'

/** Counts side by side: a code for each, what it counts, how many. */
export function Figures({ figures }: { figures: readonly (readonly [string, string, number])[] }) {
  return (
    <div className="rule-figures">
      {figures.map(([code, label, value]) => (
        <div key={code} data-figure={code}>
          <span className="caption">{label}</span>
          <b>{count(value)}</b>
        </div>
      ))}
    </div>
  )
}
