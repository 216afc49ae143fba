import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { cityMap, enterprises, type EnterpriseQuery, type EnterpriseSummary } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { STATUSES } from '../../lib/status'
import { useReachesEnd } from '../../lib/useReachesEnd'
import { EmptyNote, LoadingNote, ProblemNote } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { StatusMark } from '../../ui/StatusMark'
import { ListedBadge } from '../positive-list/ListedBadge'
import { enterpriseWords } from './words'
import '../alarms/alarms.css'

export default function EnterprisesPage() {
  const words = useWords(enterpriseWords)
  const { t } = useI18n()
  const [search, setSearch] = useSearchParams()
  const query = useMemo<EnterpriseQuery>(
    () => ({
      q: search.get('q') ?? undefined,
      district: search.get('district') ?? undefined,
      status: STATUSES.find((status) => status === search.get('status')),
    }),
    [search],
  )
  const list = useInfiniteQuery({
    queryKey: ['enterprises', query],
    queryFn: ({ pageParam }) => enterprises.list({ ...query, cursor: pageParam, limit: 100 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const total = list.data?.pages[0]?.total
  const end = useReachesEnd(() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage())
  const set = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(search)
    if (value) next.set(name, value)
    else next.delete(name)
    setSearch(next, { replace: true })
  }
  return (
    <div className="page">
      <PageHead title={words.title} note={total !== undefined && t.common.total(count(total))} />
      <Filters query={query} onChange={set} />
      {list.error && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <LoadingNote />}
      {list.data && items.length === 0 && <EmptyNote title={words.empty}>{words.emptyHint}</EmptyNote>}
      {items.length > 0 && (
        <Panel className="panel-flush">
          <EnterpriseTable items={items} />
        </Panel>
      )}
      <div ref={end} aria-hidden="true" />
    </div>
  )
}

function Filters({
  query,
  onChange,
}: {
  query: EnterpriseQuery
  onChange: (name: string, value: string | undefined) => void
}) {
  const words = useWords(enterpriseWords)
  const { t, name } = useI18n()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const [typed, setTyped] = useState(query.q ?? '')
  const current = query.q ?? ''
  useEffect(() => {
    if (typed.trim() === current) return
    const timer = setTimeout(() => onChange('q', typed.trim()), 300)
    return () => clearTimeout(timer)
  }, [typed, current, onChange])
  return (
    <div className="filters">
      <Input
        className="filter-search"
        allowClear
        value={typed}
        placeholder={words.find}
        aria-label={words.find}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Select
        allowClear
        aria-label={t.common.district}
        placeholder={t.common.district}
        value={query.district}
        onChange={(code: string | undefined) => onChange('district', code)}
        options={(city.data?.districts ?? []).map((district) => ({
          value: district.code,
          label: name(district),
        }))}
      />
      <Select
        allowClear
        aria-label={words.status}
        placeholder={words.status}
        value={query.status}
        onChange={(status: string | undefined) => onChange('status', status)}
        options={STATUSES.map((status) => ({ value: status, label: t.status[status] }))}
      />
      <span className="filters-end">
        <Button href={enterprises.exportUrl(query, 'xlsx')}>{t.common.export} Excel</Button>
      </span>
    </div>
  )
}

function EnterpriseTable({ items }: { items: EnterpriseSummary[] }) {
  const words = useWords(enterpriseWords)
  const { name, language } = useI18n()
  const [, navigate] = useLocation()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const districtName = (code: string) => {
    const district = city.data?.districts.find((item) => item.code === code)
    return district ? name(district) : code
  }
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.column.name}</th>
            <th scope="col">{words.column.status}</th>
            <th scope="col">{words.column.trade}</th>
            <th scope="col">{words.column.district}</th>
            <th scope="col" className="number">
              {words.column.outlets}
            </th>
            <th scope="col" className="number">
              {words.column.alarms}
            </th>
            <th scope="col">{words.column.code}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.code} className="queue-row" onClick={() => navigate(`/enterprises/${item.code}`)}>
              <td>
                <Link href={`/enterprises/${item.code}`} onClick={(event) => event.stopPropagation()}>
                  {name(item)}
                </Link>{' '}
                <ListedBadge code={item.code} />
              </td>
              <td>
                <StatusMark status={item.status} />
              </td>
              <td>{language === 'en' ? item.trade_en : item.trade}</td>
              <td className="nowrap">{districtName(item.district)}</td>
              <td className="number">{count(item.outlets)}</td>
              <td className="number">
                {item.open_alarms > 0 ? (
                  <Link
                    href={`/alarms?enterprise=${item.code}`}
                    onClick={(event) => event.stopPropagation()}
                    className="enterprise-open"
                  >
                    {count(item.open_alarms)}
                  </Link>
                ) : (
                  <span className="faint">0</span>
                )}
              </td>
              <td className="mono">{item.code}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
