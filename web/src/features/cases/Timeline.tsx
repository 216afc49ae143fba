import type { CaseEntry } from '../../api'
import { useWords, wordFor } from '../../i18n'
import { dateTime } from '../../lib/time'
import { FileList } from '../alarms/commands/FilesField'
import { actWords } from './acts/words'
import { timelineWords } from './timeline/words'
import { caseWords } from './words'

/** Fields whose text is a code that has a word. */
const CODED: readonly string[] = [
  'record',
  'evidence_kind',
  'intact',
  'corrected',
  'opinion',
  'statement',
  'way',
  'challenge',
  'outcome',
  'step',
  'because',
  'ending',
  'warning',
  'hearing',
  'term',
  'measure_kind',
  'urgent',
  'referral_kind',
  'answer',
]

/** What happened, one entry an event, the latest last. */
export function Timeline({ entries }: { entries: CaseEntry[] }) {
  const words = useWords(actWords)
  const told = useWords(timelineWords)
  const texts = useWords(caseWords)
  const text = (field: string, code: string): string => {
    if (field === 'rung' || field === 'proposed') return wordFor(texts.rung, code)
    if (field === 'document') {
      const [kind = '', number] = code.split(' ')
      return [wordFor(words.choice, kind), number].filter(Boolean).join(' ')
    }
    return CODED.includes(field) ? wordFor(words.choice, code) : code
  }
  return (
    <ol className="case-timeline">
      {entries.map((entry, i) => (
        <li key={i}>
          <p className="item-line">
            <strong>{wordFor(told.event, entry.kind)}</strong>
            <span className="caption nowrap">
              <time dateTime={entry.at}>{dateTime(entry.at)}</time> ·{' '}
              {entry.by ? entry.by.name || entry.by.id : texts.system}
            </span>
          </p>
          {entry.lines.length > 0 && (
            <dl className="case-lines">
              {entry.lines.map((line, j) => (
                <div key={j}>
                  <dt>{wordFor(told.lineField, line.field)}</dt>
                  <dd>{text(line.field, line.text)}</dd>
                </div>
              ))}
            </dl>
          )}
          <FileList files={entry.files} />
        </li>
      ))}
    </ol>
  )
}
