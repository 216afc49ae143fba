import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { useEffect, useRef } from 'react'
import type { CityMap, TracingDetail } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { clock } from '../../lib/time'
import { keyOf, meanWinds, percent, type ThingKey } from './parts'
import { tracingWords } from './words'
import '../map/map.css'

interface Props {
  one: TracingDetail
  shapes: GeoJSON.FeatureCollection
  tiles: CityMap['tiles']
  selected: ThingKey | undefined
  onSelect: (key: ThingKey) => void
}

/** Below this a candidate is a dot without a name. */
const NAMED_FROM = 0.05

/** The city's map with what a tracing says: drawn anew when that changes, never moved by it. */
export function TracingMap({ one, shapes, tiles, selected, onSelect }: Props) {
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
    if (!made) return
    const layer = L.layerGroup().addTo(made)
    drawReach(layer, one)
    drawTracks(layer, one)
    drawUnregistered(layer, one, selected === 'unregistered', () => select.current('unregistered'))
    drawCandidates(layer, one, selected, name, (key) => select.current(key))
    drawStations(layer, one, name)
    drawWind(layer, one)
    return () => void layer.remove()
  }, [one, selected, name])

  useEffect(() => {
    if (map.current) fit(map.current, one)
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

const point = ({ latitude, longitude }: { latitude: number; longitude: number }): L.LatLngTuple => [
  latitude,
  longitude,
]

/** The station, the stations around and whoever is probable; the reach goes on beyond. */
function fit(map: L.Map, one: TracingDetail): void {
  const places = [one.place, ...one.instruments.slice(0, 6).map(({ place }) => place)]
  const probable = one.ranking?.candidates.filter(({ probability }) => probability >= NAMED_FROM) ?? []
  for (const { places: own } of probable) places.push(...own)
  for (const { points } of one.tracks) places.push(...points.map(({ place }) => place))
  map.fitBounds(L.latLngBounds(places.map(point)).pad(0.18), { animate: false, maxZoom: 14 })
}

function drawReach(layer: L.LayerGroup, one: TracingDetail): void {
  const strips = one.ranking?.reach ?? []
  // Many strips lie over each other: each so pale that all together stay a tint.
  const opacity = Math.min(0.14, 0.75 / Math.max(strips.length, 1))
  for (const { edge, middle } of strips) {
    layer.addLayer(
      L.polygon(edge.map(point), {
        className: 'tracing-strip',
        fillOpacity: opacity,
        stroke: false,
        interactive: false,
      }),
    )
    layer.addLayer(L.polyline(middle.map(point), { className: 'tracing-way', weight: 1, interactive: false }))
  }
}

/** What a cruise measured: the darker, the more, between the least and the greatest of all tracks. */
function drawTracks(layer: L.LayerGroup, one: TracingDetail): void {
  const values = one.tracks.flatMap(({ points }) => points.map(({ value }) => value))
  const least = values.reduce((a, b) => Math.min(a, b), Infinity)
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity)
  for (const { points } of one.tracks) {
    for (const { place, value, at } of points) {
      const strength = most > least ? (value - least) / (most - least) : 0
      const dot = L.circleMarker(point(place), {
        radius: 3 + 2 * strength,
        className: 'tracing-track',
        fillOpacity: 0.15 + 0.85 * strength,
        weight: 0.8,
      })
      dot.bindTooltip(`${clock(at)} ${figure(value)} µg/m³`, { className: 'tracing-label' })
      layer.addLayer(dot)
    }
  }
}

function drawUnregistered(layer: L.LayerGroup, one: TracingDetail, chosen: boolean, open: () => void): void {
  const free = one.ranking?.unregistered
  if (!free?.place || (free.probability < NAMED_FROM && !chosen)) return
  const circle = L.circle(point(free.place), {
    radius: Math.max(free.radius_m ?? 0, 100),
    className: chosen ? 'tracing-free tracing-chosen' : 'tracing-free',
    weight: chosen ? 2.5 : 1.5,
  })
  circle.on('click', open)
  layer.addLayer(circle)
}

function drawCandidates(
  layer: L.LayerGroup,
  one: TracingDetail,
  selected: ThingKey | undefined,
  name: (named: TracingDetail['station']) => string,
  open: (key: ThingKey) => void,
): void {
  const candidates = one.ranking?.candidates ?? []
  // The most probable is drawn last, above the others.
  for (const candidate of candidates.toReversed()) {
    const { enterprise, probability, places } = candidate
    const key = keyOf({ kind: 'enterprise', enterprise })
    const chosen = key === selected
    const strength = probability >= 0.5 ? 'strong' : probability >= NAMED_FROM ? 'some' : 'weak'
    for (const place of places) {
      const marker = L.circleMarker(point(place), {
        radius: 3 + 11 * Math.sqrt(probability),
        className: `tracing-candidate tracing-${strength}${chosen ? ' tracing-chosen' : ''}`,
        weight: chosen ? 3 : 1,
      })
      const label = document.createElement('span')
      label.textContent = `${name(enterprise)} ${percent(probability)}`
      marker.bindTooltip(label, {
        permanent: chosen || strength !== 'weak',
        direction: 'right',
        offset: [8, 0],
        className: 'tracing-label',
      })
      marker.on('click', () => open(key))
      layer.addLayer(marker)
    }
  }
}

function drawStations(
  layer: L.LayerGroup,
  one: TracingDetail,
  name: (named: TracingDetail['station']) => string,
): void {
  // A cruise is drawn along its track.
  const stations = one.instruments.filter(({ granularity }) => granularity !== 'track')
  for (const { station, place, greatest } of stations) {
    const asked = station.code === one.station.code
    const marker = L.circleMarker(point(place), {
      radius: asked ? 8 : 5.5,
      className: asked ? 'tracing-station tracing-asked' : 'tracing-station',
      weight: asked ? 3 : 2,
    })
    const label = document.createElement('span')
    label.textContent = `${name(station)} ≤${figure(greatest)} µg/m³`
    marker.bindTooltip(label, {
      permanent: asked,
      direction: 'left',
      offset: [-8, 0],
      className: 'tracing-label',
    })
    layer.addLayer(marker)
  }
}

function drawWind(layer: L.LayerGroup, one: TracingDetail): void {
  for (const { place, speed, from } of meanWinds(one.wind)) {
    const box = document.createElement('span')
    if (from !== undefined) {
      // The arrow flies with the wind.
      box.innerHTML = `<svg viewBox="0 0 24 24" width="26" height="26" style="rotate:${from + 180}deg" aria-hidden="true"><path d="M12 21V4M6.5 9.5 12 3.5l5.5 6" /></svg>`
    }
    const text = document.createElement('small')
    text.textContent = `${speed.toFixed(1)} m/s`
    box.append(text)
    layer.addLayer(
      L.marker(point(place), {
        icon: L.divIcon({ className: 'tracing-wind', html: box, iconSize: [64, 28], iconAnchor: [32, 44] }),
        interactive: false,
        keyboard: false,
      }),
    )
  }
}
