import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Segmented, Select } from 'antd'
import { useMemo, useState } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { cases, type CaseFigures, type CaseQuery, type CaseSummary } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count, figure, yuan } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { useReachesEnd } from '../../lib/useReachesEnd'
import { EmptyNote, LoadingNote, ProblemNote } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { DueBoard } from './DueBoard'
import { Left, StageMark } from './marks'
import { OpenForm } from './OpenForm'
import { caseWords } from './words'
import './cases.css'

const PAGE_SIZE = 100

/** The filters of the list are its address: whoever gets the link sees the same cases. */
function queryFrom(search: URLSearchParams): CaseQuery {
  const text = (name: string) => search.get(name) ?? undefined
  const year = Number(search.get('year'))
  return {
    open: search.get('open') === 'true',
    q: text('q'),
    stage: text('stage'),
    outcome: text('outcome'),
    ...(Number.isInteger(year) && year > 0 && { year }),
  }
}

/** Cases: where each stands, and what is due in all of them. */
export default function CasesPage() {
  const words = useWords(caseWords)
  const { t } = useI18n()
  const [location, navigate] = useLocation()
  const [search, setSearch] = useSearchParams()
  const due = location === '/cases/due'
  const [opening, setOpening] = useState(false)
  const filter = useMemo(() => queryFrom(search), [search])
  const list = useInfiniteQuery({
    queryKey: ['cases', filter],
    queryFn: ({ pageParam }) => cases.list({ ...filter, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: 30_000,
  })
  const first = list.data?.pages[0]
  const items = list.data?.pages.flatMap((page) => page.cases) ?? []
  const end = useReachesEnd(() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage())
  const set = (changes: Record<string, string>) =>
    setSearch((before) => {
      const next = new URLSearchParams(before)
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value)
        else next.delete(name)
      }
      return next
    })
  return (
    <div className="page">
      <PageHead title={words.title} note={words.intro}>
        <Segmented
          value={due ? 'due' : 'list'}
          options={[
            { value: 'list', label: words.tabs.list },
            { value: 'due', label: words.tabs.due },
          ]}
          onChange={(tab) => navigate(tab === 'due' ? '/cases/due' : '/cases')}
        />
        {first?.may_open && (
          <Button type="primary" aria-expanded={opening} onClick={() => setOpening(!opening)}>
            {words.open}
          </Button>
        )}
      </PageHead>
      {opening && first && (
        <Panel title={words.open}>
          <OpenForm violations={first.violations} />
        </Panel>
      )}
      {due ? (
        <DueBoard />
      ) : (
        <>
          {first && <Figures figures={first.figures} asked={filter} />}
          <div className="filters">
            <Input.Search
              allowClear
              key={filter.q}
              className="filter-search"
              defaultValue={filter.q}
              placeholder={words.search}
              aria-label={words.search}
              onSearch={(q) => set({ q })}
            />
            <Select
              value={filter.stage ?? ''}
              aria-label={words.column.stage}
              onChange={(stage) => set({ stage })}
              options={[
                { value: '', label: words.anyStage },
                ...Object.entries(words.stage).map(([value, label]) => ({ value, label })),
              ]}
            />
            <Select
              value={filter.outcome ?? ''}
              aria-label={words.outcomeFilter}
              onChange={(outcome) => set({ outcome })}
              options={[
                { value: '', label: words.anyOutcome },
                ...Object.entries(words.outcome).map(([value, label]) => ({ value, label })),
              ]}
            />
            <Checkbox
              checked={filter.open === true}
              onChange={(event) => set({ open: event.target.checked ? 'true' : '' })}
            >
              {words.onlyOpen}
            </Checkbox>
            <span className="caption" role="status">
              {first && t.common.total(count(first.total))}
            </span>
          </div>
          {list.error && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
          {list.isPending && <LoadingNote />}
          {first && <CaseTable items={items} />}
          <div ref={end} aria-hidden="true" />
        </>
      )}
    </div>
  )
}

/** The year in figures: each opens into its cases. */
function Figures({ figures, asked }: { figures: CaseFigures; asked: CaseQuery }) {
  const words = useWords(caseWords)
  const year = `${figures.year}`
  const of = (more: Record<string, string>) => `/cases?${new URLSearchParams({ year, ...more }).toString()}`
  const entries = [
    { name: words.figures.all(year), value: count(figures.all), to: of({}) },
    { name: words.figures.open, value: count(figures.open), to: of({ open: 'true' }) },
    {
      name: words.figures.punished,
      value: count(figures.punished),
      to: of({ outcome: 'penalty' }),
      note: words.figures.fines(tenThousand(figures.fines)),
    },
    { name: words.figures.exempt, value: count(figures.exempt), to: of({ outcome: 'no_penalty' }) },
  ]
  const here = of({
    ...(asked.open && { open: 'true' }),
    ...(asked.outcome && { outcome: asked.outcome }),
  })
  return (
    <Panel className="case-figures">
      {entries.map(({ name, value, to, note }) => (
        <Link
          key={name}
          href={to}
          aria-current={asked.year !== undefined && here === to ? 'true' : undefined}
        >
          <span className="caption">{name}</span>
          <b className="figure">{value}</b>
          <span className="caption">{note ?? '\u00a0'}</span>
        </Link>
      ))}
    </Panel>
  )
}

/** Yuan in tens of thousands, as leaders read them. */
const tenThousand = (yuan: string) => figure(Math.round(Number(yuan) / 1000) / 10)

function CaseTable({ items }: { items: CaseSummary[] }) {
  const words = useWords(caseWords)
  const { name } = useI18n()
  if (items.length === 0) return <EmptyNote title={words.none}>{words.noneHint}</EmptyNote>
  return (
    <Panel className="panel-table">
      <div className="scroll-x">
        <table className="sheet case-table">
          <caption className="visually-hidden">{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.column.id}</th>
              <th scope="col">{words.column.party}</th>
              <th scope="col">{words.column.suspected}</th>
              <th scope="col">{words.column.stage}</th>
              <th scope="col">{words.column.rung}</th>
              <th scope="col" className="number">
                {words.column.fine}
              </th>
              <th scope="col">{words.column.next}</th>
              <th scope="col">{words.column.opened}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id} data-case={item.id}>
                <td className="mono nowrap">
                  <Link href={`/cases/${item.id}`}>{item.id}</Link>
                </td>
                <td>
                  {name(item.party)} <span className="caption">{name(item.district)}</span>
                </td>
                <td>{item.suspected}</td>
                <td>
                  <StageMark stage={item.stage} />
                  {item.late && <span className="caption urgent"> · {words.late}</span>}
                </td>
                <td>{item.rung ? wordFor(words.rung, item.rung) : <span className="faint">—</span>}</td>
                <td className="number">{item.fine ? yuan(item.fine) : <span className="faint">—</span>}</td>
                <td className="nowrap">
                  {item.next ? (
                    <>
                      {wordFor(words.deadline, item.next.kind)} <Left deadline={item.next} />
                    </>
                  ) : (
                    <span className="faint">—</span>
                  )}
                </td>
                <td className="nowrap">{dateTime(item.opened_at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
