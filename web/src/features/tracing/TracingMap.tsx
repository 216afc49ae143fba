import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { useEffect, useRef } from 'react'
import type { CityMap, TracingCruise, TracingDetail, TracingPlume } from '../../api'
import { useI18n, useWords } from '../../i18n'
import {
  drawCandidates,
  drawCruise,
  drawPlume,
  drawReach,
  drawStations,
  drawTracks,
  drawUnregistered,
  drawWind,
  placesOf,
} from './mapLayers'
import type { ThingKey } from './parts'
import { tracingWords } from './words'
import '../map/map.css'

interface Props {
  one: TracingDetail
  shapes: GeoJSON.FeatureCollection
  tiles: CityMap['tiles']
  selected: ThingKey | undefined
  onSelect: (key: ThingKey) => void
  /** The time of the record that is drawn; the whole anomaly where there is none. */
  time: number | undefined
  /** The height of a profile that is drawn, m. */
  height: number | undefined
  plume: TracingPlume | undefined
  cruise: TracingCruise | undefined
}

/** Below this width a map shows who leads, and no more. */
const NARROW_PX = 560

/** The city's map with what a tracing says: drawn anew when that changes, never moved by it. */
export function TracingMap({ one, shapes, tiles, selected, onSelect, time, height, plume, cruise }: Props) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  const holder = useRef<HTMLDivElement>(null)
  const map = useRef<L.Map>(null)
  const select = useRef(onSelect)
  useEffect(() => {
    select.current = onSelect
  })

  useEffect(() => {
    if (!holder.current) return
    const made = L.map(holder.current, {
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0.1,
      minZoom: 7.5,
      maxZoom: 17,
      scrollWheelZoom: false,
      renderer: L.svg({ padding: 0.5 }),
    })
    L.control.scale({ imperial: false, position: 'bottomright' }).addTo(made)
    // A view must be there before anything is drawn.
    made.setView([one.place.latitude, one.place.longitude], 12)
    // The land is filled and in the pane of shapes: the plume lies over that, and lets clicks and what is below through.
    made.createPane('plume').style.zIndex = '450'
    map.current = made
    const resized = new ResizeObserver(() => made.invalidateSize({ animate: false }))
    resized.observe(holder.current)
    return () => {
      resized.disconnect()
      made.remove()
      map.current = null
    }
  }, [one.place.latitude, one.place.longitude])

  useEffect(() => {
    const made = map.current
    if (!made) return
    const land = L.geoJSON(shapes, { style: { className: 'map-district tracing-land' }, interactive: false })
    land.addTo(made).bringToBack()
    const layer = tiles ? L.tileLayer(tiles, { zIndex: 0 }).addTo(made) : undefined
    return () => {
      land.remove()
      layer?.remove()
    }
  }, [shapes, tiles, one.place.latitude, one.place.longitude])

  useEffect(() => {
    const made = map.current
    if (!made || !plume) return
    const layer = drawPlume(plume)?.addTo(made)
    return () => void layer?.remove()
  }, [plume])

  useEffect(() => {
    const made = map.current
    if (!made) return
    const layer = L.layerGroup().addTo(made)
    drawReach(layer, one, time)
    drawTracks(layer, one, time, height)
    if (cruise) drawCruise(layer, cruise)
    drawUnregistered(layer, one, selected === 'unregistered', () => select.current('unregistered'))
    drawCandidates(layer, one, selected, name, (key) => select.current(key))
    drawStations(layer, one, name)
    drawWind(layer, one, time)
    return () => void layer.remove()
  }, [one, selected, name, time, height, cruise])

  useEffect(() => {
    const made = map.current
    if (!made) return
    const narrow = made.getSize().x < NARROW_PX
    made.fitBounds(L.latLngBounds(placesOf(one, narrow)).pad(0.18), { animate: false, maxZoom: 14 })
    // A new version of the same tracing does not move the map.
  }, [one.id]) // eslint-disable-line react-hooks/exhaustive-deps

  return (
    <div className="tracing-map">
      <div ref={holder} className="map-view" role="application" aria-label={words.map} />
      <div className="map-zoom">
        <button type="button" aria-label={words.zoomIn} onClick={() => map.current?.zoomIn(1)}>
          ＋
        </button>
        <button type="button" aria-label={words.zoomOut} onClick={() => map.current?.zoomOut(1)}>
          －
        </button>
      </div>
    </div>
  )
}
