import { Input, Select } from 'antd'
import type { ColumnUse, FigureSlot, SheetMapping } from '../../api'
import { useWords } from '../../i18n'
import { importWords } from './words'

/** The columns of a sheet with what each means. */
export function ColumnTable({
  mapping,
  headings,
  rows,
  onChange,
}: {
  mapping: SheetMapping
  headings: string[]
  rows: string[][]
  onChange: (columns: ColumnUse[]) => void
}) {
  const words = useWords(importWords)
  const put = (index: number, use: ColumnUse) =>
    onChange(mapping.columns.map((column, place) => (place === index ? use : column)))
  return (
    <div className="scroll-x">
      <table className="sheet import-columns">
        <caption className="visually-hidden">{words.columns}</caption>
        <thead>
          <tr>
            {[words.column, words.heading, words.sample, words.means].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {mapping.columns.map((column, index) => (
            <tr key={index} className={column.use === 'ignore' ? 'faint' : ''}>
              <td className="mono">{letters(index)}</td>
              <td>{headings[index] || '—'}</td>
              <td className="import-sample">
                {rows
                  .slice(0, 3)
                  .map((row) => row[index] || '—')
                  .join(' | ')}
              </td>
              <td>
                <Meaning
                  name={`${words.means} ${letters(index)}`}
                  column={column}
                  onChange={(use) => put(index, use)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Meaning({
  name,
  column,
  onChange,
}: {
  name: string
  column: ColumnUse
  onChange: (use: ColumnUse) => void
}) {
  const words = useWords(importWords)
  const uses = Object.keys(words.uses) as ColumnUse['use'][]
  return (
    <span className="import-meaning">
      <Select
        aria-label={name}
        value={column.use}
        onChange={(use) => onChange({ use })}
        options={uses.map((value) => ({ value, label: words.uses[value] }))}
        popupMatchSelectWidth={false}
      />
      {column.use === 'figure' && (
        <>
          <Input
            aria-label={`${name} ${words.factor}`}
            placeholder={words.factor}
            value={column.factor ?? ''}
            onChange={(event) => onChange({ ...column, factor: event.target.value.trim() || null })}
          />
          <Input
            aria-label={`${name} ${words.unit}`}
            placeholder={words.unit}
            value={column.unit ?? ''}
            onChange={(event) => onChange({ ...column, unit: event.target.value || null })}
          />
          <Select<FigureSlot>
            aria-label={`${name} ${words.slot}`}
            value={column.slot ?? 'value'}
            onChange={(slot) => onChange({ ...column, slot })}
            options={(Object.keys(words.slots) as FigureSlot[]).map((value) => ({
              value,
              label: words.slots[value],
            }))}
            popupMatchSelectWidth={false}
          />
        </>
      )}
    </span>
  )
}

/** A column as a spreadsheet names it: A, B … Z, AA. */
export function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last
}
