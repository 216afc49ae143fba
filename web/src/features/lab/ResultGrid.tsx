import { useState } from 'react'
import type { LabAnswer, LabValue } from '../../api'
import { useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { labWords } from './words'

const ROW_PX = 32
/** Rows drawn above and below what is in sight. */
const SPARE = 12
const HEIGHT_PX = 480

/** All rows, of which only those in sight are drawn: ten thousand scroll like ten. */
export function ResultGrid({ answer }: { answer: LabAnswer }) {
  const words = useWords(labWords)
  const [top, setTop] = useState(0)
  const first = Math.max(0, Math.floor(top / ROW_PX) - SPARE)
  const last = Math.min(answer.rows.length, first + Math.ceil(HEIGHT_PX / ROW_PX) + 2 * SPARE)
  if (answer.rows.length === 0) return <p className="caption">{words.empty}</p>
  return (
    <div
      className="lab-grid"
      role="region"
      aria-label={words.result}
      // A region that scrolls must be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <table className="sheet" aria-rowcount={answer.rows.length + 1}>
        <thead>
          <tr>
            {answer.columns.map((column, i) => (
              <th
                key={i}
                scope="col"
                title={column.kind}
                className={column.kind === 'number' || column.kind === 'integer' ? 'number' : undefined}
              >
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr aria-hidden="true" style={{ height: first * ROW_PX }} />}
          {answer.rows.slice(first, last).map((row, i) => (
            <tr key={first + i} aria-rowindex={first + i + 2}>
              {row.map((value, j) => (
                <td key={j} className={typeof value === 'number' ? 'number' : undefined}>
                  {shown(value)}
                </td>
              ))}
            </tr>
          ))}
          {last < answer.rows.length && (
            <tr aria-hidden="true" style={{ height: (answer.rows.length - last) * ROW_PX }} />
          )}
        </tbody>
      </table>
    </div>
  )
}

function shown(value: LabValue) {
  if (value === null) return <span className="faint">—</span>
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : figure(value)
  if (typeof value === 'boolean') return value ? '✓' : '✗'
  return value.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)\+08:00$/, '$1 $2')
}
