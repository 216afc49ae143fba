import type { CaseBasis, CaseDeadline } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { IllustrativeTag, UnverifiedTag } from '../../ui/tags'
import { caseWords } from './words'

/** Where a case stands: a word and a shape, never colour alone. */
export function StageMark({ stage }: { stage: string }) {
  const words = useWords(caseWords)
  return <span className={`case-stage case-stage-${stage}`}>{wordFor(words.stage, stage)}</span>
}

/** How long is left. */
export function Left({ deadline }: { deadline: CaseDeadline }) {
  const words = useWords(caseWords)
  const { standing, days_left: days } = deadline
  if (standing !== 'running' && standing !== 'passed' && standing !== 'suspended') {
    const late = standing === 'met_late'
    return <span className={late ? 'due-over' : 'secondary'}>{wordFor(words.standing, standing)}</span>
  }
  if (days === null || days === undefined) return <span className="faint">{words.unknownDay}</span>
  const text = days === 0 ? words.today : days < 0 ? words.daysOver(`${-days}`) : words.daysLeft(`${days}`)
  const mark = days < 0 ? 'due due-over' : days <= 3 ? 'due due-soon' : 'due'
  return (
    <span className={mark}>
      <b>{text}</b>
      {standing === 'suspended' && <span className="caption"> · {words.standing.suspended}</span>}
    </span>
  )
}

/** A deadline's proof: nobody has to believe a date. */
export function DeadlineWhy({ deadline }: { deadline: CaseDeadline }) {
  const words = useWords(caseWords)
  const { language } = useI18n()
  if (deadline.unknown) return <p className="caption">{deadline.unknown}</p>
  if (deadline.why.length === 0) return null
  return (
    <details className="why">
      <summary>
        {words.why}
        {deadline.unverified && <UnverifiedTag />}
        {deadline.sources.some((basis) => basis.illustrative) && <IllustrativeTag />}
      </summary>
      <ol>
        {deadline.why.map((step, i) => (
          <li key={i}>{step[language]}</li>
        ))}
      </ol>
      <Sources sources={deadline.sources} />
    </details>
  )
}

/** On what something rests. */
export function Sources({ sources }: { sources: CaseBasis[] }) {
  const words = useWords(caseWords)
  if (sources.length === 0) return null
  return (
    <ul className="case-sources caption" aria-label={words.rests}>
      {sources.map((basis, i) => (
        <li key={i}>
          {basis.source} <span className="mono">{`${basis.pack} ${basis.version} ${basis.rule}`}</span>
          {basis.unverified && <UnverifiedTag />}
          {basis.illustrative && <IllustrativeTag />}
        </li>
      ))}
    </ul>
  )
}
