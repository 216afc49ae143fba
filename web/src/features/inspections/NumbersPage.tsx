import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'wouter'
import { inspections, type InspectionCounts, type InspectionNumbers } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { Loaded } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { DIVISIONS } from './divisions'
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
  const query = useQuery({ queryKey: ['inspections', 'numbers'], queryFn: () => inspections.numbers() })
  return (
    <div className="page inspection-body">
      <PageHead title={words.numbersTitle} note={query.data && words.numbersNote(query.data.period)}>
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
  const { name } = useI18n()
  const { all, period } = numbers
  const list = (query: string) => `/inspections?period=${period}${query && `&${query}`}`
  const tradeName = (code: string) => {
    const known = DIVISIONS[code]
    return known ? `${code} ${name(known)}` : code
  }
  const figure = (key: keyof InspectionCounts, href: string, good = false) => (
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
        {(['open', 'overdue', 'escalated', 'visited_again'] as const)
          .map((key) => `${words.count[key]} ${count(all[key])}`)
          .join(' · ')}
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
        list={(code, query) => list(code ? `trade=${code}${query && `&${query}`}` : query)}
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
                  {count(row.found_later)}{' '}
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
                    {query === null || key === '' ? (
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
