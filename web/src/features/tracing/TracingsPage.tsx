import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { tracings, type TracingHit, type TracingStage, type TracingSummary } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { EmptyNote, Loaded } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { FiguresPanel } from './FiguresPanel'
import { OpenForm } from './OpenForm'
import { nameOf, percent } from './parts'
import { tracingWords } from './words'
import '../alarms/alarms.css'
import './tracing.css'

const STAGES = ['running', 'ranked', 'not_possible', 'failed', 'closed'] as const

/** Tracings and how good they were. What the address asks for is kept. */
export default function TracingsPage() {
  const words = useWords(tracingWords)
  const [, navigate] = useLocation()
  const asked = new URLSearchParams(useSearch())
  const [opening, setOpening] = useState(false)
  const tenth = asked.get('tenth')
  const query = {
    stage: (asked.get('stage') ?? undefined) as TracingStage | undefined,
    hit: (asked.get('hit') ?? undefined) as TracingHit | undefined,
    tenth: tenth === null ? undefined : Number(tenth),
  }
  const set = (key: string, value: string | undefined) =>
    navigate(value === undefined ? '/tracing' : `/tracing?${key}=${value}`, { replace: true })
  const list = useQuery({
    queryKey: ['tracings', 'list', query],
    queryFn: () => tracings.list(query),
    placeholderData: (previous) => previous,
    refetchInterval: 30_000,
  })
  return (
    <div className="page">
      <PageHead title={words.title} note={words.intro}>
        {list.data?.may_open && <Button onClick={() => setOpening(true)}>{words.open}</Button>}
      </PageHead>
      {opening && list.data && <OpenForm stations={list.data.stations} onClose={() => setOpening(false)} />}
      <Loaded query={list}>
        {(data) => (
          <>
            {data.figures.closed > 0 && (
              <FiguresPanel
                figures={data.figures}
                hit={query.hit}
                tenth={query.tenth}
                onHit={(hit) => set('hit', hit)}
                onTenth={(value) => set('tenth', value === undefined ? undefined : String(value))}
              />
            )}
            <div className="filters">
              <Segmented
                aria-label={words.column.stage}
                value={query.stage ?? ('all' as const)}
                onChange={(value: TracingStage | 'all') => set('stage', value === 'all' ? undefined : value)}
                options={[
                  { value: 'all' as const, label: `${words.all} ${count(data.total)}` },
                  ...STAGES.map((value) => ({ value, label: words.stage[value] })),
                ]}
              />
              {query.hit && <Button onClick={() => set('hit', undefined)}>{words.hit[query.hit]} ×</Button>}
              {query.tenth !== undefined && (
                <Button onClick={() => set('tenth', undefined)}>
                  {words.tenth} {query.tenth * 10}–{query.tenth * 10 + 10} % ×
                </Button>
              )}
            </div>
            {data.items.length === 0 ? (
              <EmptyNote title={data.total === 0 ? words.empty : words.noMatch}>
                {data.total === 0 && words.emptyHint}
              </EmptyNote>
            ) : (
              <TracingTable items={data.items} />
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}

function TracingTable({ items }: { items: TracingSummary[] }) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  const [, navigate] = useLocation()
  return (
    <Panel className="panel-flush">
      <div className="scroll-x">
        <table className="sheet">
          <caption className="visually-hidden">{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.column.station}</th>
              <th scope="col">{words.column.anomaly}</th>
              <th scope="col">{words.column.first}</th>
              <th scope="col">{words.column.stage}</th>
              <th scope="col">{words.column.verdict}</th>
              <th scope="col">{words.column.opened}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr
                key={one.id}
                data-tracing={one.id}
                className="queue-row"
                onClick={() => navigate(`/tracing/${one.id}`)}
              >
                <td>
                  <Link href={`/tracing/${one.id}`} onClick={(event) => event.stopPropagation()}>
                    {name(one.station)} · {name(one.factor)}
                  </Link>
                  <div className="caption">{name(one.district)}</div>
                </td>
                <td className="nowrap">{words.span(dateTime(one.anomaly_from), dateTime(one.anomaly_to))}</td>
                <td>
                  {one.first ? (
                    <>
                      {nameOf(one.first.thing, name, words.thing)} <b>{percent(one.first.probability)}</b>
                    </>
                  ) : (
                    <span className="faint">—</span>
                  )}
                </td>
                <td>
                  <span className={`tracing-stage tracing-stage-${one.stage}`}>{words.stage[one.stage]}</span>
                </td>
                <td>
                  <Verdict one={one} />
                </td>
                <td className="nowrap">{dateTime(one.opened_at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function Verdict({ one }: { one: TracingSummary }) {
  const words = useWords(tracingWords)
  const { t, name } = useI18n()
  if (!one.verdict) return <span className="faint">—</span>
  return (
    <>
      {one.found.length > 0 ? one.found.map(name).join(t.common.listSign) : words.verdict[one.verdict]}
      {one.hit && <div className="caption">{words.hit[one.hit]}</div>}
    </>
  )
}
