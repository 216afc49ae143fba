import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { Link, useParams } from 'wouter'
import { alarms, ApiError, type AlarmDetail } from '../../api'
import { lazily } from '../../app/lazily'
import { useI18n, useWords, wordFor } from '../../i18n'
import { dateTime } from '../../lib/time'
import { Boundary } from '../../ui/Boundary'
import { EmptyNote, Loaded, LoadingNote } from '../../ui/notes'
import { Facts, PageHead, Panel } from '../../ui/page'
import { AlarmTitle, SeverityTag, StageTag } from '../../ui/tags'
import { AlarmCase } from '../cases/AlarmCase'
import { AlarmTracing } from '../tracing/AlarmTracing'
import { AlarmMarkings } from '../markings/AlarmMarkings'
import { CommandPanel } from './commands/CommandPanel'
import { DueWhy } from './DueWhy'
import { FactList, useSentence } from './FactText'
import { clearedAt, officerOf } from './history'
import { MergePanel } from './MergePanel'
import { Explanations, Verification } from './Said'
import { SnoozeNote } from './SnoozeNote'
import { Steps } from './Steps'
import { useNames } from './useNames'
import { ListedBadge } from '../positive-list/ListedBadge'
import { alarmWords } from './words'
import './alarms.css'

const EvidenceChart = lazily(() => import('./EvidenceChart'))

export default function AlarmPage() {
  const { id } = useParams<{ id: string }>()
  const words = useWords(alarmWords)
  const query = useQuery({ queryKey: ['alarm', id], queryFn: () => alarms.one(id) })
  const missing = query.error instanceof ApiError && query.error.status === 404
  return (
    <div className="page alarm-page">
      {missing ? (
        <EmptyNote title={words.gone}>
          <Link href="/alarms">{words.backToQueue}</Link>
        </EmptyNote>
      ) : (
        <Loaded query={query}>{(alarm) => <Body key={alarm.id} alarm={alarm} />}</Loaded>
      )}
    </div>
  )
}

function Body({ alarm }: { alarm: AlarmDetail }) {
  const words = useWords(alarmWords)
  const { t, name } = useI18n()
  const sentence = useSentence(alarm)
  const cleared = clearedAt(alarm)
  const names = useNames(alarm)
  const half = Math.ceil(alarm.facts.length / 2)
  return (
    <>
      <PageHead
        title={<AlarmTitle alarm={alarm} />}
        tab={[t.kind[alarm.kind], alarm.enterprise && name(alarm.enterprise)].filter(Boolean).join(' · ')}
        note={
          <>
            <SeverityTag severity={alarm.severity} />
            {alarm.led_severity && <span>{words.ledPresses(t.severity[alarm.led_severity])}</span>}
            <StageTag stage={alarm.stage} />
            {alarm.escalated && <span className="urgent">{words.escalated}</span>}
            <span>
              {alarm.enterprise && (
                <Link href={`/enterprises/${alarm.enterprise.code}`}>{name(alarm.enterprise)}</Link>
              )}{' '}
              <ListedBadge code={alarm.enterprise?.code} />
            </span>
            <span>{alarm.district && name(alarm.district)}</span>
            <span className="caption">{alarm.id}</span>
          </>
        }
      >
        <Link href="/alarms">← {words.backToQueue}</Link>
      </PageHead>
      <div className="alarm-grid">
        <div className="alarm-side">
          <Panel title={words.next}>
            <DueWhy due={alarm.due} />
            {alarm.merge && alarm.stage !== 'closed' && alarm.stage !== 'handed_on' && (
              <p className="secondary">{words.ledHint}</p>
            )}
            <SnoozeNote alarm={alarm} />
            <CommandPanel alarm={alarm} />
          </Panel>
          <AlarmTracing alarm={alarm} />
          <AlarmCase alarm={alarm} />
        </div>
        <div className="alarm-main">
          <Panel
            title={words.facts}
            extra={<span className="caption">{`${words.detector} ${alarm.detector}`}</span>}
          >
            {sentence && <p className="alarm-sentence">{sentence}</p>}
            <p className={alarm.cleared ? 'secondary' : 'alarm-ongoing'}>
              {alarm.cleared ? `${words.cleared} ${cleared ? dateTime(cleared) : ''}` : words.notCleared}
            </p>
            <div className="alarm-subject">
              <Subject alarm={alarm} />
            </div>
            <details className="alarm-all-facts">
              <summary>
                {words.allFacts(alarm.facts.length)} <span className="caption">{words.factsNote}</span>
              </summary>
              <div className="alarm-facts">
                <FactList facts={alarm.facts.slice(0, half)} names={names} />
                <FactList facts={alarm.facts.slice(half)} names={names} />
              </div>
            </details>
          </Panel>
          {alarm.charts.length > 0 && (
            <Panel title={words.evidence} extra={<span className="caption">{words.evidenceHint}</span>}>
              <Boundary>
                <Suspense fallback={<LoadingNote />}>
                  <EvidenceChart alarm={alarm} />
                </Suspense>
              </Boundary>
            </Panel>
          )}
          <AlarmMarkings alarm={alarm} />
          <MergePanel alarm={alarm} />
          <Verification alarm={alarm} />
          <Explanations alarm={alarm} />
          <Panel title={words.steps}>
            <Steps alarm={alarm} names={names} />
          </Panel>
        </div>
      </div>
    </>
  )
}

/** Where records of the alarm's subject stand. */
function Subject({ alarm }: { alarm: AlarmDetail }) {
  const words = useWords(alarmWords)
  const { t, name } = useI18n()
  const { subject } = alarm
  const text = `${name(subject)} · ${wordFor(words.subject, subject.kind)}`
  const chart = alarm.charts.find((candidate) => candidate.kind === 'outlet')
  const outlet = subject.kind === 'outlet' ? subject.id : chart?.id
  return (
    <Facts
      items={[
        [
          words.column.where,
          outlet ? (
            <Link key="at" href={`/monitoring/${outlet}`}>
              {text}
            </Link>
          ) : (
            text
          ),
        ],
        [words.began, dateTime(alarm.began)],
        [words.seen, dateTime(alarm.seen)],
        [words.raised, dateTime(alarm.raised_at)],
        [words.column.officer, officerOf(alarm, t) ?? <span className="faint">{words.unassigned}</span>],
      ]}
    />
  )
}
