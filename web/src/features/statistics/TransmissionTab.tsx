import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Segmented, Select } from 'antd'
import { Fragment, useState } from 'react'
import { Link } from 'wouter'
import { cityMap, statistics, type Rates, type TransmissionPage, type TransmissionRow } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { useReachesEnd } from '../../lib/useReachesEnd'
import { EmptyNote, LoadingNote, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { Percent, Rate, RateFigures } from './Rate'
import { reasonText } from './reason'
import { RuleWhy } from './RuleWhy'
import { statisticsWords } from './words'

const GROUPS = ['outlet', 'enterprise', 'district'] as const
const SORTS = ['transmission', 'validity', 'effective'] as const

export function TransmissionTab({
  period,
  search,
  onSearch,
}: {
  period: string
  search: URLSearchParams
  onSearch: (changes: Record<string, string | undefined>) => void
}) {
  const words = useWords(statisticsWords)
  const { t, name } = useI18n()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const query = {
    period,
    district: search.get('district') ?? undefined,
    group: GROUPS.find((group) => group === search.get('group')) ?? 'outlet',
    sort: SORTS.find((sort) => sort === search.get('sort')) ?? 'effective',
    order: search.get('order') === 'desc' ? 'desc' : 'asc',
  } as const
  const list = useInfiniteQuery({
    queryKey: ['transmission', query],
    queryFn: ({ pageParam }) => statistics.transmission({ ...query, cursor: pageParam, limit: 100 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })
  const end = useReachesEnd(() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage())
  const first = list.data?.pages[0]
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <div className="filters no-print">
        <Select
          allowClear
          aria-label={t.common.district}
          placeholder={t.common.district}
          value={query.district}
          onChange={(district: string | undefined) => onSearch({ district })}
          options={(city.data?.districts ?? []).map((district) => ({
            value: district.code,
            label: name(district),
          }))}
        />
        <Segmented
          aria-label={words.groupBy}
          value={query.group}
          onChange={(group) => onSearch({ group })}
          options={GROUPS.map((value) => ({ value, label: words.groups[value] }))}
        />
        <span className="filters-end">
          <Button href={statistics.transmissionExportUrl(query, 'xlsx')}>{t.common.export} Excel</Button>
        </span>
      </div>
      {list.error && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <LoadingNote />}
      {first && <Whole page={first} />}
      {first && items.length === 0 && <EmptyNote title={words.noOutlets}>{words.noOutletsHint}</EmptyNote>}
      {first && items.length > 0 && (
        <Panel className="panel-flush">
          <RateTable items={items} page={first} sort={query} onSort={onSearch} />
        </Panel>
      )}
      <div ref={end} aria-hidden="true" />
    </>
  )
}

function Whole({ page }: { page: TransmissionPage }) {
  const words = useWords(statisticsWords)
  return (
    <Panel
      title={words.whole}
      extra={<span className="caption">{words.until(dateTime(page.period.until))}</span>}
    >
      <RateFigures rates={page.whole} targets={page.targets} />
      <Lost rates={page.whole} />
      <RuleWhy rules={page.targets.map((target) => target.rule)}>
        <p>{words.rateWhy}</p>
        <p>{words.stopWhy}</p>
        <p>{words.targetWhy}</p>
      </RuleWhy>
    </Panel>
  )
}

/** Which hours do not count, by reason. */
export function Lost({ rates }: { rates: Rates }) {
  const words = useWords(statisticsWords)
  const { t } = useI18n()
  if (rates.expected === 0) return <p className="secondary">{words.nothingExpected}</p>
  if (rates.lost.length === 0) return <p className="secondary">{words.nothingLost}</p>
  return (
    <ul className="lost">
      {rates.lost.map((lost) => (
        <li key={lost.reason}>
          {reasonText(t, words, lost.reason)} <b>{words.hours(count(lost.hours))}</b>
        </li>
      ))}
    </ul>
  )
}

interface Sort {
  sort: (typeof SORTS)[number]
  order: 'asc' | 'desc'
}

function RateTable({
  items,
  page,
  sort,
  onSort,
}: {
  items: TransmissionRow[]
  page: TransmissionPage
  sort: Sort
  onSort: (changes: Record<string, string | undefined>) => void
}) {
  const words = useWords(statisticsWords)
  const [open, setOpen] = useState<string>()
  const grouped = items[0]?.outlet ? 'outlet' : items[0]?.enterprise ? 'enterprise' : 'district'
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.tabs.transmission}</caption>
        <thead>
          <tr>
            <th scope="col">{words.column.district}</th>
            {grouped !== 'district' && <th scope="col">{words.column.enterprise}</th>}
            {grouped === 'outlet' && <th scope="col">{words.column.outlet}</th>}
            {grouped !== 'outlet' && (
              <th scope="col" className="number">
                {words.column.outlets}
              </th>
            )}
            {(['expected', 'stopped', 'received', 'valid'] as const).map((column) => (
              <th key={column} scope="col" className="number">
                {words.column[column]}
              </th>
            ))}
            {SORTS.map((column) => (
              <SortHead key={column} column={column} sort={sort} onSort={onSort} />
            ))}
            <th scope="col">{words.column.reasons}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((row) => {
            const key = row.outlet?.code ?? row.enterprise?.code ?? row.district.code
            const isOpen = open === key
            return (
              <Fragment key={key}>
                <RateRow
                  row={row}
                  period={page.period.code}
                  page={page}
                  isOpen={isOpen}
                  onOpen={() => setOpen(isOpen ? undefined : key)}
                />
                {isOpen && (
                  <tr className="reasons">
                    <td colSpan={grouped === 'district' ? 10 : 11}>
                      <Lost rates={row.rates} />
                      {row.counted_from && (
                        <p className="caption">{words.countedFrom(dateTime(row.counted_from))}</p>
                      )}
                      {row.outlet && (
                        <Link href={`/statistics/outlet/${row.outlet.code}?period=${page.period.code}`}>
                          {words.whichHours} →
                        </Link>
                      )}
                    </td>
                  </tr>
                )}
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function SortHead({
  column,
  sort,
  onSort,
}: {
  column: (typeof SORTS)[number]
  sort: Sort
  onSort: (changes: Record<string, string | undefined>) => void
}) {
  const words = useWords(statisticsWords)
  const here = sort.sort === column
  const next = here && sort.order === 'asc' ? 'desc' : 'asc'
  return (
    <th
      scope="col"
      className="number"
      aria-sort={here ? (sort.order === 'asc' ? 'ascending' : 'descending') : 'none'}
    >
      <button type="button" className="sort-head" onClick={() => onSort({ sort: column, order: next })}>
        {words.column[column]}
        <span aria-hidden="true">{here ? (sort.order === 'asc' ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  )
}

function RateRow({
  row,
  period,
  page,
  isOpen,
  onOpen,
}: {
  row: TransmissionRow
  period: string
  page: TransmissionPage
  isOpen: boolean
  onOpen: () => void
}) {
  const words = useWords(statisticsWords)
  const { t, name } = useI18n()
  const { rates } = row
  const [first, ...others] = rates.lost
  const told =
    first === undefined
      ? words.details
      : others.length === 0
        ? reasonText(t, words, first.reason)
        : words.reasons(count(rates.lost.length))
  return (
    <tr>
      <td className="nowrap">{name(row.district)}</td>
      {row.enterprise && (
        <td className="name">
          <Link href={`/enterprises/${row.enterprise.code}`}>{name(row.enterprise)}</Link>
        </td>
      )}
      {row.outlet ? (
        <td className="name">
          <Link href={`/statistics/outlet/${row.outlet.code}?period=${period}`}>{name(row.outlet)}</Link>
        </td>
      ) : (
        <td className="number">{count(row.outlets)}</td>
      )}
      <td className="number">{count(rates.expected)}</td>
      <td className="number">{count(rates.stopped)}</td>
      <td className="number">{count(rates.received)}</td>
      <td className="number">{count(rates.valid)}</td>
      <td className="number">
        <Percent value={rates.transmission_percent} />
      </td>
      <td className="number">
        <Percent value={rates.validity_percent} />
      </td>
      <td className="number">
        <Rate value={rates.effective_percent} targets={page.targets} />
      </td>
      <td>
        <button type="button" className="link nowrap" aria-expanded={isOpen} onClick={onOpen}>
          {told} <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        </button>
      </td>
    </tr>
  )
}
