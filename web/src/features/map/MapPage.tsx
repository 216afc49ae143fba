import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import { alarms, cityMap, districtShapes, type AlarmSummary, type CityMap, type Place } from '../../api'
import { useFreshAlarms } from '../../app/LiveProvider'
import { useI18n, useWords } from '../../i18n'
import { STATUSES } from '../../lib/status'
import { LoadingNote, ProblemNote } from '../../ui/notes'
import { HiddenTitle } from '../../ui/page'
import { StatusMark } from '../../ui/StatusMark'
import { AlarmStrip } from './AlarmStrip'
import { FindBox } from './FindBox'
import { MapDrawer } from './MapDrawer'
import { MapView } from './MapView'
import { PointIndex, pointsOf, type PointKind } from './points'
import { WindArrow } from './WindArrow'
import { mapWords } from './words'
import './map.css'

const LAYERS: readonly PointKind[] = ['enterprise', 'outlet', 'station']

export default function MapPage() {
  const words = useWords(mapWords)
  const { t } = useI18n()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const shapes = useQuery({ queryKey: ['shapes'], queryFn: districtShapes, staleTime: Infinity })
  const open = useQuery({
    queryKey: ['alarms', 'map'],
    queryFn: () => alarms.list({ state: 'open', sort: 'due', order: 'asc', limit: 100 }),
  })
  const [layers, setLayers] = useState<ReadonlySet<PointKind>>(new Set<PointKind>(['enterprise', 'station']))
  const [search, setSearch] = useSearchParams()
  const selected = search.get('at') ?? undefined
  const select = (id: string | undefined) => setSearch(id ? { at: id } : {}, { replace: true })

  const index = useMemo(
    () => (city.data ? new PointIndex(pointsOf(city.data, layers)) : undefined),
    [city.data, layers],
  )
  const fresh = useFreshPoints(open.data?.items)

  return (
    <div className="map-page">
      <HiddenTitle>{words.title}</HiddenTitle>
      {city.error && !city.data && <ProblemNote error={city.error} retry={() => void city.refetch()} />}
      {index && city.data && shapes.data ? (
        <MapView
          shapes={shapes.data}
          districts={city.data.districts}
          index={index}
          fresh={fresh}
          selected={selected}
          target={placeOf(city.data, selected)}
          onSelect={select}
          tiles={city.data.tiles}
        />
      ) : (
        !city.error && <LoadingNote />
      )}
      <AlarmStrip page={open.data} error={open.error} fresh={fresh} onSelect={select} />
      {city.data && (
        <div className="map-tools">
          <FindBox city={city.data} onSelect={select} />
          <div className="map-layers" role="group" aria-label={words.layers}>
            {LAYERS.map((layer) => (
              <button
                key={layer}
                type="button"
                aria-pressed={layers.has(layer)}
                onClick={() => setLayers(toggled(layers, layer))}
              >
                {words.layer[layer]}
              </button>
            ))}
          </div>
        </div>
      )}
      {city.data && <WindArrow wind={city.data.wind} now={city.data.now} />}
      {city.data && (
        <div className="map-legend" role="group" aria-label={words.legend}>
          {STATUSES.map((status) => (
            <span key={status}>
              <StatusMark status={status} /> <b>{countOf(city.data, layers, status)}</b>
            </span>
          ))}
          <span className="map-attribution" title={t.shell.zoneRule}>
            {words.attribution}
          </span>
        </div>
      )}
      {city.data && selected && (
        <MapDrawer city={city.data} at={selected} alarms={open.data?.items ?? []} onSelect={select} />
      )}
    </div>
  )
}

/** Where the thing with this id is; districts have no one place. */
function placeOf(city: CityMap, id: string | undefined): Place | undefined {
  const all = pointsOf(city, new Set(LAYERS))
  return id === undefined ? undefined : all.find((point) => point.id === id)
}

function toggled(layers: ReadonlySet<PointKind>, layer: PointKind): ReadonlySet<PointKind> {
  const next = new Set(layers)
  if (!next.delete(layer)) next.add(layer)
  return next
}

const countOf = (city: CityMap, layers: ReadonlySet<PointKind>, status: string): number =>
  pointsOf(city, layers).filter((point) => point.status === status).length

/** The points that the alarms of the last seconds are about. */
function useFreshPoints(open: AlarmSummary[] | undefined): ReadonlySet<string> {
  const ids = useFreshAlarms()
  return useMemo(() => {
    const points = (open ?? [])
      .filter((alarm) => ids.has(alarm.id))
      .flatMap((alarm) => [
        `${alarm.subject.kind}:${alarm.subject.id}`,
        ...(alarm.enterprise ? [`enterprise:${alarm.enterprise.code}`] : []),
      ])
    return new Set(points)
  }, [ids, open])
}
