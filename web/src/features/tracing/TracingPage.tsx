import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Suspense, useState } from 'react'
import { Link, useParams, useSearch } from 'wouter'
import { ApiError, tracings, type TracingDetail } from '../../api'
import { lazily } from '../../app/lazily'
import { useI18n, useWords, wordFor } from '../../i18n'
import { dateTime } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { Boundary } from '../../ui/Boundary'
import { History } from '../../ui/History'
import { EmptyNote, Loaded, LoadingNote, ProblemNote } from '../../ui/notes'
import { Facts, PageHead, Panel } from '../../ui/page'
import { BasisPanel, Remarks, VersionsPanel } from './BasisPanel'
import { AlarmPanel } from './AlarmPanel'
import { CloseForm } from './CloseForm'
import { CruisePanel } from './CruisePanel'
import { MapPanel, useHypothesis } from './MapPanel'
import { linesOf, nameOf, type ThingKey } from './parts'
import { PolarPanel } from './PolarPanel'
import { ChosenPanel, RankingPanel } from './RankingPanel'
import { TaskPanel } from './TaskPanel'
import { TrackForm } from './TrackForm'
import { tracingWords } from './words'
import '../alarms/alarms.css'
import './tracing.css'
import './air.css'

const ModelChart = lazily(() => import('./ModelChart'))

/** One tracing: where the air came from, who may be the source, why, and what it rests on. */
export default function TracingPage() {
  const { id } = useParams<{ id: string }>()
  const words = useWords(tracingWords)
  const asked = new URLSearchParams(useSearch()).get('version')
  const version = asked === null ? undefined : Number(asked)
  const query = useQuery({
    queryKey: ['tracing', id, version],
    queryFn: () => tracings.one(id, version),
    // A ranking takes seconds: it appears when it is there.
    refetchInterval: ({ state }) => (state.data?.stage === 'running' ? 1_000 : false),
  })
  if (query.error instanceof ApiError && query.error.status === 404) {
    return (
      <EmptyNote title={words.gone}>
        <Link href="/tracing">{words.back}</Link>
      </EmptyNote>
    )
  }
  return <Loaded query={query}>{(one) => <Body key={`${one.id}:${one.shown}`} one={one} />}</Loaded>
}

function Body({ one }: { one: TracingDetail }) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  const [chosen, setChosen] = useState<ThingKey>()
  const [cruiseShown, setCruiseShown] = useState(true)
  const selected = chosen ?? (one.ranking ? linesOf(one.ranking)[0]?.key : undefined)
  // A version never changes, nor does what is reckoned from it.
  const cruise = useQuery({
    queryKey: ['tracing', one.id, 'cruise', one.shown],
    queryFn: () => tracings.cruise(one.id, one.shown),
    enabled: one.ranking !== null && one.ranking !== undefined,
    staleTime: Infinity,
  })
  return (
    <div className="page tracing-page">
      <PageHead
        title={`${name(one.station)} · ${name(one.factor)}`}
        note={
          <>
            <span className={`tracing-stage tracing-stage-${one.stage}`}>{words.stage[one.stage]}</span>
            <span>{words.span(dateTime(one.anomaly_from), dateTime(one.anomaly_to))}</span>
            <span>{name(one.district)}</span>
            <span className="caption">{one.id}</span>
          </>
        }
      >
        <Link href="/tracing">← {words.back}</Link>
        <ReportButtons one={one} />
        <Acts one={one} />
      </PageHead>
      <State one={one} />
      <div className="tracing-grid">
        <div className="tracing-main">
          <MapPanel
            one={one}
            selected={selected}
            onSelect={setChosen}
            cruise={cruiseShown ? cruise.data : undefined}
          />
          <ChartPanel one={one} selected={selected} />
        </div>
        <div className="tracing-side">
          <Origin one={one} />
          {one.ranking && <RankingPanel ranking={one.ranking} selected={selected} onSelect={setChosen} />}
          {one.ranking && selected && <ChosenPanel ranking={one.ranking} selected={selected} />}
          {cruise.error && <ProblemNote error={cruise.error} />}
          {cruise.data && <CruisePanel cruise={cruise.data} shown={cruiseShown} onShow={setCruiseShown} />}
          <TaskPanel one={one} cruise={cruise.data} />
          {one.from_alarm && <AlarmPanel one={one} alarm={one.from_alarm.id} />}
          <PolarPanel one={one} />
          <VersionsPanel one={one} />
        </div>
      </div>
      <BasisPanel one={one} />
      <Panel title={words.history}>
        <History
          steps={one.history}
          kind={(kind) => wordFor(words.step, kind)}
          machine={words.machine}
          className="tracing-words"
        />
      </Panel>
    </div>
  )
}

