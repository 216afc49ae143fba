import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { Link } from 'wouter'
import { draws, type InspectionPlan, type PlanDraft } from '../../../api'
import { useWords } from '../../../i18n'
import { count } from '../../../lib/number'
import { dateTime } from '../../../lib/time'
import { useAttempt } from '../../../lib/useAttempt'
import { ActModal } from '../../../ui/act'
import { EmptyNote, Loaded, ProblemNote } from '../../../ui/notes'
import { PageHead, Panel } from '../../../ui/page'
import { IllustrativeTag, UnverifiedTag } from '../../../ui/tags'
import { DraftForm } from './DraftForm'
import { PLANS } from './keys'
import { planWords } from './words'
import '../draws.css'

/** The plans of draws, year by year: what holds, what waits for approval, and what is left to draw. */
export default function PlansPage() {
  const words = useWords(planWords)
  const [year, setYear] = useState<number | null>(null)
  const [drafting, setDrafting] = useState<number>()
  const query = useQuery({ queryKey: PLANS, queryFn: draws.plans })
  const chosen = year ?? query.data?.this_year ?? null
  return (
    <div className="page">
      <PageHead title={words.title} note={words.intro}>
        <Link href="/draws" className="link">
          {words.toDraws}
        </Link>
        {query.data?.may_draft && (
          <>
            <InputNumber
              aria-label={words.year}
              min={2000}
              max={2100}
              precision={0}
              value={chosen}
              onChange={setYear}
            />
            <Button
              type="primary"
              disabled={chosen === null}
              onClick={() => setDrafting(chosen ?? undefined)}
              aria-expanded={drafting !== undefined}
            >
              {query.data.plans.some((plan) => plan.year === chosen) ? words.redraft : words.draft}
            </Button>
          </>
        )}
      </PageHead>
      {drafting !== undefined && (
        <DraftForm key={drafting} year={drafting} done={() => setDrafting(undefined)} />
      )}
      <Loaded query={query}>
        {({ plans }) =>
          plans.length === 0 ? (
            <EmptyNote title={words.none}>{words.noneHint}</EmptyNote>
          ) : (
            plans.map((plan) => <Plan key={plan.year} plan={plan} />)
          )
        }
      </Loaded>
    </div>
  )
}

function Plan({ plan }: { plan: InspectionPlan }) {
  const words = useWords(planWords)
  const { in_force: holds, waiting, returned } = plan
  return (
    <Panel title={String(plan.year)} className="draw-plan">
      {holds && (
        <DraftTable
          draft={holds}
          state={words.inForce(String(holds.number))}
          className="draw-plan-holds"
          counts
        />
      )}
      {waiting && (
        <DraftTable
          draft={waiting}
          state={words.waiting(String(waiting.number))}
          className="draw-plan-waits"
        />
      )}
      {waiting && plan.may_approve && <Decide year={plan.year} draft={waiting.number} />}
      {returned && (
        <DraftTable
          draft={returned}
          state={words.returned(String(returned.number))}
          className="draw-plan-returned"
        />
      )}
    </Panel>
  )
}

function DraftTable({
  draft,
  state,
  className,
  counts = false,
}: {
  draft: PlanDraft
  state: string
  className: string
  /** Whether what was drawn is counted against it. */
  counts?: boolean
}) {
  const words = useWords(planWords)
  const decided = draft.decided_by != null && draft.decided_at != null
  const by = (told: (who: string, when: string) => string) =>
    decided ? told(draft.decided_by ?? '', dateTime(draft.decided_at ?? '')) : ''
  const said = [
    words.draftedBy(draft.drafted_by, dateTime(draft.drafted_at)),
    decided && draft.reason == null && by(words.approvedBy),
    decided && draft.reason != null && by((who, when) => words.returnedBy(who, when, draft.reason ?? '')),
  ]
  return (
    <section data-draft={draft.number}>
      <h3 className={className}>{state}</h3>
      <p className="caption">{said.filter(Boolean).join(' · ')}</p>
      <div className="scroll-x">
        <table className="sheet">
          <caption className="visually-hidden">{state}</caption>
          <thead>
            <tr>
              <th scope="col">{words.pool}</th>
              <th scope="col" className="number">
                {words.objects}
              </th>
              {['1', '2', '3', '4'].map((quarter) => (
                <th key={quarter} scope="col" className="number">
                  {words.quarter(quarter)}
                </th>
              ))}
              <th scope="col" className="number">
                {words.whole}
              </th>
              {counts && (
                <th scope="col" className="number">
                  {words.left}
                </th>
              )}
              <th scope="col">{words.ground}</th>
            </tr>
          </thead>
          <tbody>
            {draft.pools.map((pool) => (
              <tr key={pool.id} data-pool={pool.id}>
                <td>{pool.title}</td>
                <td className="number">{count(pool.objects)}</td>
                {[...pool.quarters, pool].map(({ drawn, planned }, index) => (
                  <td key={index} className="number nowrap">
                    {counts ? words.cell(count(drawn), count(planned)) : count(planned)}
                  </td>
                ))}
                {counts && <td className="number">{count(pool.left)}</td>}
                <td>
                  <Ground pool={pool} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {counts && <p className="caption">{words.cellHint}</p>}
    </section>
  )
}

function Ground({ pool }: { pool: PlanDraft['pools'][number] }) {
  const words = useWords(planWords)
  if (!pool.rule) {
    return (
      <>
        {words.byHand} · {pool.reason}
      </>
    )
  }
  return (
    <>
      {words.byRule} · {pool.rule.source}{' '}
      {pool.rule.illustrative ? <IllustrativeTag /> : pool.rule.unverified && <UnverifiedTag />}
    </>
  )
}

/** Approves what somebody else drafted, or gives it back with the reason. */
function Decide({ year, draft }: { year: number; draft: number }) {
  const words = useWords(planWords)
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const approve = useAttempt((_: undefined, key) => draws.approvePlan(year, draft, key), PLANS)
  const giveBack = useAttempt(
    (_: undefined, key) => draws.returnPlan(year, draft, reason, key),
    PLANS,
    () => setOpen(false),
  )
  return (
    <div className="acts">
      <Button type="primary" loading={approve.isPending} onClick={() => approve.mutate(undefined)}>
        {words.approve}
      </Button>
      <Button onClick={() => setOpen(true)}>{words.giveBack}</Button>
      {approve.error && <ProblemNote error={approve.error} />}
      {open && (
        <ActModal
          title={words.giveBackTitle}
          confirm={words.giveBack}
          ready={reason.trim() !== ''}
          act={giveBack}
          onOk={() => giveBack.mutate(undefined)}
          onClose={() => setOpen(false)}
        >
          <label className="act-field act-field-wide">
            <span className="caption">{words.reason}</span>
            <Input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
          </label>
        </ActModal>
      )}
    </div>
  )
}
