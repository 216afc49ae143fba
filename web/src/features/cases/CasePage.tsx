import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'wouter'
import { ApiError, cases, type CaseDetail } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { yuan } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Facts, PageHead, Panel } from '../../ui/page'
import { ActPanel } from './acts/ActPanel'
import { actWords } from './acts/words'
import { DailyPanel } from './DailyPanel'
import { DecisionPanel, NoticePanel } from './DecisionPanel'
import { EvidencePanel } from './EvidencePanel'
import { DeadlineWhy, Left, StageMark } from './marks'
import { TierView } from './TierView'
import { Timeline } from './Timeline'
import { caseWords } from './words'
import '../alarms/alarms.css'
import './cases.css'

/** One case: what can be done now, what is due and why, and everything that stands in its file. */
export default function CasePage() {
  const { id } = useParams<{ id: string }>()
  const words = useWords(caseWords)
  const query = useQuery({ queryKey: ['case', id], queryFn: () => cases.one(id), refetchInterval: 30_000 })
  const missing = query.error instanceof ApiError && query.error.status === 404
  return (
    <div className="page">
      {missing ? (
        <EmptyNote title={words.gone}>
          <Link href="/cases">{words.back}</Link>
        </EmptyNote>
      ) : (
        <Loaded query={query}>{(found) => <Body key={found.summary.id} file={found} />}</Loaded>
      )}
    </div>
  )
}

function Body({ file }: { file: CaseDetail }) {
  const words = useWords(caseWords)
  const { name } = useI18n()
  const { summary } = file
  return (
    <>
      <PageHead
        title={name(summary.party)}
        note={
          <>
            <StageMark stage={summary.stage} />
            <span>{summary.suspected}</span>
            <span>{name(summary.district)}</span>
            {summary.late && <span className="urgent">{words.late}</span>}
            <span className="caption mono">{summary.id}</span>
          </>
        }
      >
        <Link href="/cases">← {words.back}</Link>
      </PageHead>
      {file.suspended_since && (
        <p className="note note-empty case-paused" role="status">
          {words.suspendedSince(dateTime(file.suspended_since))}
        </p>
      )}
      <div className="case-grid">
        <div className="case-side">
          <ActPanel file={file} />
          <Deadlines file={file} />
        </div>
        <div className="case-main">
          <About file={file} />
          <DecisionPanel file={file} />
          <NoticePanel file={file} />
          <Panel title={words.tier}>
            <TierView tier={file.tier} />
          </Panel>
          <EvidencePanel file={file} />
          <Orders file={file} />
          <DailyPanel file={file} />
          <Measures file={file} />
          <Panel title={words.timeline}>
            <Timeline entries={file.timeline} />
          </Panel>
        </div>
      </div>
    </>
  )
}

function About({ file }: { file: CaseDetail }) {
  const words = useWords(caseWords)
  const { name } = useI18n()
  const { summary } = file
  return (
    <Panel title={words.facts}>
      <Facts
        items={[
          [
            words.party,
            <Link key="party" href={`/enterprises/${summary.party.code}`}>
              {name(summary.party)} <span className="caption mono">{summary.party.code}</span>
            </Link>,
          ],
          [words.suspected, summary.suspected],
          file.alarm && [
            words.source,
            <Link key="alarm" href={`/alarms/${file.alarm}`}>
              {`${words.alarm} ${file.alarm}`}
            </Link>,
          ],
          file.reason && [words.byHand, file.reason],
          file.merged_into && [words.mergedInto, <CaseLinks key="into" ids={[file.merged_into]} />],
          file.merged.length > 0 && [words.merged, <CaseLinks key="merged" ids={file.merged} />],
          [words.foundOn, file.found_on],
          [words.endedOn, file.ended_on ?? words.goesOn],
          [
            words.investigators,
            <>
              {file.investigators.map((person) => person.name || person.id).join('、')}{' '}
              <span className="caption">{words.investigatorsHint}</span>
            </>,
          ],
        ]}
      />
    </Panel>
  )
}

function CaseLinks({ ids }: { ids: string[] }) {
  return ids.map((id) => (
    <Link key={id} href={`/cases/${id}`} className="mono">
      {id}{' '}
    </Link>
  ))
}

function Deadlines({ file }: { file: CaseDetail }) {
  const words = useWords(caseWords)
  return (
    <Panel title={words.deadlines}>
      <ul className="plain-list">
        {file.deadlines.map((deadline, i) => (
          <li key={i} data-deadline={deadline.kind}>
            <span className="item-line">
              <span>
                {wordFor(words.deadline, deadline.kind)}
                {deadline.subject && (
                  <span className="caption"> {words.numbered(`${deadline.subject}`)}</span>
                )}
              </span>
              <Left deadline={deadline} />
            </span>
            <span className="caption">
              {words.from(deadline.from)} →{' '}
              {deadline.at ? dateTime(deadline.at) : (deadline.day ?? words.unknownDay)}
              {deadline.done_on && ` · ✓ ${deadline.done_on}`}
            </span>
            <DeadlineWhy deadline={deadline} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Orders({ file }: { file: CaseDetail }) {
  const words = useWords(caseWords)
  if (file.orders.length === 0) return null
  return (
    <Panel title={words.orders}>
      <ul className="plain-list">
        {file.orders.map((order) => (
          <li key={order.number}>
            <span className="item-line">
              <span>{`${words.numbered(`${order.number}`)} ${order.what}`}</span>
              <span className={order.corrected === false ? 'urgent' : 'secondary'}>
                {order.corrected === true
                  ? `✓ ${words.corrected}`
                  : order.corrected === false
                    ? `✕ ${words.notCorrected}`
                    : `○ ${words.notLooked}`}
              </span>
            </span>
            <span className="caption">
              {dateTime(order.at)} · {words.until} {order.until ?? words.atOnce}
            </span>
            {order.daily && <span>{words.daily(`${order.daily.days}`, yuan(order.daily.fine))}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Seizures, limits, stops, and what went to the police. */
function Measures({ file }: { file: CaseDetail }) {
  const words = useWords(caseWords)
  const acts = useWords(actWords)
  if (file.measures.length + file.referrals.length === 0) return null
  return (
    <Panel title={words.measures}>
      <ul className="plain-list">
        {file.measures.map((measure) => (
          <li key={`m${measure.number}`}>
            <span className="item-line">
              <span>
                {words.numbered(`${measure.number}`)} {wordFor(acts.choice, measure.kind)} {measure.objects}
              </span>
              <span className={measure.waits ? 'urgent' : 'secondary'}>
                {measure.lifted_on
                  ? `✓ ${words.lifted(measure.lifted_on)}`
                  : measure.waits
                    ? `△ ${words.waits}`
                    : `● ${words.holds}`}
              </span>
            </span>
            <span className="caption">
              {measure.on} · {measure.reason}
            </span>
          </li>
        ))}
        {file.referrals.map((referral) => (
          <li key={`r${referral.number}`}>
            <span className="item-line">
              <span>
                {words.numbered(`${referral.number}`)} {wordFor(acts.choice, referral.kind)} {referral.to}
              </span>
              <span className={referral.handed_over_at ? 'secondary' : 'urgent'}>
                {referral.handed_over_at
                  ? words.handedOver(dateTime(referral.handed_over_at))
                  : words.notHandedOver}
              </span>
            </span>
            <span className="caption">
              {dateTime(referral.at)}
              {referral.answer && ` · ${wordFor(acts.choice, referral.answer)}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
