import { useState } from 'react'
import { Button } from 'antd'
import type { Series } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { isEvidence } from '../../lib/series'
import { clockSeconds, date } from '../../lib/time'
import { EmptyNote } from '../../ui/notes'
import { Quantity } from '../../ui/page'
import { monitoringWords } from './words'

const STEP = 200

/** The records behind the curve, the latest first; revised ones are all there. */
export function PointTable({ series }: { series: Series }) {
  const words = useWords(monitoringWords)
  const { t } = useI18n()
  const [shown, setShown] = useState(STEP)
  if (series.points.length === 0) return <EmptyNote title={words.noPoints}>{words.noPointsHint}</EmptyNote>
  const means = series.points.some((point) => typeof point.min === 'number')
  const converted = series.points.some((point) => typeof point.converted === 'number')
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.table}</caption>
        <thead>
          <tr>
            <th scope="col">{words.column.time}</th>
            <th scope="col" className="number">
              {words.column.value} {series.unit}
            </th>
            {means && (
              <>
                <th scope="col" className="number">
                  {words.column.min}
                </th>
                <th scope="col" className="number">
                  {words.column.max}
                </th>
              </>
            )}
            {converted && (
              <th scope="col" className="number">
                {words.column.converted}
              </th>
            )}
            <th scope="col">{words.column.mark}</th>
            <th scope="col">{words.column.problems}</th>
            <th scope="col">{words.column.origin}</th>
          </tr>
        </thead>
        <tbody>
          {series.points
            .slice(-shown)
            .toReversed()
            .map((point, i) => (
              <tr key={`${point.time}-${i}`} className={isEvidence(point) ? '' : 'point-invalid'}>
                <td className="nowrap">
                  {date(point.time)} {clockSeconds(point.time)}
                </td>
                <td className="number">
                  <Quantity value={point.value} />
                </td>
                {means && (
                  <>
                    <td className="number">
                      <Quantity value={point.min} />
                    </td>
                    <td className="number">
                      <Quantity value={point.max} />
                    </td>
                  </>
                )}
                {converted && (
                  <td className="number">
                    <Quantity value={point.converted} />
                  </td>
                )}
                <td>
                  {point.mark ? (
                    `${point.mark} ${wordFor(t.mark, point.mark)}`
                  ) : (
                    <span className="faint">{t.mark['']}</span>
                  )}
                </td>
                <td>
                  {point.problems.map((problem) => wordFor(t.problem, problem)).join(t.common.listSign)}
                </td>
                <td className="secondary">{point.backfill ? t.origin.backfill : t.origin.live}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {series.points.length > shown && (
        <div className="centred">
          <Button type="text" onClick={() => setShown(shown + STEP)}>
            {t.common.loadMore} ({count(series.points.length - shown)})
          </Button>
        </div>
      )}
    </div>
  )
}
