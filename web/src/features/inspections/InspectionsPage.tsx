import { useQuery } from '@tanstack/react-query'
import { Button, Input, Segmented, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import {
  inspections,
  type InspectionFinding,
  type InspectionQuery,
  type InspectionStage,
  type InspectionSummary,
} from '../../api'
import { useRole } from '../../app/SessionProvider'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { EmptyNote, Loaded } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { AssignForm } from './AssignForm'
import { assignWords } from './assignWords'
import { FindingMark, ListedMark, StageMark } from './marks'
import { inspectionWords } from './words'
import '../alarms/alarms.css'
import './inspections.css'

const STAGES = ['off_site', 'on_site', 'concluded', 'visited', 'given_up'] as const
const FINDINGS = ['nothing', 'minor', 'violation'] as const
/** So many rows are shown at once. */
const STEP = 100

/** What is to be inspected, by which way, and what came of it. What the address asks for is kept. */
export default function InspectionsPage() {
  const words = useWords(inspectionWords)
  const assign = useWords(assignWords)
  const { t } = useI18n()
  const role = useRole()
  const [, navigate] = useLocation()
  const asked = new URLSearchParams(useSearch())
  const from = (key: string) => asked.get(key) ?? undefined
  const [typed, setTyped] = useState(from('q') ?? '')
  const q = useDeferredValue(typed.trim())
  const query: InspectionQuery = {
    q,
    stage: from('stage') as InspectionStage | undefined,
    finding: from('finding') as InspectionFinding | undefined,
    way: from('way') as 'off_site' | undefined,
    draw: from('draw'),
    district: from('district'),
    trade: from('trade'),
    enterprise: from('enterprise'),
    period: from('period'),
    cause: from('cause') as InspectionQuery['cause'],
    figure: from('figure') as InspectionQuery['figure'],
    avoided: from('avoided') === undefined ? undefined : from('avoided') === 'true',
  }
  const set = (key: string, value: string | undefined) => {
    const next = new URLSearchParams(asked)
    if (value) next.set(key, value)
    else next.delete(key)
    navigate(`/inspections${next.size > 0 ? `?${next.toString()}` : ''}`, { replace: true })
  }
  const list = useQuery({
    queryKey: ['inspections', 'list', query],
    queryFn: () => inspections.list(query),
    placeholderData: (previous) => previous,
    refetchInterval: 30_000,
  })
  const { counts = {}, avoided = 0 } = list.data ?? {}
  const all = Object.values(counts).reduce((sum, number) => sum + number, 0)
  const [assigning, setAssigning] = useState(asked.has('assign'))
  const narrowed = ['draw', 'district', 'trade', 'period', 'enterprise', 'way', 'cause', 'figure'].filter(
    (key) => asked.get(key),
  )
  const named = (key: string, value: string) =>
    key === 'cause' ? wordFor(assign.cause, value) : key === 'figure' ? wordFor(assign.figure, value) : value
  return (
    <div className="page">
      <PageHead title={words.title} note={words.intro}>
        {role !== 'enterprise_user' && (
          <Link href="/inspections/numbers" className="link">
            {words.numbers}
          </Link>
        )}
        {list.data?.may_assign && (
          <Button aria-expanded={assigning} onClick={() => setAssigning(!assigning)}>
            {assign.assign}
          </Button>
        )}
        {list.data && (
          <Button
            aria-pressed={query.avoided === true}
            onClick={() => set('avoided', query.avoided ? undefined : 'true')}
          >
            {words.avoided(count(avoided))}
          </Button>
        )}
      </PageHead>
      {assigning && list.data?.may_assign && (
        <AssignForm enterprise={from('assign') ?? ''} done={() => setAssigning(false)} />
      )}
      <div className="filters">
        <Segmented
          aria-label={words.column.stage}
          value={query.stage ?? ('all' as const)}
          onChange={(value: InspectionStage | 'all') => set('stage', value === 'all' ? undefined : value)}
          options={[
            { value: 'all' as const, label: `${words.everyStage} ${count(all)}` },
            ...STAGES.filter((value) => (counts[value] ?? 0) > 0 || value === query.stage).map((value) => ({
              value,
              label: `${words.stage[value]} ${count(counts[value] ?? 0)}`,
            })),
          ]}
        />
        <Select
          allowClear
          aria-label={words.findingFilter}
          placeholder={words.findingFilter}
          value={query.finding}
          onChange={(value: InspectionFinding | undefined) => set('finding', value)}
          popupMatchSelectWidth={false}
          options={FINDINGS.map((value) => ({ value, label: words.finding[value] }))}
        />
        <Input
          className="filter-search"
          allowClear
          value={typed}
          placeholder={words.find}
          aria-label={words.find}
          onChange={(event) => setTyped(event.target.value)}
        />
        {narrowed.map((key) => (
          <Button key={key} onClick={() => set(key, undefined)}>
            {named(key, asked.get(key) ?? '')} ×
          </Button>
        ))}
        <span className="filters-end">
          <Button href={inspections.exportUrl({ ...query, avoided: undefined }, 'xlsx')}>
            {t.common.export} Excel
          </Button>
        </span>
      </div>
      <Loaded query={list}>
        {(data) =>
          data.items.length === 0 ? (
            <EmptyNote title={all === 0 ? words.empty : words.noMatch}>
              {all === 0 && words.emptyHint}
            </EmptyNote>
          ) : (
            <InspectionTable items={data.items} />
          )
        }
      </Loaded>
    </div>
  )
}

function InspectionTable({ items }: { items: InspectionSummary[] }) {
  const words = useWords(inspectionWords)
  const assign = useWords(assignWords)
  const { name } = useI18n()
  const [, navigate] = useLocation()
  const [shown, setShown] = useState(STEP)
  const left = items.length - shown
  return (
    <Panel className="panel-flush">
      <div className="scroll-x">
        <table className="sheet">
          <caption className="visually-hidden">{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.column.enterprise}</th>
              <th scope="col">{words.column.district}</th>
              <th scope="col">{words.column.listed}</th>
              <th scope="col">{words.column.stage}</th>
              <th scope="col">{words.column.finding}</th>
              <th scope="col">{words.column.until}</th>
              <th scope="col">{words.column.done}</th>
            </tr>
          </thead>
          <tbody>
            {items.slice(0, shown).map((one) => (
              <tr
                key={one.id}
                data-inspection={one.enterprise.code}
                className="queue-row"
                onClick={() => navigate(`/inspections/${one.id}`)}
              >
                <td>
                  <Link href={`/inspections/${one.id}`} onClick={(event) => event.stopPropagation()}>
                    {name(one.enterprise)}
                  </Link>
                  <div className="caption">
                    {one.draw ?? (one.cause ? wordFor(assign.cause, one.cause) : words.assigned)}
                  </div>
                </td>
                <td className="nowrap">{name(one.district)}</td>
                <td>
                  <ListedMark listed={one.listed} />
                </td>
                <td>
                  <StageMark one={one} />
                </td>
                <td>
                  <FindingMark finding={one.finding} />
                  {one.avoided && <div className="caption inspection-avoided">{words.avoidedOne}</div>}
                </td>
                <td className="nowrap">{one.until ?? <span className="faint">—</span>}</td>
                <td className="nowrap">{one.done_on ?? <span className="faint">—</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && (
        <div className="inspection-more">
          <Button onClick={() => setShown(shown + STEP)}>{words.more(count(Math.min(STEP, left)))}</Button>
        </div>
      )}
    </Panel>
  )
}
