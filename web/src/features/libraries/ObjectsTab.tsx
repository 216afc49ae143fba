import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { Link } from 'wouter'
import { cityMap, libraries, type InspectionObject, type ObjectQuery } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { useReachesEnd } from '../../lib/useReachesEnd'
import { EmptyNote, LoadingNote, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { identityWords } from './identityWords'
import { Listed, ObjectRecordOf, Unknown } from './objectFacts'
import { libraryWords } from './words'

const PERMITS = ['key', 'simplified', 'registered', 'unknown'] as const

/** The objects of the library with the facts that are known of each. */
export function ObjectsTab() {
  const words = useWords(libraryWords)
  const identity = useWords(identityWords)
  const { t, name } = useI18n()
  const [typed, setTyped] = useState('')
  const [district, setDistrict] = useState<string>()
  const [permit, setPermit] = useState<string>()
  const [sameName, setSameName] = useState(false)
  const q = useDeferredValue(typed.trim())
  const query: ObjectQuery = { q, district, permit, same_name: sameName || undefined }
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const list = useInfiniteQuery({
    queryKey: ['libraries', 'objects', query],
    queryFn: ({ pageParam }) => libraries.objects({ ...query, cursor: pageParam, limit: 100 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const end = useReachesEnd(() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage())
  return (
    <>
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
          value={district}
          onChange={setDistrict}
          options={(city.data?.districts ?? []).map((item) => ({ value: item.code, label: name(item) }))}
        />
        <Select
          allowClear
          aria-label={words.permit}
          placeholder={words.permit}
          value={permit}
          onChange={setPermit}
          options={PERMITS.map((value) => ({ value, label: words.permits[value] }))}
        />
        <Checkbox checked={sameName} onChange={(event) => setSameName(event.target.checked)}>
          {identity.onlySameName}
        </Checkbox>
        <span className="caption" role="status">
          {list.data && t.common.total(count(list.data.pages[0]?.total ?? 0))}
        </span>
        <span className="filters-end">
          <Button href={libraries.objectsUrl(query, 'xlsx')}>{t.common.export} Excel</Button>
        </span>
      </div>
      {list.error && <ProblemNote error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <LoadingNote />}
      {list.data && items.length === 0 && (
        <EmptyNote title={words.noObjects}>{words.noObjectsHint}</EmptyNote>
      )}
      {items.length > 0 && (
        <Panel className="panel-flush">
          <ObjectTable items={items} />
        </Panel>
      )}
      <div ref={end} aria-hidden="true" />
    </>
  )
}

function ObjectTable({ items }: { items: InspectionObject[] }) {
  const words = useWords(libraryWords)
  const identity = useWords(identityWords)
  const { t, name } = useI18n()
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.tab.objects}</caption>
        <thead>
          <tr>
            <th scope="col">{words.column.name}</th>
            <th scope="col">{words.column.district}</th>
            <th scope="col">{words.column.permit}</th>
            <th scope="col">{words.column.keyLists}</th>
            <th scope="col">{words.column.surroundings}</th>
            <th scope="col" className="number">
              {words.column.credit}
            </th>
            <th scope="col">{words.column.record}</th>
            <th scope="col">{words.column.code}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.code} data-object={item.code}>
              <td>
                <Link href={`/libraries/objects/${item.code}`}>{item.name}</Link>
                {item.trade_code && <span className="caption mono"> {item.trade_code}</span>}
                {item.former_names.length > 0 && (
                  <div className="caption">
                    {identity.formerly(item.former_names.join(t.common.listSign))}
                  </div>
                )}
                {item.merged.length > 0 && (
                  <div className="caption">{identity.merged(item.merged.join(t.common.listSign))}</div>
                )}
                {item.monitored && (
                  <div className="caption">
                    <Link href={`/enterprises/${item.code}`}>{words.monitored}</Link>
                  </div>
                )}
              </td>
              <td className="nowrap">{name(item.district)}</td>
              <td className="nowrap">{item.permit ? words.permits[item.permit as 'key'] : <Unknown />}</td>
              <td>
                <Listed codes={item.key_lists} names={words.keyLists} />
              </td>
              <td>
                <Listed codes={item.surroundings} names={words.surroundings} />
              </td>
              <td className="number">{item.credit_score ?? <Unknown />}</td>
              <td>
                <ObjectRecordOf record={item.record} />
              </td>
              <td className="mono">{item.code}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
