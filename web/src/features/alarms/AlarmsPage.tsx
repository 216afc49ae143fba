import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { alarms, type AlarmSummary } from '../../api'
import { useFreshAlarms } from '../../app/LiveProvider'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { useReachesEnd } from '../../lib/useReachesEnd'
import { EmptyNote, LoadingNote, ProblemNote } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { AlarmFilters } from './AlarmFilters'
import { AlarmTable } from './AlarmTable'
import { canAct, GroupRows, useGroups } from './GroupRows'
import { isFiltered, queryFrom } from './filters'
import { isRestOf } from './groups'
import { useQueueKeys } from './useQueueKeys'
import { alarmWords } from './words'
import './alarms.css'

const PAGE_SIZE = 100

/** What must be done next, and how long is left. */
export default function AlarmsPage() {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const [search, setSearch] = useSearchParams()
  const [, navigate] = useLocation()
  const asked = useMemo(() => queryFrom(search), [search])
  const opened = asked.group ?? undefined
  // Groups are lines of the whole queue; where somebody filters, every alarm that fits is listed.
  const inLines = asked.state === 'open' && !isFiltered(asked)
  const groups = useGroups(inLines || opened !== undefined)
  const query = useMemo(() => (inLines ? { ...asked, grouped: false } : asked), [asked, inLines])
  const lines = useMemo(
    () => (groups.data ?? []).filter((group) => (opened ? isRestOf(opened, group) : inLines)),
    [groups.data, inLines, opened],
  )
  const [acting, setActing] = useState<string>()
  const fresh = useFreshAlarms()
  const holder = useRef<HTMLDivElement>(null)
  const list = useInfiniteQuery({
    queryKey: ['alarms', 'queue', query],
    queryFn: ({ pageParam }) => alarms.list({ ...query, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const listed = list.data?.pages[0]?.total
  // A group is one line and many alarms.
  const total =
    inLines && listed !== undefined ? listed + lines.reduce((sum, one) => sum + one.total, 0) : listed
  const open = useCallback(
    (alarm: AlarmSummary | undefined) => alarm && navigate(`/alarms/${alarm.id}`),
    [navigate],
  )
  // The keyboard goes through the lines of groups first, as the eye does; an opened group's own line is no choice.
  const before = opened ? 0 : lines.length
  const openAt = useCallback(
    (at: number) => {
      const group = at < before ? lines[at] : undefined
      if (group) navigate(`/alarms?group=${group.id}`)
      else open(items[at - before])
    },
    [before, items, lines, navigate, open],
  )
  const keys = useCallback(
    (key: string, at: number) => {
      const group = opened ? lines[0] : lines[at]
      if (key === 'a' && group && canAct(group)) setActing(isRestOf(acting, group) ? undefined : group.id)
      else if (key === 'Escape' && opened) navigate('/alarms')
      else return false
      return true
    },
    [acting, lines, navigate, opened],
  )
  const at = useQueueKeys(before + items.length, openAt, holder, keys)
  const end = useReachesEnd(() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage())

  return (
    <div className="page" ref={holder}>
      <PageHead
        title={words.title}
        note={
          <>
            {total !== undefined && <span>{t.common.total(count(total))}</span>}
            {query.sort === 'due' && <span>{words.queueHint}</span>}
            <span className="keys-hint">
              {words.keys}
              {lines.length > 0 && words.groupKeys}
            </span>
          </>
        }
      />
      <AlarmFilters query={query} search={search} onChange={(next) => setSearch(next, { replace: true })} />
      {list.error && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <LoadingNote />}
      <GroupRows groups={lines} opened={opened} at={opened ? -1 : at} acting={acting} onAct={setActing} />
      {list.data && items.length === 0 && lines.length === 0 && (
        <EmptyNote title={isFiltered(query) ? words.empty : words.emptyOpen}>
          {isFiltered(query) ? (
            <Button size="small" onClick={() => setSearch({}, { replace: true })}>
              {words.clear}
            </Button>
          ) : (
            words.emptyHint
          )}
        </EmptyNote>
      )}
      {items.length > 0 && (
        <Panel className="panel-flush">
          <AlarmTable items={items} at={at - before} fresh={fresh} onOpen={open} />
        </Panel>
      )}
      <div ref={end} aria-hidden="true" />
      {list.isFetchingNextPage && <LoadingNote />}
    </div>
  )
}
