import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { inspections, type InspectionCounts, type InspectionNumbers } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { date } from '../../lib/time'
import { Loaded } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { assignWords } from './assignWords'
import { DIVISIONS } from './divisions'
import { periodsOfTwoYears } from './periods'
import { inspectionWords } from './words'
import './inspections.css'

/** The figures, in their order, and how the list asks for each; the positive list is another page. */
const FIGURES = [
  ['listed', null],
  ['drawn', ''],
  ['concluded', 'stage=concluded'],
  ['avoided', 'avoided=true'],
  ['visited', 'stage=visited'],
] as const

/** So many districts or trades are shown at once. */
const STEP = 12

/** What inspections came to. Every figure opens into its records. */
export default function NumbersPage() {
  const words = useWords(inspectionWords)
  const assign = useWords(assignWords)
  const asked = new URLSearchParams(useSearch())
  const [, navigate] = useLocation()
  const all = periodsOfTwoYears(date(useNow(60_000)))
  const period = asked.get('period') ?? undefined
  const query = useQuery({
    queryKey: ['inspections', 'numbers', period],
    queryFn: () => inspections.numbers(period),
    placeholderData: (previous) => previous,
  })
  return (
    <div className="page inspection-body">
      <PageHead title={words.numbersTitle} note={query.data && words.numbersNote(query.data.period)}>
        <Select
          aria-label={assign.numbersPeriod}
          value={query.data?.period ?? period}
          onChange={(value: string) => navigate(`/inspections/numbers?period=${value}`, { replace: true })}
          popupMatchSelectWidth={false}
          options={all.map((value) => ({ value, label: value }))}
        />
        <Link href="/inspections" className="link">
          {words.toList}
        </Link>
      </PageHead>
      <Loaded query={query}>{(numbers) => <Body numbers={numbers} />}</Loaded>
    </div>
  )
}

function Body({ numbers }: { numbers: InspectionNumbers }) {
  const words = useWords(inspectionWords)
  const assign = useWords(assignWords)
  const { name } = useI18n()
  const { all, period } = numbers
  const list = (query: string) => `/inspections?period=${period}${query && `&${query}`}`
  const tradeName = (code: string) => {
    const known = DIVISIONS[code]
    return known ? `${code} ${name(known)}` : code
  }
  const figure = (key: (typeof FIGURES)[number][0], href: string, good = false) => (
    <Link
      key={key}
      href={href}
      className={good ? 'inspection-figure inspection-figure-good' : 'inspection-figure'}
    >
      <span className="caption">{words.count[key]}</span>
      <strong>{count(all[key])}</strong>
    </Link>
  )
  return (
    <>
      <div className="inspection-figures">
        {FIGURES.map(([key, query]) =>
          figure(key, query === null ? '/positive-list' : list(query), key === 'avoided'),
        )}
      </div>
      <p className="caption">
        {(['assigned', 'open', 'overdue', 'escalated', 'visited_again'] as const).map((key, index) => (
          <span key={key}>
            {index > 0 && ' · '}
            <Link
              href={list(`figure=${key}`)}
            >{`${key === 'assigned' ? assign.figure.assigned : words.count[key]} ${count(all[key])}`}</Link>
          </span>
        ))}
      </p>
      <Methods numbers={numbers} list={list} />
      <Groups
        title={words.byDistrict}
        column={words.column.district}
        rows={numbers.districts.map((row) => ({ key: row.of.code, label: name(row.of), counts: row }))}
        list={(code, query) => list(`district=${code}${query && `&${query}`}`)}
      />
      <Groups
        title={words.byTrade}
        column={words.trade}
        rows={numbers.trades.map((row) => ({
          key: row.of.code,
          label: row.of.code ? tradeName(row.of.code) : words.unknownTrade,
          counts: row,
        }))}
        list={(code, query) => list(`trade=${code || 'unknown'}${query && `&${query}`}`)}
      />
    </>
  )
}

function Methods({ numbers, list }: { numbers: InspectionNumbers; list: (query: string) => string }) {
  const words = useWords(inspectionWords)
  const findings = ['nothing', 'minor', 'violation'] as const
  const stage = { off_site: 'concluded', on_site: 'visited' } as const
  const percent = (part: number, whole: number) =>
    whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)} %`
  return (
    <Panel title={words.methods}>
      <div className="scroll-x">
        <table className="sheet">
          <caption className="visually-hidden">{words.methods}</caption>
          <thead>
            <tr>
              <th scope="col">{words.method}</th>
              {[
                words.done,
                ...findings.map((finding) => words.finding[finding]),
                words.rate,
                words.foundLater,
              ].map((label) => (
                <th key={label} scope="col" className="inspection-number">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {numbers.methods.map((row) => (
              <tr key={row.way}>
                <td>{words.way[row.way]}</td>
                <td className="inspection-number">
                  <Link href={list(`stage=${stage[row.way]}`)}>{count(row.done)}</Link>
                </td>
                {findings.map((finding) => (
                  <td key={finding} className="inspection-number">
                    <Link href={list(`stage=${stage[row.way]}&finding=${finding}`)}>
                      {count(row[finding])}
                    </Link>
                  </td>
                ))}
                <td className="inspection-number">{percent(row.minor + row.violation, row.done)}</td>
                <td className="inspection-number">
                  <Link
                    className="inspection-within"
                    href={list(`stage=${stage[row.way]}&figure=found_later`)}
                  >
                    {count(row.found_later)}
                  </Link>{' '}
                  <span className="caption">{percent(row.found_later, row.nothing)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="caption">{words.foundLaterHint}</p>
    </Panel>
  )
}

function Groups({
  title,
  column,
  rows,
  list,
}: {
  title: string
  column: string
  rows: { key: string; label: string; counts: InspectionCounts }[]
  list: (code: string, query: string) => string
}) {
  const words = useWords(inspectionWords)
  const [shown, setShown] = useState(STEP)
  const left = rows.length - shown
  return (
    <Panel title={title}>
      <div className="scroll-x">
        <table className="sheet">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{column}</th>
              {FIGURES.map(([key]) => (
                <th key={key} scope="col" className="inspection-number">
                  {words.count[key]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map(({ key, label, counts }) => (
              <tr key={key}>
                <td className="nowrap">{label}</td>
                {FIGURES.map(([figure, query]) => (
                  <td key={figure} className="inspection-number">
                    {query === null ? (
                      count(counts[figure])
                    ) : (
                      <Link href={list(key, query)}>{count(counts[figure])}</Link>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && (
        <div className="inspection-more">
          <Button onClick={() => setShown(rows.length)}>{words.more(count(left))}</Button>
        </div>
      )}
    </Panel>
  )
}
