import type { Judged, KindPrecision } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { EmptyNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { Sheet } from './Sheet'
import { ruleWords } from './words'

const percent = (share: number) => `${Math.round(share * 100)}%`

/** A precision with its interval and of how many it is; a dash where nothing was judged, never zero. */
export function PrecisionFigure({ judged }: { judged: Judged | undefined }) {
  const words = useWords(ruleWords)
  if (!judged?.precision) return <span className="faint">—</span>
  const { share, low, high } = judged.precision
  return (
    <>
      <b>{percent(share)}</b>
      <span className="caption">
        {' '}
        ({words.interval(percent(low), percent(high))}) {words.of(count(judged.confirmed + judged.refuted))}
      </span>
    </>
  )
}

/** How often alarms of a kind were right: by month, and by the rule that raised them. */
export function PrecisionPanel({ precision }: { precision: KindPrecision }) {
  const words = useWords(ruleWords)
  const { t } = useI18n()
  const { all, months, rules } = precision
  const raised = all.confirmed + all.refuted + all.undecided + all.open
  return (
    <Panel
      title={words.precisionTitle}
      extra={<span className="caption">{words.precisionHint}</span>}
      className="panel-table"
    >
      {raised === 0 ? (
        <EmptyNote title={words.noVerdicts}>{words.noVerdictsHint}</EmptyNote>
      ) : (
        <div className="rule-precision">
          <JudgedTable
            title={words.byMonth}
            first={words.column.month}
            rows={months.map(({ month, judged }) => [month, judged])}
            label={words.trend(t.kind[precision.kind])}
          />
          <JudgedTable
            title={words.byRule}
            first={words.column.rule}
            rows={rules.map(({ rule, judged }) => [rule ?? words.defaults, judged])}
          />
        </div>
      )}
    </Panel>
  )
}

function JudgedTable({
  title,
  first,
  rows,
  label,
}: {
  title: string
  first: string
  rows: [name: string, judged: Judged][]
  label?: string
}) {
  const words = useWords(ruleWords)
  return (
    <Sheet label={label ?? title}>
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{words.precisionTitle}</th>
          {(['confirmed', 'refuted', 'undecided', 'open'] as const).map((column) => (
            <th key={column} scope="col" className="number">
              {words.column[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, judged]) => (
          <tr key={name}>
            <th scope="row" className="nowrap">
              {name}
            </th>
            <td>
              <ShareBar judged={judged} />
              <PrecisionFigure judged={judged} />
            </td>
            <td className="number">{count(judged.confirmed)}</td>
            <td className="number">{count(judged.refuted)}</td>
            <td className="number">{count(judged.undecided)}</td>
            <td className="number">{count(judged.open)}</td>
          </tr>
        ))}
      </tbody>
    </Sheet>
  )
}

/** The interval as a band and the share as a mark in it, 0 to 1 from left to right. */
function ShareBar({ judged }: { judged: Judged }) {
  const found = judged.precision
  if (!found) return null
  const at = (share: number) => 1 + share * 98
  return (
    <svg className="share-bar" viewBox="0 0 100 12" width="100" height="12" aria-hidden="true">
      <path className="share-ground" d="M1 6H99" />
      <path className="share-band" d={`M${at(found.low)} 6H${at(found.high)}`} />
      <path className="share-mark" d={`M${at(found.share)} 1V11`} />
    </svg>
  )
}
