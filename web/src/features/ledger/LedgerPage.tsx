import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { ledger, type LedgerHead } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { EventTable } from './EventTable'
import { SealsPanel } from './SealsPanel'
import { ledgerWords } from './words'
import '../alarms/alarms.css'
import './ledger.css'

const PAGE_SIZE = 50

/** The ledger's own page: what it says it is, and the means to check that. */
export default function LedgerPage() {
  const words = useWords(ledgerWords)
  const head = useQuery({ queryKey: ['ledger', 'head'], queryFn: ledger.head })
  return (
    <div className="page">
      <PageHead title={words.title} note={words.intro} />
      <Loaded query={head}>
        {(data) => (
          <>
            <HeadPanel head={data} />
            <Events head={data} />
            <Seals />
          </>
        )}
      </Loaded>
    </div>
  )
}

function HeadPanel({ head }: { head: LedgerHead }) {
  const words = useWords(ledgerWords)
  const verify = useMutation({ mutationFn: ledger.verify })
  return (
    <Panel>
      <div className="ledger-head">
        <div className="ledger-size">
          <b>{count(head.size)}</b>
          <span className="secondary">{words.size}</span>
        </div>
        <dl className="facts ledger-facts">
          <div>
            <dt>{words.root}</dt>
            <dd className="mono">{head.root}</dd>
          </div>
          <div>
            <dt>{words.publicKey}</dt>
            <dd className="mono">{head.public_key}</dd>
          </div>
        </dl>
        <div className="ledger-verify">
          <Button type="primary" loading={verify.isPending} onClick={() => verify.mutate()}>
            {verify.isPending ? words.verifying : words.verify}
          </Button>
          {verify.data && (
            <p className={verify.data.ok ? 'ledger-ok' : 'urgent'} role="status">
              {verify.data.ok ? `✓ ${words.verifyOk(count(verify.data.events))}` : `✕ ${words.verifyBad}`}
            </p>
          )}
          {verify.data?.faults.map((fault, i) => (
            <p key={i}>
              {typeof fault.sequence === 'number' && `${words.column.sequence} ${count(fault.sequence)} · `}
              {fault.detail}
            </p>
          ))}
        </div>
      </div>
      {verify.error && <ProblemNote error={verify.error} />}
      <details>
        <summary className="secondary">
          {words.checkpoint} <span className="caption">{words.checkpointHint}</span>
        </summary>
        <pre className="mono ledger-note">{head.checkpoint}</pre>
      </details>
    </Panel>
  )
}

function Events({ head }: { head: LedgerHead }) {
  const words = useWords(ledgerWords)
  const { t } = useI18n()
  const [search, setSearch] = useSearchParams()
  const chosen = search.has('event') ? Number(search.get('event')) : undefined
  const stream = search.get('stream') ?? ''
  const [typed, setTyped] = useState(stream)
  const newestFrom = Math.max(0, head.size - PAGE_SIZE)
  const [from, setFrom] = useState(chosen === undefined ? undefined : Math.max(0, chosen - PAGE_SIZE / 2))
  const start = stream ? 0 : (from ?? newestFrom)
  const events = useQuery({
    queryKey: ['ledger', 'events', stream, start],
    queryFn: () => ledger.events({ ...(stream && { stream }), from: start, limit: stream ? 500 : PAGE_SIZE }),
    placeholderData: (previous) => previous,
  })
  return (
    <Panel
      className="panel-flush"
      title={words.events}
      extra={
        <span className="filters">
          <Input.Search
            className="ledger-stream"
            allowClear
            value={typed}
            aria-label={words.streams}
            placeholder={words.streamHint}
            onChange={(event) => setTyped(event.target.value)}
            onSearch={(value) => setSearch(value ? { stream: value.trim() } : {}, { replace: true })}
          />
          {!stream && (
            <>
              <Button disabled={start === 0} onClick={() => setFrom(Math.max(0, start - PAGE_SIZE))}>
                {words.older}
              </Button>
              <Button disabled={from === undefined || from >= newestFrom} onClick={() => setFrom(undefined)}>
                {words.newest}
              </Button>
            </>
          )}
        </span>
      }
    >
      <Loaded query={events}>
        {(data) =>
          data.length === 0 ? (
            <EmptyNote title={words.noEvents}>{words.noEventsHint}</EmptyNote>
          ) : (
            <EventTable
              events={data.toReversed()}
              publicKey={head.public_key}
              chosen={chosen}
              onChoose={(sequence) =>
                setSearch(
                  { ...(stream && { stream }), ...(sequence !== undefined && { event: String(sequence) }) },
                  { replace: true },
                )
              }
            />
          )
        }
      </Loaded>
      <span className="visually-hidden">{t.shell.zoneRule}</span>
    </Panel>
  )
}

function Seals() {
  const [, setSearch] = useSearchParams()
  return <SealsPanel onChoose={(sequence) => setSearch({ event: String(sequence) })} />
}
