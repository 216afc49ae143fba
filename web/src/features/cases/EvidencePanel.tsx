import type { CaseDetail, CaseEvidence } from '../../api'
import { useWords, wordFor } from '../../i18n'
import { dateTime } from '../../lib/time'
import { FileList } from '../alarms/commands/FilesField'
import { Panel } from '../../ui/page'
import { actWords } from './acts/words'
import { caseWords } from './words'

/** The evidence with its custody; what is altered says so where it stands. */
export function EvidencePanel({ file }: { file: CaseDetail }) {
  const words = useWords(caseWords)
  return (
    <Panel title={words.evidence}>
      {file.evidence.length === 0 ? (
        <p className="secondary">{words.noEvidence}</p>
      ) : (
        <ul className="plain-list">
          {file.evidence.map((evidence) => (
            <Item key={evidence.number} evidence={evidence} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Item({ evidence }: { evidence: CaseEvidence }) {
  const words = useWords(caseWords)
  const acts = useWords(actWords)
  const bad = !evidence.intact ? words.altered : evidence.found_altered ? words.wasAltered : undefined
  return (
    <li data-evidence={evidence.number}>
      <span className="item-line">
        <span>
          <strong>{words.evidenceNumber(`${evidence.number}`)}</strong> {evidence.title}{' '}
          <span className="caption">{wordFor(acts.choice, evidence.kind)}</span>
        </span>
        <span className={bad ? 'urgent' : 'caption'} role={bad ? 'alert' : undefined}>
          {bad ? `✕ ${bad}` : `✓ ${words.intact}`}
        </span>
      </span>
      <span>{evidence.shows}</span>
      <span className="caption">
        {evidence.obtained_on} · {evidence.by.name || evidence.by.id}
        {evidence.kept && ` · ${words.kept} ${evidence.kept}`}
      </span>
      <span className="caption mono case-hash">{evidence.hash}</span>
      {evidence.custody.length > 0 && (
        <details>
          <summary className="caption">{words.custody}</summary>
          <ol className="case-custody">
            {evidence.custody.map((step, i) => (
              <li key={i} className="caption">
                {dateTime(step.at)} · {step.by.name || step.by.id} ·{' '}
                {step.to
                  ? words.moved(step.to, step.reason ?? '')
                  : step.intact
                    ? words.checkedOk
                    : words.checkedBad}
              </li>
            ))}
          </ol>
        </details>
      )}
      <FileList files={[evidence.file, evidence.clip].filter((found) => found != null)} />
    </li>
  )
}
