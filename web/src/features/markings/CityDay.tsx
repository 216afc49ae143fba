import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Segmented, Select } from 'antd'
import { Fragment, useDeferredValue, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { cityMap, markings, type MarkingDayList, type MarkingDayRow, type MarkingStanding } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { clock } from '../../lib/time'
import { useReachesEnd } from '../../lib/useReachesEnd'
import { EmptyNote, LoadingNote, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { Deadline } from './Deadline'
import { OutletDay } from './OutletDay'
import { markingWords } from './words'

const STANDINGS: readonly MarkingStanding[] = ['open', 'marked', 'confirmed', 'no_objection', 'no_rule']

/** A day of all outlets that an office sees: what is over, who has said something, what waits for a review. */
export function CityDay({ day }: { day: string }) {
  const words = useWords(markingWords)
  const { t, name } = useI18n()
  const [search, setSearch] = useSearchParams()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const set = (key: string, value: string | undefined) => {
    const next = new URLSearchParams(search)
    if (value) next.set(key, value)
    else next.delete(key)
    setSearch(next, { replace: true })
  }
  const query = useDeferredValue({
    standing: STANDINGS.find((standing) => standing === search.get('standing')),
    district: search.get('district') ?? undefined,
    over: search.get('over') === 'true' ? true : undefined,
    q: search.get('q') ?? undefined,
  })
  const list = useInfiniteQuery({
    queryKey: ['marking-day', day, 'list', query],
    queryFn: ({ pageParam }) => markings.day(day, { ...query, cursor: pageParam, limit: 100 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })
  const end = useReachesEnd(() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage())
  const first = list.data?.pages[0]
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {first && <Deadline rule={first.rule} />}
      <div className="filters">
        <Segmented
          aria-label={words.column.standing}
          value={query.standing ?? ''}
          onChange={(value) => set('standing', value)}
          options={first ? choices(words.everybody, words.standing, first) : []}
        />
        <Select
          allowClear
          aria-label={t.common.district}
          placeholder={t.common.district}
          value={query.district}
          onChange={(district: string | undefined) => set('district', district)}
          options={(city.data?.districts ?? []).map((one) => ({ value: one.code, label: name(one) }))}
        />
        <Input.Search
          allowClear
          className="filter-search"
          aria-label={words.search}
          placeholder={words.search}
          defaultValue={query.q}
          onSearch={(text) => set('q', text)}
        />
        <Checkbox
          checked={query.over === true}
          onChange={(event) => set('over', event.target.checked ? 'true' : '')}
        >
          {words.onlyOver}
        </Checkbox>
        <span className="filters-end">
          <Button href={markings.exportUrl(day, query, 'csv')}>{t.common.export} CSV</Button>
          <Button href={markings.exportUrl(day, query, 'xlsx')}>{t.common.export} Excel</Button>
        </span>
      </div>
      {list.error && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <LoadingNote />}
      {first && items.length === 0 && <EmptyNote title={words.empty}>{words.emptyHint}</EmptyNote>}
      {items.length > 0 && (
        <Panel className="panel-flush">
          <DayTable items={items} day={day} />
        </Panel>
      )}
      <div ref={end} aria-hidden="true" />
    </>
  )
}

/** The ways in which outlets stand, each with how many. */
function choices(all: string, words: Record<MarkingStanding, string>, list: MarkingDayList) {
  const total = list.counts.reduce((sum, one) => sum + one.outlets, 0)
  const some = list.counts.map(({ standing, outlets }) => ({
    value: standing,
    label: `${words[standing]} ${count(outlets)}`,
  }))
  return [{ value: '', label: `${all} ${count(total)}` }, ...some]
}

function DayTable({ items, day }: { items: MarkingDayRow[]; day: string }) {
  const words = useWords(markingWords)
  const [open, setOpen] = useState<string>()
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.dayTitle(day)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.column.enterprise}</th>
            <th scope="col">{words.column.outlet}</th>
            <th scope="col">{words.column.standing}</th>
            {(['over', 'excused', 'invalid', 'counted'] as const).map((column) => (
              <th key={column} scope="col" className="number">
                {words.column[column]}
              </th>
            ))}
            <th scope="col">{words.column.markings}</th>
            <th scope="col">{words.column.district}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((row) => {
            const isOpen = open === row.outlet.code
            return (
              <Fragment key={row.outlet.code}>
                <Row row={row} isOpen={isOpen} onOpen={() => setOpen(isOpen ? undefined : row.outlet.code)} />
                {isOpen && (
                  <tr className="opened">
                    <td colSpan={9}>
                      <OutletDay outlet={row.outlet.code} day={day} />
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

function Row({ row, isOpen, onOpen }: { row: MarkingDayRow; isOpen: boolean; onOpen: () => void }) {
  const words = useWords(markingWords)
  const { name } = useI18n()
  const counted = row.over - row.excused - row.invalid
  const told = [
    row.to_review > 0 && words.reviewCount(count(row.to_review)),
    row.contested > 0 && words.contestedCount(count(row.contested)),
  ].filter(Boolean)
  return (
    <tr data-outlet={row.outlet.code}>
      <td className="name">
        <Link href={`/enterprises/${row.enterprise.code}`}>{name(row.enterprise)}</Link>
      </td>
      <td className="name">
        <Link href={`/monitoring/${row.outlet.code}`}>{name(row.outlet)}</Link>
      </td>
      <td className="nowrap">
        {wordFor(words.standing, row.standing)}
        {row.confirmed_at && <span className="caption"> {clock(row.confirmed_at)}</span>}
      </td>
      <td className="number">{count(row.over)}</td>
      <td className="number">{count(row.excused)}</td>
      <td className="number">{count(row.invalid)}</td>
      <td className="number">{counted > 0 ? <b className="urgent">▲ {count(counted)}</b> : 0}</td>
      <td>
        <button type="button" className="link nowrap" aria-expanded={isOpen} onClick={onOpen}>
          {isOpen ? words.hide : told.length > 0 ? told.join(' · ') : words.show}{' '}
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        </button>
      </td>
      <td className="nowrap">{name(row.district)}</td>
    </tr>
  )
}
