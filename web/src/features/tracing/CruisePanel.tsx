import { Checkbox } from 'antd'
import type { TracingCruise } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { Panel } from '../../ui/page'
import { metres } from './air'
import { airWords, compassOf } from './airWords'
import { nameOf } from './parts'
import { tracingWords } from './words'

/** So many hypotheses are told of a piece. */
const TOLD = 3

type Piece = TracingCruise['pieces'][number]

/** Where to measure next: the pieces of a cruise in the order of the drive, with their distances. */
export function CruisePanel({
  cruise,
  shown,
  onShow,
}: {
  cruise: TracingCruise
  shown: boolean
  onShow: (shown: boolean) => void
}) {
  const words = useWords(airWords)
  const { from_deg: from, speed_m_s: speed } = cruise
  if (from === null || from === undefined || cruise.pieces.length === 0) {
    return (
      <Panel title={words.cruise}>
        <p className="secondary">{words.cruiseNone}</p>
      </Panel>
    )
  }
  return (
    <Panel
      title={words.cruise}
      extra={
        <Checkbox checked={shown} onChange={(event) => onShow(event.target.checked)}>
          {words.cruiseShow}
        </Checkbox>
      }
    >
      <p className="caption">
        {words.cruiseHint(words.from(compassOf(from, words.compass)), (speed ?? 0).toFixed(1))}
      </p>
      <ol className="tracing-cruise">
        {cruise.pieces.map((piece, number) => (
          <PieceLine key={number} piece={piece} />
        ))}
      </ol>
      <p className="tracing-cruise-total">{words.cruiseTotal(metres(cruise.total_m))}</p>
    </Panel>
  )
}

function PieceLine({ piece }: { piece: Piece }) {
  const words = useWords(airWords)
  const { thing } = useWords(tracingWords)
  const { name } = useI18n()
  return (
    <li>
      <strong>{words.cruisePiece(nameOf(piece.behind, name, thing), metres(piece.downwind_m))}</strong>
      <div className="secondary">{words.cruiseWay(metres(piece.way_m), metres(piece.length_m))}</div>
      <div className="caption">
        {words.cruiseUnit}
        <Predicted predicted={piece.predicted} />
      </div>
    </li>
  )
}

function Predicted({ predicted }: { predicted: Piece['predicted'] }) {
  const words = useWords(airWords)
  const { thing: things, together } = useWords(tracingWords)
  const { name, t } = useI18n()
  const said = predicted.slice(0, TOLD).map(({ things: own, added, uncertain }) => {
    const what =
      own.length > 0 ? own.map((thing) => nameOf(thing, name, things)).join(together) : words.nobody
    return words.cruisePredicted(what, figure(added), figure(uncertain))
  })
  return <>{said.join(t.common.listSign)}</>
}
