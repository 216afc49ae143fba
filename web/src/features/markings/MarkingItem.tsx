import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { markings, type Marking } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords, wordFor } from '../../i18n'
import { shortTime } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { ActModal } from '../../ui/act'
import { ProblemNote } from '../../ui/notes'
import { FileList } from '../alarms/commands/FilesField'
import { Effect } from './Effect'
import { STALE } from './stale'
import { markingWords } from './words'

/** A marking with its reason, what it does, what the bureau says, and what can still be done with it. */
export function MarkingItem({
  marking,
  onChange,
}: {
  marking: Marking
  /** Without it, the marking is only shown. */
  onChange?: (marking: Marking) => void
}) {
  const words = useWords(markingWords)
  const { t, name } = useI18n()
  const now = useNow(60_000)
  const factors = marking.factors.map(name).join(t.common.listSign)
  const whole = marking.excused_hours + marking.invalid_hours === marking.hours
  return (
    <li className={marking.withdrawn ? 'marking marking-withdrawn' : 'marking'} data-marking={marking.id}>
      <div className="item-line">
        <b>{wordFor(words.kind, marking.kind)}</b>
        <span className="nowrap">
          {shortTime(marking.from, now)} – {shortTime(marking.to, now)}
        </span>
      </div>
      <p className="text">{marking.reason}</p>
      <FileList files={marking.files} />
      {!marking.withdrawn && (
        <p>
          {words.does(String(marking.hours), String(marking.excused_hours), String(marking.invalid_hours))}
          {!whole && marking.last && (
            <>
              {' · '}
              <Effect effect={marking.last} />
            </>
          )}
        </p>
      )}
      <p className="caption">
        {[
          factors,
          words.markedAt(shortTime(marking.marked_at, now)),
          marking.changed_at && words.changedAt(shortTime(marking.changed_at, now)),
          marking.withdrawn && words.withdrawn(marking.withdrawn),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {!marking.withdrawn && <ReviewLine marking={marking} />}
      <Acts marking={marking} onChange={onChange} />
    </li>
  )
}

function ReviewLine({ marking }: { marking: Marking }) {
  const words = useWords(markingWords)
  const now = useNow(60_000)
  const { review } = marking
  if (!review) return <p className="secondary">{words.toReview}</p>
  return (
    <p className={review.verdict === 'accepted' ? 'review-accepted' : 'urgent'}>
      {wordFor(words.verdict, review.verdict)} {review.by?.name} {shortTime(review.at, now)}
      {review.reason && ` · ${review.reason}`}
    </p>
  )
}

function Acts({
  marking,
  onChange,
}: {
  marking: Marking
  onChange: ((marking: Marking) => void) | undefined
}) {
  const words = useWords(markingWords)
  const [doing, setDoing] = useState<'withdraw' | 'contest'>()
  const accept = useAttempt((_: undefined, key: string) => markings.accept(marking.id, '', key), STALE)
  const verdict = marking.review?.verdict
  return (
    <>
      <div className="mark-acts">
        {marking.may_change && onChange && (
          <Button size="small" onClick={() => onChange(marking)}>
            {words.change}
          </Button>
        )}
        {marking.may_change && (
          <Button size="small" onClick={() => setDoing('withdraw')}>
            {words.withdraw}
          </Button>
        )}
        {marking.may_review && verdict !== 'accepted' && (
          <Button size="small" loading={accept.isPending} onClick={() => accept.mutate(undefined)}>
            {words.accept}
          </Button>
        )}
        {marking.may_review && (verdict === undefined || verdict === 'accepted') && (
          <Button size="small" onClick={() => setDoing('contest')}>
            {words.contest}
          </Button>
        )}
      </div>
      {accept.error && <ProblemNote error={accept.error} />}
      {doing && <ReasonForm marking={marking} doing={doing} onClose={() => setDoing(undefined)} />}
    </>
  )
}

function ReasonForm({
  marking,
  doing,
  onClose,
}: {
  marking: Marking
  doing: 'withdraw' | 'contest'
  onClose: () => void
}) {
  const words = useWords(markingWords)
  const [reason, setReason] = useState('')
  const [isFalse, setFalse] = useState(false)
  const act = useAttempt(
    (_: undefined, key: string) =>
      doing === 'withdraw'
        ? markings.withdraw(marking.id, reason, key)
        : markings.contest(marking.id, { reason, suspected_false: isFalse }, key),
    STALE,
    onClose,
  )
  const label = doing === 'withdraw' ? words.withdrawTitle : words.contestTitle
  return (
    <ActModal
      title={label}
      confirm={words.ok}
      ready={reason.trim() !== ''}
      act={act}
      onOk={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <Input.TextArea
        aria-label={label}
        rows={3}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {doing === 'contest' && (
        <>
          <Checkbox checked={isFalse} onChange={(event) => setFalse(event.target.checked)}>
            {words.suspectedFalse}
          </Checkbox>
          <p className="caption">{words.contestHint}</p>
        </>
      )}
    </ActModal>
  )
}
