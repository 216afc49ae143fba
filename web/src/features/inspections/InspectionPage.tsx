import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link, useParams } from 'wouter'
import { ApiError, inspections, type InspectionDetail } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { History } from '../../ui/History'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { Facts, PageHead, Panel } from '../../ui/page'
import { IllustrativeTag, UnverifiedTag } from '../../ui/tags'
import { FileList } from '../alarms/commands/FilesField'
import { Acts } from './Acts'
import { assignWords } from './assignWords'
import { DossierView } from './DossierView'
import { FindingMark, ListedMark, StageMark } from './marks'
import { inspectionWords } from './words'
import '../alarms/alarms.css'
import './inspections.css'

/** One inspection: what is known, what is proposed, what may be done. */
export default function InspectionPage() {
  const { id } = useParams<{ id: string }>()
  const words = useWords(inspectionWords)
  const query = useQuery({ queryKey: ['inspections', 'one', id], queryFn: () => inspections.one(id) })
  if (query.error instanceof ApiError && query.error.status === 404) return <EmptyNote title={words.gone} />
  return <Loaded query={query}>{(one) => <Body one={one} />}</Loaded>
}

function Body({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  const assign = useWords(assignWords)
  const { name } = useI18n()
  const leftList = one.stage === 'off_site' && !one.exempt_today
  return (
    <div className="page inspection-body">
      <PageHead title={name(one.enterprise)} note={<span className="mono">{one.id}</span>}>
        <Link href={`/enterprises/${one.enterprise.code}`} className="link">
          {words.enterprisePage}
        </Link>
        {one.dossier && <DocumentButtons id={one.id} />}
      </PageHead>
      <Panel>
        <Facts
          items={[
            [words.column.stage, <StageMark one={one} />],
            [words.column.finding, <FindingMark finding={one.finding} />],
            [words.column.district, name(one.district)],
            [
              words.draw,
              one.draw ? (
                <Link href={`/draws/${one.draw}`} className="mono">
                  {one.draw}
                </Link>
              ) : (
                [words.assigned, one.cause && wordFor(assign.cause, one.cause)].filter(Boolean).join(' · ')
              ),
            ],
            one.cause_words && [assign.field.words, one.cause_words],
            one.cause_alarm && [
              assign.alarm,
              <Link href={`/alarms/${one.cause_alarm}`} className="mono">
                {one.cause_alarm}
              </Link>,
            ],
            !one.visits_from && one.until && [words.column.until, one.until],
            one.visits_from && [words.term, words.span(one.visits_from, one.until ?? '')],
            [`${words.column.listed} (${words.listedThen})`, <ListedMark listed={one.listed} />],
            one.officers.length > 0 && [words.officers, <Officers officers={one.officers} />],
            one.beside.length > 0 && [words.beside, <Beside one={one} />],
            one.routine && [
              `${words.routine} (${words.routineOf[one.routine.period as 'year']})`,
              <Routine routine={one.routine} />,
            ],
            [words.opened, dateTime(one.opened_at)],
          ]}
        />
        {leftList && (
          <div className="note note-problem" role="status">
            <strong>{words.leftList}</strong>
          </div>
        )}
        {one.escalation && (
          <>
            <h3>{words.escalation}</h3>
            <p>
              {one.escalation.reason}{' '}
              <span className="caption">{words.by(one.escalation.by, dateTime(one.escalation.at))}</span>
            </p>
          </>
        )}
        <Outcome one={one} />
        {one.questions.length > 0 && <Questions one={one} />}
        <Acts key={one.version} one={one} />
      </Panel>
      <DossierView one={one} />
      <Panel title={words.history}>
        <History
          steps={one.history}
          kind={(kind) => wordFor(words.step, kind)}
          machine={words.machine}
          className="inspection-words"
        />
      </Panel>
    </div>
  )
}

/** Who opens a gate does there whatever is to be done. */
function Beside({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  return (
    <>
      {one.beside.map(({ id, visits_from: from, until }) => (
        <div key={id}>
          <Link href={`/inspections/${id}`} className="mono">
            {id}
          </Link>{' '}
          {from && until && <span className="caption">{words.span(from, until)}</span>}
        </div>
      ))}
    </>
  )
}

/** How often somebody goes there without a cause, and how often at most. */
function Routine({ routine }: { routine: NonNullable<InspectionDetail['routine']> }) {
  const words = useWords(inspectionWords)
  const { visits, most, rule } = routine
  return (
    <>
      {words.routineCount(count(visits), count(most))}{' '}
      {visits > most && <strong className="urgent">{words.routineOver}</strong>}{' '}
      {rule.illustrative ? <IllustrativeTag /> : rule.unverified && <UnverifiedTag />}
    </>
  )
}

function Officers({ officers }: { officers: InspectionDetail['officers'] }) {
  const words = useWords(inspectionWords)
  return (
    <>
      {officers.map((officer) => (
        <div key={officer.id}>
          {officer.name || officer.id} <span className="caption">{officer.unit}</span>{' '}
          <span className={officer.certified ? 'caption' : 'caption urgent'}>
            {officer.certified && officer.certified_until
              ? words.certifiedUntil(officer.certified_until)
              : words.notCertified}
          </span>
        </div>
      ))}
    </>
  )
}

/** What came of it, by whichever way. */
function Outcome({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  const { t } = useI18n()
  const { conclusion, visit, given_up: givenUp } = one
  return (
    <>
      {conclusion && (
        <>
          <h3>{words.conclusion}</h3>
          <p>
            <strong>{words.finding[conclusion.finding]}</strong> {conclusion.words}{' '}
            <span className="caption">{words.by(conclusion.by, dateTime(conclusion.at))}</span>
          </p>
          <h3>{words.settled}</h3>
          <ul className="inspection-list">
            {Object.entries(conclusion.settled).map(([gap, note]) => (
              <li key={gap}>
                {wordFor(words.gap, gap)} — {note}
              </li>
            ))}
          </ul>
        </>
      )}
      {visit && (
        <>
          <h3>{words.visitTitle}</h3>
          <p>
            <strong>{words.finding[visit.finding]}</strong> {visit.words}{' '}
            <span className="caption">{words.by(visit.by, dateTime(visit.at))}</span>
          </p>
          <Facts
            items={[
              [words.visitDay, visit.late ? `${visit.day} · ${words.late}` : visit.day],
              [
                words.visitOfficers,
                visit.officers.map((officer) => officer.name || officer.id).join(t.common.listSign),
              ],
              visit.instead && [words.visitInstead, visit.instead],
              visit.together.length > 0 && [words.visitTogether, visit.together.join(t.common.listSign)],
              [words.visitItems, visit.items.join(t.common.listSign)],
            ]}
          />
        </>
      )}
      {givenUp && (
        <>
          <h3>{words.giveUpReason}</h3>
          <p>
            {givenUp.reason} <span className="caption">{words.by(givenUp.by, dateTime(givenUp.at))}</span>
          </p>
        </>
      )}
    </>
  )
}

function Questions({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  return (
    <>
      <h3>{words.questions}</h3>
      <ul className="plain-list">
        {one.questions.map((question, index) => (
          <li key={index}>
            <span>
              {question.words}{' '}
              <span className="caption">{words.question(words.wanted[question.wanted], question.until)}</span>
            </span>
            <span>
              {question.answer ? (
                <>
                  {question.answer.words}{' '}
                  <span className="caption">{words.answered(dateTime(question.answer.at))}</span>
                  <FileList files={question.answer.files} />
                </>
              ) : (
                <span className="caption">{words.notAnswered}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function DocumentButtons({ id }: { id: string }) {
  const words = useWords(inspectionWords)
  const save = useMutation({ mutationFn: (format: 'pdf' | 'docx') => inspections.document(id, format) })
  const button = (format: 'pdf' | 'docx', label: string) => (
    <Button loading={save.isPending && save.variables === format} onClick={() => save.mutate(format)}>
      {label}
    </Button>
  )
  return (
    <>
      <span className="caption">{words.document}</span>
      {button('pdf', 'PDF')}
      {button('docx', 'Word')}
      {save.error && <ProblemNote error={save.error} />}
    </>
  )
}
