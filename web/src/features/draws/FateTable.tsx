import { Input, Select } from 'antd'
import { useId, useMemo, useState } from 'react'
import { useWords } from '../../i18n'
import { count } from '../../lib/number'
import { useOffSiteFirst } from '../positive-list/ListedBadge'
import { matching, type Fate } from './fates'
import { drawWords } from './words'

/** A pool can have a million objects: so many rows are shown, and the others are found. */
const SHOWN = 200
const KINDS = ['drawn', 'not_drawn', 'excluded', 'not_certified', 'waiting'] as const

/** What became of everybody, and the means to find one among many. */
export function FateTable({ title, fates }: { title: string; fates: Fate[] }) {
  const words = useWords(drawWords)
  const [sought, setSought] = useState('')
  const [kind, setKind] = useState<Fate['kind']>()
  const heading = useId()
  const listed = useOffSiteFirst()
  const found = useMemo(() => matching(fates, sought, kind), [fates, sought, kind])
  const there = useMemo(() => new Set(fates.map((fate) => fate.kind)), [fates])
  return (
    <section aria-labelledby={heading}>
      <div className="draw-fates-head">
        <h3 id={heading}>{title}</h3>
        <Input.Search
          allowClear
          aria-label={words.find(title)}
          placeholder={words.findHint}
          onChange={(event) => setSought(event.target.value)}
        />
        <Select
          allowClear
          aria-label={words.fateOf(title)}
          placeholder={words.everyFate}
          value={kind}
          onChange={setKind}
          options={KINDS.filter((each) => there.has(each)).map((value) => ({
            value,
            label: words.fate[value],
          }))}
        />
        <span className="caption" role="status">
          {found.length > SHOWN
            ? words.shownOf(count(SHOWN), count(found.length))
            : words.found(count(found.length))}
        </span>
      </div>
      <div className="scroll-x">
        <table className="sheet">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.id}</th>
              <th scope="col">{words.pool}</th>
              <th scope="col">{words.fateColumn}</th>
              <th scope="col">{words.particulars}</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, SHOWN).map((fate) => (
              <tr key={fate.id}>
                <td>
                  <span className="mono">{fate.id}</span>{' '}
                  {listed(fate.id) && <span className="listed-badge">{listed(fate.id)}</span>}
                </td>
                <td className="mono">{fate.pool ?? '—'}</td>
                <td>
                  <span className={`draw-fate draw-fate-${fate.kind}`}>{words.fate[fate.kind]}</span>
                </td>
                <td>
                  <Particulars fate={fate} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Particulars({ fate }: { fate: Fate }) {
  const words = useWords(drawWords)
  const parts = [
    fate.place !== undefined && words.place(count(fate.place)),
    fate.officers && words.by(fate.officers.join(', ')),
    fate.visits !== undefined && words.visitsOf(count(fate.visits)),
    fate.reason,
    fate.weight !== undefined && words.weight(count(fate.weight)),
  ].filter((part) => typeof part === 'string')
  return <>{parts.length > 0 ? parts.join(' · ') : '—'}</>
}
