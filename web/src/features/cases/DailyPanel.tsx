import type { CaseDetail } from '../../api'
import { useWords } from '../../i18n'
import { yuan } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { Panel } from '../../ui/page'
import { OwedLine } from './DecisionPanel'
import { Sources } from './marks'
import { caseWords } from './words'

/** Fines for every day on which the act went on: how they were counted, and whether they are owed. */
export function DailyPanel({ file }: { file: CaseDetail }) {
  const words = useWords(caseWords)
  if (file.dailies.length === 0) return null
  return (
    <Panel title={words.dailies}>
      <ul className="plain-list">
        {file.dailies.map((daily) => (
          <li key={daily.number} data-daily={daily.number}>
            <span className="item-line">
              <span>
                {words.numbered(`${daily.number}`)} <b className="case-amount">{yuan(daily.count.fine)}</b>{' '}
                {words.yuan}
              </span>
              <span className={daily.document ? 'caption mono' : 'secondary'}>
                {daily.document ?? `○ ${words.dailyTold}`}
              </span>
            </span>
            <span>
              {words.dailyCount(`${daily.count.days}`, daily.count.first, daily.count.last, daily.original)}
            </span>
            <span>{daily.facts}</span>
            <span className="caption">
              {dateTime(daily.imposed_at ?? daily.told_at)}
              {daily.reviewed_by &&
                ` · ${words.reviewedBy} ${daily.reviewed_by.name || daily.reviewed_by.id}`}
              {daily.hearing.length > 0 && ` · ${words.hearingRight}`}
            </span>
            {daily.owed && <OwedLine owed={daily.owed} />}
            <Sources sources={[daily.count.basis]} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
