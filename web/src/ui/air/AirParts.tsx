import type { AirIndex, AirLevel } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { Facts, Quantity } from '../page'
import './air.css'
import { airWords } from './words'

/** An index with its level in the official colour, beside its word. */
export function AirMark({ index, levels }: { index: AirIndex; levels: AirLevel[] }) {
  const words = useWords(airWords)
  const { name } = useI18n()
  const level = levels.find((item) => item.number === index.level)
  const standings: Record<string, string> = words.standing
  if (index.index === null || index.index === undefined)
    return <span className="secondary">{standings[index.standing] ?? index.standing}</span>
  const published = index.standing === 'published'
  return (
    <span className="aqi-mark">
      <span
        className="aqi-swatch"
        style={{ background: published ? level?.colour : undefined }}
        aria-hidden="true"
      />
      <b className="figure">{published ? index.index : words.atLeast(String(index.index))}</b>
      {published ? (
        level && <span>{name(level)}</span>
      ) : (
        <span className="secondary">{standings[index.standing]}</span>
      )}
    </span>
  )
}

/** An index and what it is made of. */
export function AirParts({ index, levels }: { index: AirIndex; levels: AirLevel[] }) {
  const words = useWords(airWords)
  const { t } = useI18n()
  const pollutants: Record<string, string> = words.pollutant
  const list = (codes: string[]) =>
    codes.map((code) => pollutants[code] ?? code).join(t.common.listSign) || words.none
  return (
    <>
      <AirMark index={index} levels={levels} />
      <Facts
        items={[
          [words.primary, list(index.primary)],
          [words.exceeding, list(index.exceeding)],
          index.missing.length > 0 && [words.missing, list(index.missing)],
        ]}
      />
      {index.partials.length > 0 && (
        <table className="aqi-parts">
          <thead>
            <tr>
              <th scope="col">{words.pollutantHead}</th>
              <th scope="col" className="number">
                {words.concentration}
              </th>
              <th scope="col" className="number">
                {words.hours}
              </th>
              <th scope="col" className="number">
                {words.partial}
              </th>
            </tr>
          </thead>
          <tbody>
            {index.partials.map((part) => (
              <tr key={part.pollutant}>
                <th scope="row">{pollutants[part.pollutant] ?? part.pollutant}</th>
                <td className="number">
                  <Quantity value={part.concentration} unit={part.unit} />
                </td>
                <td className={part.provisional ? 'number wei-text' : 'number'}>{part.hours}</td>
                <td className="number">{part.index ?? <span className="faint">{words.noIndex}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
