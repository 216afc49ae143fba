import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { cases, type CaseList } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { dateTime } from '../../lib/time'
import { EmptyNote, Loaded } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { DueBoard } from './DueBoard'
import { Left, StageMark } from './marks'
import { OpenForm } from './OpenForm'
import { caseWords } from './words'
import './cases.css'

/** Cases: where each stands, and what is due in all of them. */
export default function CasesPage() {
  const words = useWords(caseWords)
  const [location, navigate] = useLocation()
  const due = location === '/cases/due'
  const [opening, setOpening] = useState(false)
  const [filter, setFilter] = useState({ q: '', stage: '', open: false })
  const query = useQuery({
    queryKey: ['cases', filter],
    queryFn: () =>
      cases.list({
        open: filter.open,
        ...(filter.q && { q: filter.q }),
        ...(filter.stage && { stage: filter.stage }),
      }),
    placeholderData: (before) => before,
    refetchInterval: 30_000,
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
        {query.data?.may_open && (
          <Button type="primary" aria-expanded={opening} onClick={() => setOpening(!opening)}>
            {words.open}
          </Button>
        )}
      </PageHead>
      {opening && query.data && (
        <Panel title={words.open}>
          <OpenForm violations={query.data.violations} />
        </Panel>
      )}
      {due ? (
        <DueBoard />
      ) : (
        <>
          <div className="filters">
            <Input.Search
              allowClear
              className="filter-search"
              placeholder={words.search}
              aria-label={words.search}
              onSearch={(q) => setFilter({ ...filter, q })}
            />
            <Select
              value={filter.stage}
              aria-label={words.column.stage}
              onChange={(stage) => setFilter({ ...filter, stage })}
              options={[
                { value: '', label: words.anyStage },
                ...Object.entries(words.stage).map(([value, label]) => ({ value, label })),
              ]}
            />
            <Checkbox
              checked={filter.open}
              onChange={(event) => setFilter({ ...filter, open: event.target.checked })}
            >
              {words.onlyOpen}
            </Checkbox>
          </div>
          <Loaded query={query}>{(list) => <CaseTable list={list} />}</Loaded>
        </>
      )}
    </div>
  )
}

function CaseTable({ list }: { list: CaseList }) {
  const words = useWords(caseWords)
  const { name } = useI18n()
  if (list.cases.length === 0) return <EmptyNote title={words.none}>{words.noneHint}</EmptyNote>
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
            {list.cases.map((item) => (
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
                <td className="number">{item.fine ?? <span className="faint">—</span>}</td>
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