function Acts({ one }: { one: TracingDetail }) {
  const words = useWords(tracingWords)
  const [closing, setClosing] = useState(false)
  const [tracking, setTracking] = useState(false)
  const renew = useAttempt(
    (_: null, key) => tracings.renew(one.id, one.version, key),
    ['tracing', 'tracings'],
  )
  return (
    <>
      {one.allowed.includes('renew') && <Button onClick={() => setTracking(true)}>{words.track}</Button>}
      {one.allowed.includes('renew') && (
        <Button loading={renew.isPending} onClick={() => renew.mutate(null)}>
          {words.renew}
        </Button>
      )}
      {one.allowed.includes('close') && (
        <Button type="primary" onClick={() => setClosing(true)}>
          {words.close}
        </Button>
      )}
      {renew.error && <ProblemNote error={renew.error} />}
      {tracking && <TrackForm one={one} onClose={() => setTracking(false)} />}
      {closing && <CloseForm one={one} onClose={() => setClosing(false)} />}
    </>
  )
}

/** The report of the version that is shown. */
function ReportButtons({ one }: { one: TracingDetail }) {
  const words = useWords(tracingWords)
  const save = useMutation({
    mutationFn: (format: 'pdf' | 'docx') => tracings.document(one.id, one.shown, format),
  })
  const button = (format: 'pdf' | 'docx', label: string) => (
    <Button loading={save.isPending && save.variables === format} onClick={() => save.mutate(format)}>
      {label}
    </Button>
  )
  return (
    <>
      <span className="caption">{words.report}</span>
      {button('pdf', 'PDF')}
      {button('docx', 'Word')}
      {save.error && <ProblemNote error={save.error} />}
    </>
  )
}

/** Why there is no ranking, where there is none. */
function State({ one }: { one: TracingDetail }) {
  const words = useWords(tracingWords)
  const version = one.versions[one.shown]
  if (version?.state === 'running') {
    return (
      <div className="note note-loading" role="status">
        {words.running}
      </div>
    )
  }
  if (version?.state === 'failed') {
    return (
      <div className="note note-problem" role="alert">
        <strong>{words.failed}</strong> {version.why}
      </div>
    )
  }
  if (version?.state !== 'not_possible') return null
  return (
    <div className="note note-problem" role="status">
      <strong>{words.notPossible}</strong>
      <Remarks remarks={one.missing} />
    </div>
  )
}

/** From where it comes, and what turned out. */
function Origin({ one }: { one: TracingDetail }) {
  const words = useWords(tracingWords)
  const { t, name } = useI18n()
  const { from_alarm: alarm, closing } = one
  return (
    <Panel>
      <Facts
        items={[
          alarm && [
            words.alarm,
            <Link key="alarm" href={`/alarms/${alarm.id}`} className="link">
              {alarm.id}
            </Link>,
          ],
          alarm && [words.alarmStage, wordFor(t.stage, alarm.stage)],
          alarm?.branch && [words.alarmBranch, name(alarm.branch)],
          alarm?.outcome && [words.alarmOutcome, wordFor(words.outcome, alarm.outcome)],
          one.reason && [words.reason, one.reason],
          closing && [
            words.closing,
            <div key="closing">
              <strong>
                {closing.enterprises.length > 0
                  ? closing.enterprises.map(name).join(t.common.listSign)
                  : words.verdict[closing.verdict]}
              </strong>{' '}
              {closing.hit && <span>{words.hit[closing.hit]}</span>}
              <div className="tracing-words">{closing.words}</div>
              <div className="caption">
                {words.by(closing.by, dateTime(closing.at))}
                {closing.brier !== null &&
                  closing.brier !== undefined &&
                  ` · ${words.brierOf(closing.brier.toFixed(2))}`}
              </div>
            </div>,
          ],
        ]}
      />
    </Panel>
  )
}

function ChartPanel({ one, selected }: { one: TracingDetail; selected: ThingKey | undefined }) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  const { hypothesis } = useHypothesis(one, selected)
  if (!one.ranking || !selected || selected === 'nobody') return null
  const what = hypothesis?.things.map((thing) => nameOf(thing, name, words.thing)).join(words.together)
  return (
    <Panel title={words.chart} extra={what && <span className="caption">{words.chartHint(what)}</span>}>
      {hypothesis ? (
        <Boundary>
          <Suspense fallback={<LoadingNote />}>
            <ModelChart one={one} hypothesis={hypothesis} />
          </Suspense>
        </Boundary>
      ) : (
        <p className="secondary">{words.noChart}</p>
      )}
    </Panel>
  )
}
