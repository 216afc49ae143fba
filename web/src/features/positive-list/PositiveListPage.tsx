import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Segmented, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import { positiveList, type ListEntry, type ListStage, type PositiveListQuery } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { IllustrativeTag } from '../../ui/tags'
import { ProposeForm } from './ProposeForm'
import { Remaining } from './Remaining'
import { StageMark } from './StageMark'
import { StandingPanel } from './StandingPanel'
import { listWords } from './words'
import '../alarms/alarms.css'
import '../../ui/act-form.css'
import './positive-list.css'

const STAGES = ['proposed', 'on_notice', 'listed', 'expired', 'removed', 'declined'] as const

/** Who is on the positive list, why, until when, and what would remove them. */
export default function PositiveListPage() {
  const words = useWords(listWords)
  const { t, name } = useI18n()
  const { code } = useParams<{ code?: string }>()
  const [typed, setTyped] = useState('')
  const [stage, setStage] = useState<ListStage>()
  const [category, setCategory] = useState<string>()
  const [proposing, setProposing] = useState(false)
  const q = useDeferredValue(typed.trim())
  const query: PositiveListQuery = { q, stage, category }
  const list = useQuery({
    queryKey: ['positive-list', 'list', query],
    queryFn: () => positiveList.list(query),
    placeholderData: (previous) => previous,
    refetchInterval: 30_000,
  })
  const { rule, categories = [], counts = {} } = list.data ?? {}
  const all = Object.values(counts).reduce((sum, number) => sum + number, 0)
  return (
    <div className="page">
      <PageHead
        title={words.title}
        note={
          rule ? (
            <>
              {words.intro(count(rule.notice_working_days), count(rule.valid_months))}{' '}
              {rule.basis.illustrative && <IllustrativeTag />}
            </>
          ) : (
            list.data && words.noRule
          )
        }
      >
        <Link href="/public/positive-list" className="link">
          {words.publicPage}
        </Link>
        {list.data?.may_decide && <LookAgain />}
        {list.data?.may_propose && (
          <Button type="primary" aria-expanded={proposing} onClick={() => setProposing(!proposing)}>
            {words.propose}
          </Button>
        )}
      </PageHead>
      <Remaining rule={rule} />
      {proposing && <ProposeForm categories={categories} done={() => setProposing(false)} />}
      <div className="filters">
        <Segmented
          aria-label={words.column.stage}
          value={stage ?? ('all' as const)}
          onChange={(value: ListStage | 'all') => setStage(value === 'all' ? undefined : value)}
          options={[
            { value: 'all' as const, label: `${words.everyStage} ${count(all)}` },
            ...STAGES.filter((value) => (counts[value] ?? 0) > 0 || value === stage).map((value) => ({
              value,
              label: `${words.stage[value]} ${count(counts[value] ?? 0)}`,
            })),
          ]}
        />
        <Select
          allowClear
          aria-label={words.category}
          placeholder={words.category}
          value={category}
          onChange={setCategory}
          popupMatchSelectWidth={false}
          options={categories.map((item) => ({
            value: item.id,
            label: `${String(item.number)} · ${name(item)}`,
          }))}
        />
        <Input
          className="filter-search"
          allowClear
          value={typed}
          placeholder={words.find}
          aria-label={words.find}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span className="filters-end">
          <Button href={positiveList.exportUrl(query, 'xlsx')}>{t.common.export} Excel</Button>
        </span>
      </div>
      <Loaded query={list}>
        {(data) =>
          data.items.length === 0 ? (
            <EmptyNote title={all === 0 ? words.empty : words.noMatch}>
              {all === 0 && words.emptyHint}
            </EmptyNote>
          ) : (
            <ListTable items={data.items} chosen={code} />
          )
        }
      </Loaded>
      {code && <StandingPanel key={code} code={code} />}
    </div>
  )
}

function LookAgain() {
  const words = useWords(listWords)
  const queries = useQueryClient()
  const look = useMutation({
    mutationFn: positiveList.lookAgain,
    onSettled: () => queries.invalidateQueries({ queryKey: ['positive-list'] }),
  })
  return (
    <>
      <Button loading={look.isPending} onClick={() => look.mutate()}>
        {words.lookAgain}
      </Button>
      {look.data && (
        <span className="caption" role="status">
          {words.lookedAgain(count(look.data.proposed))}
        </span>
      )}
      {look.error && <ProblemNote error={look.error} />}
    </>
  )
}

function ListTable({ items, chosen }: { items: ListEntry[]; chosen: string | undefined }) {
  const words = useWords(listWords)
  const { name } = useI18n()
  const [, navigate] = useLocation()
  return (
    <Panel className="panel-flush">
      <div className="scroll-x">
        <table className="sheet">
          <caption className="visually-hidden">{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.column.enterprise}</th>
              <th scope="col">{words.column.district}</th>
              <th scope="col">{words.column.category}</th>
              <th scope="col">{words.column.stage}</th>
              <th scope="col">{words.column.term}</th>
              <th scope="col">{words.column.code}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((entry) => (
              <tr
                key={entry.enterprise.code}
                data-listed={entry.enterprise.code}
                className={entry.enterprise.code === chosen ? 'queue-row queue-row-here' : 'queue-row'}
                onClick={() => navigate(`/positive-list/${entry.enterprise.code}`)}
              >
                <td>
                  <Link
                    href={`/positive-list/${entry.enterprise.code}`}
                    onClick={(event) => event.stopPropagation()}
                  >
                    {name(entry.enterprise)}
                  </Link>
                </td>
                <td className="nowrap">{name(entry.district)}</td>
                <td>
                  {entry.category.number} · {name(entry.category)}
                  <div className="caption">{words.regime[entry.category.regime as 'exempt']}</div>
                </td>
                <td>
                  <StageMark entry={entry} />
                </td>
                <td className="nowrap">
                  {entry.notice_until && words.noticeUntil(dateTime(entry.notice_until))}
                  {entry.last_day && words.validUntil(entry.last_day)}
                </td>
                <td className="mono">{entry.enterprise.code}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
