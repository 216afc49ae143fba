import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { useEffect, useRef } from 'react'
import type { CityMap, Named, Place } from '../../api'
import { useI18n, useWords } from '../../i18n'
import type { MapSymbol, PointIndex } from './points'
import { lookOf, showSymbols, type Drawn } from './symbols'
import { mapWords } from './words'

/** From here on every symbol has room for its name. */
const NAMES_FROM_ZOOM = 12.5
const NARROW_PX = 900

interface Props {
  shapes: GeoJSON.FeatureCollection
  districts: CityMap['districts']
  index: PointIndex
  /** Ids of points whose alarm has just come. */
  fresh: ReadonlySet<string>
  selected: string | undefined
  /** Where the selected thing is. */
  target: Place | undefined
  onSelect: (id: string) => void
  tiles: CityMap['tiles']
}

/** Leaflet, kept away from React: symbols are differences against what is drawn. */
export function MapView({ shapes, districts, index, fresh, selected, target, onSelect, tiles }: Props) {
  const { t, name } = useI18n()
  const words = useWords(mapWords)
  const holder = useRef<HTMLDivElement>(null)
  const map = useRef<L.Map>(null)
  const land = useRef<L.GeoJSON>(null)
  const drawn = useRef(new Map<string, Drawn>())
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
      zoomDelta: 1,
      minZoom: 7.5,
      maxZoom: 17,
      renderer: L.svg({ padding: 0.5 }),
    })
    L.control.scale({ imperial: false, position: 'bottomright' }).addTo(made)
    map.current = made
    const resized = new ResizeObserver(() => made.invalidateSize({ animate: false }))
    resized.observe(holder.current)
    const symbols = drawn.current
    return () => {
      symbols.clear()
      resized.disconnect()
      made.remove()
      map.current = null
    }
  }, [])

  useEffect(() => {
    if (!map.current || !tiles) return
    const layer = L.tileLayer(tiles, { zIndex: 0 }).addTo(map.current)
    return () => void layer.remove()
  }, [tiles])

  useEffect(() => {
    const made = map.current
    if (!made) return
    const drawnLand = L.geoJSON(shapes, {
      style: { className: 'map-district' },
      onEachFeature: (_, layer) => layer.on('click', () => select.current(`district:${codeOf(layer)}`)),
    }).addTo(made)
    land.current = drawnLand
    fitCity(made, drawnLand)
    const home = () => fitCity(made, drawnLand)
    made.on('jingwei:home', home)
    return () => {
      made.off('jingwei:home', home)
      drawnLand.remove()
    }
  }, [shapes])

  useEffect(() => {
    const made = map.current
    const drawnLand = land.current
    if (!made || !drawnLand) return
    const layer = L.layerGroup().addTo(made)
    const label = () => {
      layer.clearLayers()
      for (const marker of districtLabels(made, districts, drawnLand, name)) layer.addLayer(marker)
    }
    label()
    made.on('zoomend', label)
    return () => {
      made.off('zoomend', label)
      layer.remove()
    }
  }, [districts, name, shapes])

  useEffect(() => {
    if (map.current && target) show(map.current, target.longitude, target.latitude)
    // Only a new choice moves the map; new readings of the same thing do not.
  }, [target?.longitude, target?.latitude]) // eslint-disable-line react-hooks/exhaustive-deps

  useEffect(() => {
    const made = map.current
    if (!made) return
    const describe = (symbol: MapSymbol): string =>
      symbol.type === 'cluster'
        ? words.cluster(symbol.count, t.status[symbol.status])
        : `${name(symbol.point.named)}, ${words.layer[symbol.point.kind]}, ${t.status[symbol.point.status]}`
    const open = (symbol: MapSymbol) => {
      if (symbol.type === 'point') select.current(symbol.key)
      else made.setView([symbol.latitude, symbol.longitude], Math.min(symbol.expandsAt, 17))
    }
    const draw = () => {
      made.getContainer().dataset.near = String(made.getZoom() >= NAMES_FROM_ZOOM)
      const box = made.getBounds().pad(0.2)
      const around = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()] as const
      const looks = index.symbols([...around], made.getZoom()).map((symbol) => ({
        symbol,
        look: lookOf(symbol, describe(symbol), symbol.key === selected, fresh.has(symbol.key)),
      }))
      showSymbols(made, drawn.current, looks, name, open)
    }
    draw()
    made.on('moveend', draw)
    return () => void made.off('moveend', draw)
  }, [index, fresh, selected, name, t, words])

  return (
    <>
      <div ref={holder} className="map-view" role="application" aria-label={words.map} />
      <div className="map-zoom">
        <button type="button" aria-label={words.zoomIn} onClick={() => map.current?.zoomIn(1)}>
          ＋
        </button>
        <button type="button" aria-label={words.zoomOut} onClick={() => map.current?.zoomOut(1)}>
          －
        </button>
        <button type="button" aria-label={words.wholeCity} onClick={() => map.current?.fire('jingwei:home')}>
          ⌂
        </button>
      </div>
    </>
  )
}

