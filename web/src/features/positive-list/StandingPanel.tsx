import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { ApiError, positiveList, type ListEntryDetail, type ListStanding } from '../../api'
import { useRole } from '../../app/SessionProvider'
import { useI18n, useWords, wordFor } from '../../i18n'
import { dateTime } from '../../lib/time'
import { History } from '../../ui/History'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Facts, Panel } from '../../ui/page'
import { Acts } from './Acts'
import { CheckedTable, ReportTable } from './ReportTable'
import { StageMark } from './StageMark'
import { listWords } from './words'

/** How one enterprise stands, what may be done, and everything that happened. */
export function StandingPanel({ code }: { code: string }) {
  const words = useWords(listWords)
  const query = useQuery({ queryKey: ['positive-list', 'one', code], queryFn: () => positiveList.one(code) })
  if (query.error instanceof ApiError && query.error.status === 404) return <EmptyNote title={words.gone} />
  return <Loaded query={query}>{(standing) => <Body standing={standing} />}</Loaded>
}

function Body({ standing }: { standing: ListStanding }) {
  const words = useWords(listWords)
  const { name } = useI18n()
  const { entry } = standing
  return (
    <Panel
      className="list-panel"
      title={name(standing.enterprise)}
      extra={<Link href={`/enterprises/${standing.enterprise.code}`}>{words.enterprisePage} →</Link>}
    >
      {entry ? (
        <EntryBody standing={standing} entry={entry} />
      ) : (
        <EmptyNote title={words.neverProposed}>{words.emptyHint}</EmptyNote>
      )}
      {standing.history.length > 0 && (
        <>
          <h3>{words.history}</h3>
          <History
            steps={standing.history}
            kind={(kind) => wordFor(words.step, kind)}
            machine={words.machine}
            className="list-immune"
          />
        </>
      )}
    </Panel>
  )
}

function EntryBody({ standing, entry }: { standing: ListStanding; entry: ListEntryDetail }) {
  const words = useWords(listWords)
  const { name } = useI18n()
  const role = useRole()
  const { category, notice } = entry
  return (
    <>
      <Facts
        items={[
          [words.column.code, <span className="mono">{standing.enterprise.code}</span>],
          [words.column.district, name(standing.district)],
          [words.column.category, `${String(category.number)} · ${name(category)}`],
          [words.regimeTitle, words.regime[category.regime as 'exempt']],
          [words.column.stage, <StageMark entry={entry} />],
          [words.proposer, words.proposedBy[entry.proposed_by as 'bureau']],
          [words.proposedAt, dateTime(entry.proposed_at)],
          entry.notice_until && [words.notice, words.noticeUntil(dateTime(entry.notice_until))],
          entry.listed_since && [words.listedSince, dateTime(entry.listed_since)],
          entry.last_day && [words.column.term, words.validUntil(entry.last_day)],
          [words.statement, entry.statement],
          entry.ended && [words.ended, entry.ended],
        ]}
      />
      {entry.removal_proposal && <Removal removal={entry.removal_proposal} />}
      <h3>{words.report(entry.report.day)}</h3>
      <p className="caption">{words.reportHint}</p>
      <ReportTable report={entry.report} settled={notice?.settled ?? {}} />
      {notice && <Objections notice={notice} />}
      <Acts standing={standing} entry={entry} />
      {role !== 'enterprise_user' && (
        <Link href={`/inspections?assign=${standing.enterprise.code}`} className="link">
          {words.assign}
        </Link>
      )}
    </>
  )
}

function Removal({ removal }: { removal: NonNullable<ListEntryDetail['removal_proposal']> }) {
  const words = useWords(listWords)
  return (
    <div className="note note-problem" role="status">
      <strong>{words.removal}</strong>
      <p>
        {removal.machine ? words.byMachine : words.byPerson} · {dateTime(removal.at)}
        {removal.reason && ` · ${removal.reason}`}
      </p>
      {removal.broken.length > 0 && <CheckedTable title={words.removal} checked={removal.broken} />}
    </div>
  )
}

function Objections({ notice }: { notice: NonNullable<ListEntryDetail['notice']> }) {
  const words = useWords(listWords)
  return (
    <>
      <h3>{words.objections}</h3>
      {notice.objections.length === 0 && <p className="caption">{words.noObjections}</p>}
      <ul className="plain-list">
        {notice.objections.map((objection, index) => (
          <li key={index}>
            <span>
              {objection.summary} <span className="caption">{dateTime(objection.at)}</span>
            </span>
            <span className="caption">
              {typeof objection.upheld === 'boolean'
                ? `${objection.upheld ? words.upheld : words.notUpheld} · ${objection.finding ?? ''}`
                : words.open}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
