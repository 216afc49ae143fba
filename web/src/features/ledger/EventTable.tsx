import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { Fragment } from 'react'
import { Link } from 'wouter'
import { ledger, type LedgerEvent } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { clockSeconds, date } from '../../lib/time'
import { ProblemNote } from '../../ui/notes'
import { alarmWords } from '../alarms/words'
import { checkProof } from './proof'
import { ledgerWords } from './words'

interface Props {
  events: LedgerEvent[]
  publicKey: string
  chosen: number | undefined
  onChoose: (sequence: number | undefined) => void
}

export function EventTable({ events, publicKey, chosen, onChoose }: Props) {
  const words = useWords(ledgerWords)
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.events}</caption>
        <thead>
          <tr>
            <th scope="col" className="number ledger-sequence">
              {words.column.sequence}
            </th>
            <th scope="col">{words.column.at}</th>
            <th scope="col">{words.column.kind}</th>
            <th scope="col">{words.column.stream}</th>
            <th scope="col">{words.column.actor}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <Fragment key={event.sequence}>
              <EventRow event={event} open={event.sequence === chosen} onChoose={onChoose} />
              {event.sequence === chosen && (
                <tr className="ledger-detail">
                  <td colSpan={5}>
                    <EventDetail event={event} publicKey={publicKey} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function EventRow({
  event,
  open,
  onChoose,
}: {
  event: LedgerEvent
  open: boolean
  onChoose: Props['onChoose']
}) {
  const words = useWords(ledgerWords)
  const steps = useWords(alarmWords).step
  const { t } = useI18n()
  const { actor } = event
  const alarm = event.stream.startsWith('alarm/') ? event.stream.slice('alarm/'.length) : undefined
  return (
    <tr className={open ? 'queue-row-here' : ''}>
      <td className="number">
        <button
          type="button"
          className="link"
          aria-expanded={open}
          onClick={() => onChoose(open ? undefined : event.sequence)}
        >
          {count(event.sequence)} {open ? '▾' : '▸'}
        </button>
      </td>
      <td className="nowrap">
        {date(event.at)} {clockSeconds(event.at)}
      </td>
      <td>{wordFor({ ...steps, ...words.kind }, event.kind.replace(/^alarm\./, ''))}</td>
      <td className="mono">{alarm ? <Link href={`/alarms/${alarm}`}>{event.stream}</Link> : event.stream}</td>
      <td>
        {actor.kind === 'user' ? (
          <>
            {actor.id} <span className="caption">{t.roles[actor.role]}</span>
          </>
        ) : (
          `${words.system} ${actor.name}`
        )}
      </td>
    </tr>
  )
}

function EventDetail({ event, publicKey }: { event: LedgerEvent; publicKey: string }) {
  const words = useWords(ledgerWords)
  const check = useMutation({
    mutationFn: async () => checkProof(await ledger.proof(event.sequence), publicKey),
  })
  const result = check.data
  return (
    <div className="ledger-event">
      <pre className="mono">{JSON.stringify(event.body, null, 2)}</pre>
      <div>
        <Button loading={check.isPending} onClick={() => check.mutate()}>
          {words.proof}
        </Button>
        <p className="caption">{words.proofHint}</p>
        {check.error && <ProblemNote error={check.error} retry={() => check.mutate()} />}
        {result && (
          <div role="status">
            <p className={result.ok ? 'ledger-ok' : 'urgent'}>
              {result.ok
                ? `✓ ${words.proofOk(count(event.sequence), count(result.size))}`
                : `✕ ${words.proofBad}`}
            </p>
            <p className="caption">
              {words.proofSteps(result.steps)} ·{' '}
              {result.signature === undefined
                ? words.signatureSkipped
                : result.signature
                  ? words.signatureOk
                  : words.signatureBad}
            </p>
            <dl className="facts">
              {(
                [
                  [words.leaf, result.leaf],
                  [words.computed, result.computed],
                  [words.stated, result.stated],
                ] as const
              ).map(([name, hash]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd className="mono">{hash}</dd>
                </div>
              ))}
            </dl>
          </div>
        )}
      </div>
    </div>
  )
}