/** What covers the map: the alarm list at the left, an open drawer at the right; below both on a phone. */
function covered(map: L.Map): { left: L.PointTuple; right: L.PointTuple } {
  if (map.getSize().x <= NARROW_PX) return { left: [8, 150], right: [8, 150] }
  return {
    left: [336, 16],
    right: [map.getContainer().parentElement?.querySelector('.map-drawer') ? 384 : 16, 48],
  }
}

/** The whole city; on a phone its dense middle, since the whole would be too small to read. */
function fitCity(map: L.Map, land: L.GeoJSON): void {
  const { left, right } = covered(map)
  const middle = L.latLngBounds([28.05, 112.85], [28.35, 113.15])
  map.fitBounds(map.getSize().x > NARROW_PX ? land.getBounds() : middle, {
    paddingTopLeft: left,
    paddingBottomRight: right,
    animate: false,
  })
}

/** Brings a chosen thing into the open part of the map, near enough to stand alone. */
function show(map: L.Map, longitude: number, latitude: number): void {
  const near = L.latLngBounds([latitude - 0.025, longitude - 0.025], [latitude + 0.025, longitude + 0.025])
  const { left, right } = covered(map)
  if (map.getZoom() < NAMES_FROM_ZOOM)
    map.fitBounds(near, { paddingTopLeft: left, paddingBottomRight: right })
  else
    map.panInside([latitude, longitude], {
      paddingTopLeft: [left[0] + 40, left[1] + 40],
      paddingBottomRight: right,
    })
}

/** A district that is drawn narrower than this has no room for its name. */
const LABEL_ROOM_PX = 76

function districtLabels(
  map: L.Map,
  districts: CityMap['districts'],
  land: L.GeoJSON,
  name: (named: Named) => string,
) {
  const width = (code: string): number => {
    const shape = land.getLayers().find((layer) => codeOf(layer) === code)
    if (!(shape instanceof L.Polygon)) return 0
    const bounds = shape.getBounds()
    return map.latLngToLayerPoint(bounds.getNorthEast()).x - map.latLngToLayerPoint(bounds.getSouthWest()).x
  }
  return districts
    .filter(({ code }) => width(code) >= LABEL_ROOM_PX)
    .map((district) => districtLabel(name(district), district))
}

const codeOf = (layer: L.Layer): string | undefined =>
  ((layer as L.Layer & { feature?: GeoJSON.Feature }).feature?.properties as { code?: string } | undefined)
    ?.code

function districtLabel(text: string, district: CityMap['districts'][number]): L.Marker {
  const label = document.createElement('span')
  label.textContent = text
  return L.marker([district.center.latitude, district.center.longitude], {
    icon: L.divIcon({ className: 'map-label', html: label, iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
    zIndexOffset: -1000,
  })
}
