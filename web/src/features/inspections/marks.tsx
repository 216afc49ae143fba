import type { InspectionFinding, InspectionSummary } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { inspectionWords } from './words'

/** How far an inspection is, and what about it presses. */
export function StageMark({ one }: { one: InspectionSummary }) {
  const words = useWords(inspectionWords)
  return (
    <>
      <span className={`inspection-stage inspection-stage-${one.stage}`}>{words.stage[one.stage]}</span>
      {one.overdue && <div className="caption urgent">{words.overdue}</div>}
      {one.escalated && <div className="caption">{words.escalated}</div>}
      {one.unanswered > 0 && <div className="caption">{words.waiting}</div>}
    </>
  )
}

export function FindingMark({ finding }: { finding: InspectionFinding | null | undefined }) {
  const words = useWords(inspectionWords)
  if (!finding) return <span className="faint">—</span>
  return <span className={`inspection-finding-${finding}`}>{words.finding[finding]}</span>
}

/** How the enterprise stood on the positive list when the inspection was opened. */
export function ListedMark({ listed }: { listed: InspectionSummary['listed'] }) {
  const words = useWords(inspectionWords)
  const { name } = useI18n()
  if (!listed) return <span className="faint">{words.notListed}</span>
  return <>{words.category(String(listed.number), name(listed))}</>
}
