import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { draws, type PlanProposal } from '../../../api'
import { useWords } from '../../../i18n'
import { count } from '../../../lib/number'
import { useAttempt } from '../../../lib/useAttempt'
import { EmptyNote, Loaded, ProblemNote } from '../../../ui/notes'
import { Panel } from '../../../ui/page'
import { IllustrativeTag, UnverifiedTag } from '../../../ui/tags'
import { PLANS } from './keys'
import { planWords } from './words'
import '../../../ui/act-form.css'

type Pool = PlanProposal['pools'][number]

/** What is said of a pool: figures of four quarters, and why. */
interface Said {
  quarters: (number | null)[]
  reason: string
}

/** Drafts the plan of a year, with what the rules ask for already filled in. */
export function DraftForm({ year, done }: { year: number; done: () => void }) {
  const words = useWords(planWords)
  const query = useQuery({ queryKey: ['draw-plan-proposal', year], queryFn: () => draws.planProposal(year) })
  return (
    <Panel title={`${words.draft} ${year}`} className="act-form">
      <Loaded query={query}>
        {({ pools }) =>
          pools.length === 0 ? (
            <EmptyNote title={words.noPools}>{words.noPoolsHint}</EmptyNote>
          ) : (
            <Fields year={year} pools={pools} done={done} />
          )
        }
      </Loaded>
    </Panel>
  )
}

function Fields({ year, pools, done }: { year: number; pools: Pool[]; done: () => void }) {
  const words = useWords(planWords)
  const first = (pool: Pool): Said => ({ quarters: pool.quarters ?? [null, null, null, null], reason: '' })
  const [said, setSaid] = useState<Record<string, Said>>({})
  const of = (pool: Pool) => said[pool.id] ?? first(pool)
  const byRule = (pool: Pool) =>
    pool.quarters != null && pool.quarters.every((quota, index) => of(pool).quarters[index] === quota)
  const empty = (pool: Pool) => of(pool).quarters.every((quota) => quota === null)
  const taken = pools.filter((pool) => !empty(pool))
  const ready = taken.length > 0 && taken.every((pool) => byRule(pool) || of(pool).reason.trim() !== '')
  const draft = useAttempt(
    (_: undefined, key) =>
      draws.draftPlan(
        year,
        taken.map((pool) => ({
          id: pool.id,
          quarters: of(pool).quarters.map((quota) => quota ?? 0) as [number, number, number, number],
          reason: byRule(pool) ? null : of(pool).reason,
        })),
        key,
      ),
    PLANS,
    done,
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) draft.mutate(undefined)
      }}
    >
      {pools.map((pool) => (
        <PoolFields
          key={pool.id}
          pool={pool}
          said={of(pool)}
          byRule={byRule(pool)}
          onChange={(part) => setSaid({ ...said, [pool.id]: { ...of(pool), ...part } })}
        />
      ))}
      <div className="acts">
        <Button onClick={done}>{words.close}</Button>
        <Button type="primary" htmlType="submit" disabled={!ready} loading={draft.isPending}>
          {words.submit}
        </Button>
      </div>
      {draft.error && <ProblemNote error={draft.error} keptDraft />}
    </form>
  )
}

function PoolFields({
  pool,
  said,
  byRule,
  onChange,
}: {
  pool: Pool
  said: Said
  byRule: boolean
  onChange: (part: Partial<Said>) => void
}) {
  const words = useWords(planWords)
  return (
    <fieldset className="filters draw-pool" data-pool={pool.id}>
      <legend>
        {pool.title} <span className="caption">{`${words.objects} ${count(pool.objects)}`}</span>{' '}
        <span className="caption">
          {pool.quarters ? words.ruleSays(pool.quarters.join(' · ')) : words.noRule}
        </span>{' '}
        {pool.rule?.illustrative ? <IllustrativeTag /> : pool.rule?.unverified && <UnverifiedTag />}
      </legend>
      {said.quarters.map((quota, index) => (
        <label className="act-field" key={index}>
          <span className="caption">{words.quarter(String(index + 1))}</span>
          <InputNumber
            aria-label={words.quarterOf(pool.title, String(index + 1))}
            min={0}
            max={pool.objects}
            precision={0}
            value={quota}
            onChange={(value) =>
              onChange({ quarters: said.quarters.map((other, i) => (i === index ? value : other)) })
            }
          />
        </label>
      ))}
      {!byRule && (
        <label className="act-field act-field-wide">
          <span className="caption">{words.reason}</span>
          <Input
            aria-label={words.reasonOf(pool.title)}
            value={said.reason}
            maxLength={200}
            onChange={(event) => onChange({ reason: event.target.value })}
          />
        </label>
      )}
    </fieldset>
  )
}
