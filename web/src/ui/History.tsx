import { dateTime } from '../lib/time'

interface Step {
  kind: string
  at: string
  by: string
  words?: string | null
  sequence: number
}

/** Everything that happened, in words: what, who, when, and what was said with it. */
export function History({
  steps,
  kind,
  machine,
  className,
}: {
  steps: Step[]
  /** A kind of step in words. */
  kind: (kind: string) => string
  /** Who it was where nobody did it. */
  machine: string
  /** Of what was said. */
  className: string
}) {
  return (
    <ol className="steps">
      {steps.map((step) => (
        <li key={step.sequence} className="step">
          <div className="step-head">
            <span>
              {kind(step.kind)} <span className="caption">{step.by === 'machine' ? machine : step.by}</span>
            </span>
            <time className="step-time" dateTime={step.at}>
              {dateTime(step.at)}
            </time>
          </div>
          {step.words && <p className={className}>{step.words}</p>}
        </li>
      ))}
    </ol>
  )
}
