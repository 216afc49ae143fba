import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'wouter'
import { cases, type CaseDetail, type CaseFine, type CaseOwed, type CasePenalty } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { yuan } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { ProblemNote } from '../../ui/notes'
import { Facts, Panel } from '../../ui/page'
import { IllustrativeTag, UnverifiedTag } from '../../ui/tags'
import { Sources } from './marks'
import { caseWords } from './words'

/** What was decided, and what is owed. */
export function DecisionPanel({ file }: { file: CaseDetail }) {
  const words = useWords(caseWords)
  const { decision, owed } = file
  if (!decision) return null
  const by = decision.by.name || decision.by.id
  return (
    <Panel title={words.decision} extra={<span className="caption mono">{decision.number}</span>}>
      <p className="case-outcome">
        <strong>{wordFor(words.outcome, decision.outcome)}</strong>{' '}
        <span className="caption">
          {dateTime(decision.at)} · {by}
          {decision.on_the_spot && ` · ${words.onTheSpot}`}
        </span>
      </p>
      {decision.late && (
        <p className="urgent">
          {words.decidedLate(decision.late.due, `${decision.late.days}`, decision.late.reason)}
        </p>
      )}
      {decision.ground && <p>{decision.ground}</p>}
      {decision.penalty && <PenaltyView penalty={decision.penalty} />}
      <Facts
        items={[
          [words.factsFound, decision.facts],
          [words.provisions, decision.provisions.join('；')],
          decision.reasons && [words.reasons, decision.reasons],
          decision.weighed && [words.weighed, decision.weighed],
          [words.evidence, decision.evidence.map((number) => words.evidenceNumber(`${number}`)).join('、')],
          decision.reviewed_by && [words.reviewedBy, decision.reviewed_by.name || decision.reviewed_by.id],
          decision.deliberated_by.length > 0 && [
            words.deliberatedBy,
            decision.deliberated_by.map((person) => person.name || person.id).join('、'),
          ],
        ]}
      />
      <DocumentButtons id={file.summary.id} />
      {owed && <OwedLine owed={owed} />}
    </Panel>
  )
}

/** What is left to pay, with what its lateness adds. */
export function OwedLine({ owed }: { owed: CaseOwed }) {
  const words = useWords(caseWords)
  return (
    <p className="case-owed">
      <strong>{words.owed}</strong> {words.owedLine(yuan(owed.fine), yuan(owed.paid), yuan(owed.left))}
      {owed.surcharge && owed.surcharge_days && (
        <span className="urgent"> {words.surcharge(`${owed.surcharge_days}`, yuan(owed.surcharge))}</span>
      )}
    </p>
  )
}

function DocumentButtons({ id }: { id: string }) {
  const words = useWords(caseWords)
  const save = useMutation({ mutationFn: (format: 'pdf' | 'docx') => cases.document(id, format) })
  const button = (format: 'pdf' | 'docx', name: string) => (
    <Button
      size="small"
      loading={save.isPending && save.variables === format}
      onClick={() => save.mutate(format)}
    >
      {name}
    </Button>
  )
  return (
    <div className="case-documents">
      <span className="caption">{words.document}</span>
      {button('pdf', 'PDF')}
      {button('docx', 'Word')}
      {save.error && <ProblemNote error={save.error} />}
    </div>
  )
}

/** What the party was told; once it is decided, the decision says more. */
export function NoticePanel({ file }: { file: CaseDetail }) {
  const words = useWords(caseWords)
  const { notice } = file
  if (!notice || file.decision) return null
  return (
    <Panel title={words.notice} extra={<span className="caption">{dateTime(notice.at)}</span>}>
      <PenaltyView penalty={notice.penalty} />
      <Facts
        items={[
          [words.factsFound, notice.facts],
          [words.provisions, notice.provisions.join('；')],
        ]}
      />
      {notice.hearing.length > 0 && (
        <>
          <p>{words.hearingRight}</p>
          <Sources sources={notice.hearing} />
        </>
      )}
    </Panel>
  )
}

export function PenaltyView({ penalty }: { penalty: CasePenalty }) {
  const words = useWords(caseWords)
  return (
    <>
      {penalty.warning && <p>{words.warning}</p>}
      {penalty.other && <p>{penalty.other}</p>}
      {penalty.fine && <FineView fine={penalty.fine} />}
    </>
  )
}

/** A fine and how it comes about, step by step. */
export function FineView({ fine }: { fine: CaseFine }) {
  const words = useWords(caseWords)
  const { language } = useI18n()
  return (
    <div className="case-fine">
      <p>
        {words.fine} <b className="case-amount">{yuan(fine.amount)}</b> {words.yuan}
        {fine.unverified && <UnverifiedTag />}
        {fine.illustrative && <IllustrativeTag />}
      </p>
      {fine.by_hand && <p>{`${words.byHandFine}: ${fine.by_hand}`}</p>}
      {(fine.least ?? fine.greatest) && (
        <p className="caption">{`${words.range} ${fine.least ? yuan(fine.least) : '—'} … ${fine.greatest ? yuan(fine.greatest) : '—'} ${words.yuan}`}</p>
      )}
      {fine.departures.map((departure) => (
        <p key={departure.factor} className="caption">
          {`${words.departure(departure.factor, departure.chosen, departure.known)}: ${departure.reason}`}
        </p>
      ))}
      {fine.nearest.length > 0 && <Nearest fine={fine} />}
      {fine.steps.length > 0 && (
        <details className="why" open>
          <summary>{words.fineSteps}</summary>
          <ol>
            {fine.steps.map((step, i) => (
              <li key={i}>{step[language]}</li>
            ))}
          </ol>
          <Sources sources={fine.sources} />
        </details>
      )}
    </div>
  )
}

/** What was decided where most was the same. */
function Nearest({ fine }: { fine: CaseFine }) {
  const words = useWords(caseWords)
  return (
    <details className="why" open={fine.outlier != null}>
      <summary>
        {words.nearest}
        {fine.outlier && <b className="urgent"> {wordFor(words.outlier, fine.outlier)}</b>}
      </summary>
      <ul className="case-known">
        {fine.nearest.map((precedent) => (
          <li key={precedent.case}>
            <Link href={`/cases/${precedent.case}`} className="mono">
              {precedent.case}
            </Link>{' '}
            {precedent.decided_on} · <b>{yuan(precedent.amount)}</b> {words.yuan}
            <span className="caption">
              {' '}
              {words.sameFactors(`${precedent.same}`)}
              {precedent.differing.map((line) => ` · ${line.field}: ${line.text}`)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
