import type { TracingFigures, TracingHit } from '../../api'
import { useWords } from '../../i18n'
import { count } from '../../lib/number'
import { Panel } from '../../ui/page'
import { tracingWords } from './words'

/** How good rankings were; every figure opens into its tracings. */
export function FiguresPanel({
  figures,
  hit,
  tenth,
  onHit,
  onTenth,
}: {
  figures: TracingFigures
  hit: TracingHit | undefined
  tenth: number | undefined
  onHit: (hit: TracingHit | undefined) => void
  onTenth: (tenth: number | undefined) => void
}) {
  const words = useWords(tracingWords)
  const { scored, first, among_three: three, closed, brier } = figures
  const rate = (part: number) => `${Math.round((part / Math.max(scored, 1)) * 100)} %`
  return (
    <Panel title={words.figures} extra={<span className="caption">{words.figuresHint}</span>}>
      {scored === 0 ? (
        <p className="secondary">{words.noScores}</p>
      ) : (
        <div className="tracing-figures">
          <dl className="tracing-tiles">
            <div>
              <dt>{words.scored}</dt>
              <dd>{words.percentOf(count(scored), count(closed))}</dd>
            </div>
            <div>
              <dt>{words.firstRate}</dt>
              <dd>
                <button
                  type="button"
                  aria-pressed={hit === 'first'}
                  onClick={() => onHit(hit === 'first' ? undefined : 'first')}
                >
                  {rate(first)}
                </button>
                <span className="caption">{words.percentOf(count(first), count(scored))}</span>
              </dd>
            </div>
            <div>
              <dt>{words.threeRate}</dt>
              <dd>
                <button
                  type="button"
                  aria-pressed={hit === 'missed'}
                  title={words.hit.missed}
                  onClick={() => onHit(hit === 'missed' ? undefined : 'missed')}
                >
                  {rate(three)}
                </button>
                <span className="caption">{words.percentOf(count(three), count(scored))}</span>
              </dd>
            </div>
            <div>
              <dt>{words.brier}</dt>
              <dd>
                {brier === null || brier === undefined ? '—' : brier.toFixed(2)}
                <span className="caption">{words.brierHint}</span>
              </dd>
            </div>
          </dl>
          <Reliability figures={figures} tenth={tenth} onTenth={onTenth} />
        </div>
      )}
    </Panel>
  )
}

/** Probabilities by tenths beside how often they turned out: where the bar and the tick meet, they were right. */
function Reliability({
  figures,
  tenth: chosen,
  onTenth,
}: {
  figures: TracingFigures
  tenth: number | undefined
  onTenth: (tenth: number | undefined) => void
}) {
  const words = useWords(tracingWords)
  return (
    <table className="tracing-reliability">
      <caption>{words.reliability}</caption>
      <thead>
        <tr>
          <th scope="col">{words.tenth}</th>
          <th scope="col">{words.count}</th>
          <th scope="col">{words.mean}</th>
          <th scope="col">{words.share}</th>
          <th scope="col" aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {figures.tenths.map(({ count: number, true_count: turned, mean }, tenth) => {
          if (number === 0) return null
          const share = turned / number
          return (
            <tr key={tenth}>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={chosen === tenth}
                  onClick={() => onTenth(chosen === tenth ? undefined : tenth)}
                >
                  {tenth * 10}–{tenth * 10 + 10} %
                </button>
              </th>
              <td>{count(number)}</td>
              <td>{Math.round((mean ?? 0) * 100)} %</td>
              <td>{Math.round(share * 100)} %</td>
              <td className="tracing-gauge" aria-hidden="true">
                <i style={{ width: `${share * 100}%` }} />
                <b style={{ left: `${(mean ?? 0) * 100}%` }} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
