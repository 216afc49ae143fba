import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { draws, type Draw } from '../../api'
import { useWords } from '../../i18n'
import { dateTime } from '../../lib/time'
import { EmptyNote, Loaded } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { DrawPanel } from './DrawPanel'
import { OpenForm } from './OpenForm'
import { officeWords } from './office/words'
import './draws.css'

/** Draws by lot: what was drawn for, how far each is, and what is next. */
export default function DrawsPage() {
  const words = useWords(officeWords)
  const { id } = useParams<{ id?: string }>()
  const [opening, setOpening] = useState(false)
  const query = useQuery({ queryKey: ['draws'], queryFn: draws.list, refetchInterval: 15_000 })
  return (
    <div className="page">
      <PageHead title={words.title} note={words.intro}>
        <Link href="/draws/plans" className="link">
          {words.plans}
        </Link>
        <Link href="/public/draws" className="link">
          {words.publicPage}
        </Link>
        {query.data?.may_manage && (
          <Button type="primary" onClick={() => setOpening(!opening)} aria-expanded={opening}>
            {words.open}
          </Button>
        )}
      </PageHead>
      {opening && <OpenForm done={() => setOpening(false)} />}
      <Loaded query={query}>
        {(list) => {
          const chosen = list.draws.find((draw) => draw.id === id)
          return (
            <>
              <DrawTable draws={list.draws} chosen={id} />
              {chosen && <DrawPanel key={chosen.id} draw={chosen} />}
              {id !== undefined && !chosen && <EmptyNote title={words.unknown} />}
            </>
          )
        }}
      </Loaded>
    </div>
  )
}

function DrawTable({ draws, chosen }: { draws: Draw[]; chosen: string | undefined }) {
  const words = useWords(officeWords)
  if (draws.length === 0) return <EmptyNote title={words.none}>{words.noneHint}</EmptyNote>
  return (
    <Panel className="panel-table">
      <div className="scroll-x">
        <table className="sheet">
          <caption className="visually-hidden">{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.column.id}</th>
              <th scope="col">{words.column.title}</th>
              <th scope="col">{words.column.stage}</th>
              <th scope="col">{words.column.visits}</th>
              <th scope="col">{words.column.opened}</th>
            </tr>
          </thead>
          <tbody>
            {draws.map((draw) => (
              <tr key={draw.id} className={draw.id === chosen ? 'queue-row-here' : ''} data-draw={draw.id}>
                <td className="mono">
                  <Link href={`/draws/${draw.id}`}>{draw.id}</Link>
                </td>
                <td>{draw.title}</td>
                <td>
                  <StageMark draw={draw} />
                </td>
                <td className="nowrap">
                  {draw.visits_from} — {draw.visits_until}
                </td>
                <td className="nowrap">{dateTime(draw.opened.at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

export function StageMark({ draw }: { draw: Draw }) {
  const words = useWords(officeWords)
  return (
    <span className={`draw-state draw-state-${draw.stage}`}>
      {words.stage[draw.stage]}
      {draw.published && <span className="caption"> · {words.published}</span>}
    </span>
  )
}
