import { useMemo } from 'react'
import { useWords, wordFor } from '../../i18n'
import type { Attempt, Checked, Fault, Report } from '../../lib/draw'
import { count } from '../../lib/number'
import { clockSeconds, date } from '../../lib/time'
import { Facts, Panel } from '../../ui/page'
import { FateTable } from './FateTable'
import { objectFates, officerFates } from './fates'
import { drawWords } from './words'

export function ReportView({ report, kept }: { report: Report; kept: boolean }) {
  const words = useWords(drawWords)
  const whole = report.faults.filter(({ attempt }) => attempt === undefined)
  return (
    <>
      <Panel>
        <p role="status" className={report.ok ? 'draw-verdict draw-ok' : 'draw-verdict urgent'}>
          {report.ok ? `✓ ${kept ? words.okKept : words.ok}` : `✕ ${words.bad(report.faults.length)}`}
        </p>
        <Faults faults={whole} />
      </Panel>
      {report.attempts.map((checked, index) => (
        <AttemptView
          key={index}
          number={index + 1}
          checked={checked}
          attempt={report.record?.attempts[index]}
          faults={report.faults.filter(({ attempt }) => attempt === index + 1)}
        />
      ))}
    </>
  )
}

function Faults({ faults }: { faults: Fault[] }) {
  const words = useWords(drawWords)
  if (faults.length === 0) return null
  return (
    <ul className="draw-faults">
      {faults.map(({ code, detail }, index) => (
        <li key={index}>
          <span className="urgent">{wordFor(words.fault, code)}</span>{' '}
          <span className="caption mono">
            {code}
            {detail && ` · ${detail}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

interface AttemptProps {
  number: number
  checked: Checked
  attempt: Attempt | undefined
  faults: Fault[]
}

function AttemptView({ number, checked, attempt, faults }: AttemptProps) {
  const words = useWords(drawWords)
  const fates = useMemo(
    () => attempt && { objects: objectFates(attempt), officers: officerFates(attempt) },
    [attempt],
  )
  if (!attempt || !fates) return null
  const { plan } = attempt
  return (
    <Panel
      title={`${plan.title} · ${words.attempt(number)}`}
      extra={<span className={`draw-state draw-state-${checked.state}`}>{words.state[checked.state]}</span>}
    >
      <Faults faults={faults} />
      <Facts
        items={[
          [words.authority, plan.authority],
          [words.occasion, <span className="mono">{plan.occasion}</span>],
          [words.drawn, words.drawnOf(count(checked.drawn), count(checked.objects))],
          [words.committedAt, at(plan.committed_at)],
          [words.visits, `${plan.visits_from} — ${plan.visits_until}`],
          [words.chance, <Chance attempt={attempt} />],
          [words.commitment, <span className="mono draw-hash">{attempt.commitment}</span>],
          attempt.void && [words.voidReason, `${attempt.void.reason} (${at(attempt.void.at)})`],
          attempt.void &&
            attempt.void.silent.length > 0 && [
              words.silent,
              <span className="mono">{attempt.void.silent.join(', ')}</span>,
            ],
        ]}
      />
      <Pools attempt={attempt} />
      <FateTable title={words.objects} fates={fates.objects} />
      <FateTable title={words.officers} fates={fates.officers} />
    </Panel>
  )
}

const at = (second: string) => `${date(second)} ${clockSeconds(second)}`

function Chance({ attempt }: { attempt: Attempt }) {
  const words = useWords(drawWords)
  const { source } = attempt.plan
  if ('beacon' in source) return <>{words.beacon(String(source.beacon.round))}</>
  const revealed = attempt.entropy && 'reveals' in attempt.entropy ? attempt.entropy.reveals : []
  return (
    <ul className="draw-parties">
      {source.reveals.parties.map(({ id, role }) => {
        const reveal = revealed.find(({ party }) => party === id)
        return (
          <li key={id}>
            {role} <span className="caption mono">{id}</span>{' '}
            {reveal ? words.revealedAt(at(reveal.at)) : words.notRevealed(at(source.reveals.deadline))}
          </li>
        )
      })}
    </ul>
  )
}

function Pools({ attempt }: { attempt: Attempt }) {
  const words = useWords(drawWords)
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.pools}</caption>
        <thead>
          <tr>
            <th scope="col">{words.pool}</th>
            <th scope="col" className="number">
              {words.candidates}
            </th>
            <th scope="col" className="number">
              {words.quota}
            </th>
            <th scope="col">{words.basis}</th>
            <th scope="col">{words.weights}</th>
          </tr>
        </thead>
        <tbody>
          {attempt.plan.pools.map((pool) => (
            <tr key={pool.id}>
              <td>
                {pool.title} <span className="caption mono">{pool.id}</span>
              </td>
              <td className="number">{count(pool.candidates.length)}</td>
              <td className="number">{count(pool.quota)}</td>
              <td>{pool.basis}</td>
              <td>{pool.classes.map(({ title, weight }) => `${title} × ${weight}`).join('；')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
