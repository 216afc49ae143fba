import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Checkbox, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { cityMap, libraries, type DrawCandidates, type OfficerCandidate } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { ProblemNote } from '../../ui/notes'
import { IllustrativeTag, UnverifiedTag } from '../../ui/tags'
import { officeWords } from './office/words'

/** Takes pools and officers from the libraries, and shows who cannot go and why. */
export function FromLibraries({ id, take }: { id: string; take: (found: DrawCandidates) => void }) {
  const words = useWords(officeWords)
  const { t, name } = useI18n()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const [district, setDistrict] = useState<string>()
  const [below, setBelow] = useState<number | null>(null)
  const [notAgain, setNotAgain] = useState(false)
  const look = useMutation({
    mutationFn: () =>
      libraries.candidates(id, { district, credit_below: below ?? undefined, not_again: notAgain }),
    onSuccess: take,
  })
  return (
    <>
      <div className="filters">
        <Select
          allowClear
          aria-label={t.common.district}
          placeholder={t.common.district}
          value={district}
          onChange={setDistrict}
          options={(city.data?.districts ?? []).map((item) => ({ value: item.code, label: name(item) }))}
        />
        <label className="act-field">
          <span className="caption">{words.creditBelow}</span>
          <InputNumber min={1} max={65_535} precision={0} value={below} onChange={setBelow} />
        </label>
        <Checkbox checked={notAgain} onChange={(event) => setNotAgain(event.target.checked)}>
          {words.notAgain}
        </Checkbox>
        <Button loading={look.isPending} onClick={() => look.mutate()}>
          {words.fromLibraries}
        </Button>
      </div>
      {look.error && <ProblemNote error={look.error} />}
      {look.data && <Taken found={look.data} />}
    </>
  )
}

function Taken({ found }: { found: DrawCandidates }) {
  const words = useWords(officeWords)
  const objects = found.pools.reduce((sum, pool) => sum + pool.candidates.length, 0)
  const stay = found.officers.filter(({ standing }) => standing.kind !== 'may_go')
  return (
    <>
      <p role="status">
        {words.taken(
          count(objects),
          count(found.officers.length - stay.length),
          count(stay.length),
          count(found.recusals.length),
        )}
      </p>
      <Quotas found={found} />
      <Excluded found={found} />
      {stay.length > 0 && <StayTable officers={stay} />}
    </>
  )
}

/** What the rules ask for in each pool, and what is left of it. */
function Quotas({ found }: { found: DrawCandidates }) {
  const words = useWords(officeWords)
  const ruled = found.pools.flatMap((pool) => (pool.quota ? [{ ...pool, quota: pool.quota }] : []))
  if (ruled.length === 0) return null
  return (
    <ul className="draw-quotas">
      {ruled.map(({ id, title, quota }) => (
        <li key={id} data-quota={id}>
          {words.quotaOf(
            title,
            words.period[quota.period as 'year'],
            count(quota.wanted),
            count(quota.drawn),
            count(quota.left),
          )}{' '}
          {quota.plan != null && <span className="caption">{words.byPlan(String(quota.plan))} </span>}
          {quota.rule?.illustrative ? <IllustrativeTag /> : quota.rule?.unverified && <UnverifiedTag />}
        </li>
      ))}
    </ul>
  )
}

/** Objects that cannot be drawn, by the reason that the record will say. */
function Excluded({ found }: { found: DrawCandidates }) {
  const words = useWords(officeWords)
  const reasons = new Map<string, number>()
  for (const { excluded } of found.pools.flatMap((pool) => pool.candidates)) {
    if (excluded) reasons.set(excluded, (reasons.get(excluded) ?? 0) + 1)
  }
  if (reasons.size === 0) return null
  return (
    <ul className="draw-quotas">
      {[...reasons].map(([reason, objects]) => (
        <li key={reason}>{words.notDrawn(count(objects), reason)}</li>
      ))}
    </ul>
  )
}

function StayTable({ officers }: { officers: OfficerCandidate[] }) {
  const words = useWords(officeWords)
  const why = ({ standing }: OfficerCandidate) => {
    if (standing.kind === 'may_go') return ''
    return words.stays[standing.kind](standing.from, standing.until)
  }
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.staysTitle}</caption>
        <tbody>
          {officers.map((candidate) => (
            <tr key={candidate.officer.id}>
              <td>
                {candidate.name} <span className="caption mono">{candidate.officer.id}</span>
              </td>
              <td>{candidate.unit}</td>
              <td className="draw-fate draw-fate-excluded">{why(candidate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
