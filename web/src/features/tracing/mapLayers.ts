import L from 'leaflet'
import type { TracingCruise, TracingDetail, TracingPlume } from '../../api'
import { figure } from '../../lib/number'
import { clock } from '../../lib/time'
import { isOfTime, nearest, plumeMask, tracksAt, windAround } from './air'
import { keyOf, meanWinds, percent, type ThingKey } from './parts'

/** Below this a candidate is a dot without a name. */
const NAMED_FROM = 0.05

const point = ({ latitude, longitude }: { latitude: number; longitude: number }): L.LatLngTuple => [
  latitude,
  longitude,
]

/** What the map shows at first: the station, those around, the cruises and whoever is probable. On a narrow one, the
 * station and whoever is probable alone, so that these can be told apart; everything else lies beyond. */
export function placesOf(one: TracingDetail, narrow: boolean): L.LatLngTuple[] {
  const places = [one.place]
  const probable = one.ranking?.candidates.filter(({ probability }) => probability >= NAMED_FROM) ?? []
  for (const { places: own } of probable) places.push(...own)
  const free = one.ranking?.unregistered
  if (free?.place && free.probability >= NAMED_FROM) places.push(free.place)
  if (!narrow || places.length === 1) {
    places.push(...one.instruments.slice(0, 6).map(({ place }) => place))
    for (const { points } of one.tracks) places.push(...points.map(({ place }) => place))
  }
  return places.map(point)
}

/** The plume in the colour of suspects, as dark as its mask is light. */
export function drawPlume(plume: TracingPlume): L.SVGOverlay | undefined {
  const mask = plumeMask(plume)
  if (!mask) return undefined
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 100 100')
  svg.setAttribute('preserveAspectRatio', 'none')
  svg.innerHTML = `<mask id="tracing-plume-mask"><image href="${mask}" width="100" height="100" preserveAspectRatio="none" /></mask><rect class="tracing-plume" width="100" height="100" mask="url(#tracing-plume-mask)" />`
  const bounds = L.latLngBounds(point(plume.south_west), point(plume.north_east))
  return L.svgOverlay(svg, bounds, { pane: 'plume' })
}

/** The pieces of a cruise as thick lines with their numbers, the ways between them thin. */
export function drawCruise(layer: L.LayerGroup, { start, pieces }: TracingCruise): void {
  let here = point(start)
  pieces.forEach(({ points }, number) => {
    const line = points.map(point)
    const [first] = line
    const last = line.at(-1)
    if (!first || !last) return
    layer.addLayer(L.polyline([here, first], { className: 'tracing-cruise-way', interactive: false }))
    layer.addLayer(L.polyline(line, { className: 'tracing-cruise-piece', interactive: false }))
    const icon = L.divIcon({
      className: 'tracing-cruise-number',
      html: String(number + 1),
      iconSize: [18, 18],
    })
    layer.addLayer(L.marker(first, { icon, interactive: false, keyboard: false }))
    here = last
  })
}

/** The ways of the air to the station: of the whole anomaly, or of the chosen time. */
export function drawReach(layer: L.LayerGroup, one: TracingDetail, time: number | undefined): void {
  const all = one.ranking?.reach ?? []
  const near = time === undefined ? undefined : nearest(all, time)
  const strips = time === undefined ? all : near ? [near] : []
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
export function drawTracks(
  layer: L.LayerGroup,
  one: TracingDetail,
  time: number | undefined,
  height: number | undefined,
): void {
  const tracks = tracksAt(one, height)
  const values = tracks.flatMap(({ points }) => points.map(({ value }) => value))
  const least = values.reduce((a, b) => Math.min(a, b), Infinity)
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity)
  for (const { points } of tracks) {
    for (const { place, value, at } of points) {
      const strength = most > least ? (value - least) / (most - least) : 0
      // What was driven at other times stays as a faint line, so that it can be seen where the van was.
      const seen = isOfTime(at, time)
      const dot = L.circleMarker(point(place), {
        radius: seen ? 3 + 2 * strength : 2,
        className: seen ? 'tracing-track' : 'tracing-track tracing-track-other',
        fillOpacity: seen ? 0.15 + 0.85 * strength : 0.15,
        weight: seen ? 0.8 : 0.4,
      })
      dot.bindTooltip(`${clock(at)} ${figure(value)} µg/m³`, { className: 'tracing-label' })
      layer.addLayer(dot)
    }
  }
}

export function drawUnregistered(
  layer: L.LayerGroup,
  one: TracingDetail,
  chosen: boolean,
  open: () => void,
): void {
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

export function drawCandidates(
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

export function drawStations(
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

/** The wind at each mast: of the chosen time, or the mean over the anomaly. */
export function drawWind(layer: L.LayerGroup, one: TracingDetail, time: number | undefined): void {
  for (const { place, speed, from } of meanWinds(windAround(one, time))) {
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
