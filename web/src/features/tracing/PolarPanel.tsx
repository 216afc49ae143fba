import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { tracings, type TracingByWind, type TracingDetail } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { airWords, compassOf } from './airWords'
import { RADIUS, ring, speedClass, strength, wedge } from './polar'

/** What a station measured by direction and speed of the wind: high in a sector where a source is. */
export function PolarPanel({ one }: { one: TracingDetail }) {
  const words = useWords(airWords)
  const query = useQuery({
    queryKey: ['tracing', one.id, 'by-wind', one.shown],
    queryFn: () => tracings.byWind(one.id, one.shown),
    // A version never changes.
    staleTime: Infinity,
  })
  return (
    <Panel title={words.polar}>
      <Loaded query={query}>{(byWind) => <Stations byWind={byWind} asked={one.station.code} />}</Loaded>
      <p className="caption">{words.polarHint}</p>
    </Panel>
  )
}

function Stations({ byWind, asked }: { byWind: TracingByWind; asked: string }) {
  const words = useWords(airWords)
  const { name } = useI18n()
  const [chosen, setChosen] = useState(asked)
  const shown = byWind.stations.find(({ station }) => station.code === chosen) ?? byWind.stations[0]
  if (!shown) return <p className="secondary">{words.polarNone}</p>
  return (
    <>
      <Select
        aria-label={words.polarStation}
        className="tracing-polar-station"
        value={shown.station.code}
        onChange={setChosen}
        options={byWind.stations.map(({ station }) => ({ value: station.code, label: name(station) }))}
      />
      <Plot byWind={byWind} of={shown} />
    </>
  )
}

function Plot({ byWind, of }: { byWind: TracingByWind; of: TracingByWind['stations'][number] }) {
  const words = useWords(airWords)
  const { name } = useI18n()
  const { sectors, speeds } = byWind
  const highest = of.cells.reduce<(typeof of.cells)[number] | undefined>(
    (most, cell) => (!most || cell.mean > most.mean ? cell : most),
    undefined,
  )
  const direction = (sector: number) => compassOf((sector * 360) / sectors, words.compass)
  const notes = [
    highest &&
      words.polarHighest(direction(highest.sector), speedClass(highest.speed, speeds), figure(highest.mean)),
    of.calm && words.polarCalm(figure(of.calm.mean), String(of.calm.count)),
    of.without_wind > 0 && words.polarNoWind(String(of.without_wind)),
  ].filter(Boolean)
  if (of.cells.length === 0) return <p className="secondary">{words.polarNone}</p>
  return (
    <>
      <svg
        className="tracing-polar"
        viewBox={`${-RADIUS - 16} ${-RADIUS - 16} ${2 * RADIUS + 32} ${2 * RADIUS + 32}`}
        role="img"
        aria-label={`${words.polarLabel(name(of.station))}. ${notes.join('. ')}`}
      >
        {speeds.map((from, number) => (
          <circle key={from} r={ring(number, speeds.length).outer} className="tracing-polar-ring" />
        ))}
        {of.cells.map((cell) => (
          <path
            key={`${cell.sector}:${cell.speed}`}
            className="tracing-polar-cell"
            d={wedge(cell.sector, sectors, ring(cell.speed, speeds.length))}
            fillOpacity={0.08 + 0.92 * strength(cell.mean, of.cells)}
          >
            <title>
              {words.polarCell(
                direction(cell.sector),
                speedClass(cell.speed, speeds),
                figure(cell.mean),
                String(cell.count),
              )}
            </title>
          </path>
        ))}
        {[0, 2, 4, 6].map((eighth) => {
          const angle = (eighth * Math.PI) / 4
          return (
            <text
              key={eighth}
              x={(RADIUS + 9) * Math.sin(angle)}
              y={-(RADIUS + 9) * Math.cos(angle)}
              className="tracing-polar-word"
            >
              {words.compass[eighth]}
            </text>
          )
        })}
      </svg>
      {notes.map((note) => (
        <p key={String(note)} className="tracing-polar-note">
          {note}
        </p>
      ))}
    </>
  )
}
