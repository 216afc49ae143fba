import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { useEffect, useRef } from 'react'
import type { CityMap } from '../../api'
import { useI18n, useWords } from '../../i18n'
import type { MapSymbol, PointIndex } from './points'
import { lookOf, showSymbols, type Drawn } from './symbols'
import { mapWords } from './words'

/** From here on every symbol has room for its name. */
const NAMES_FROM_ZOOM = 12.5

interface Props {
  shapes: GeoJSON.FeatureCollection
  districts: CityMap['districts']
  index: PointIndex
  /** Ids of points whose alarm has just come. */
  fresh: ReadonlySet<string>
  selected: string | undefined
  onSelect: (id: string) => void
  tiles: CityMap['tiles']
}

/** Leaflet, kept away from React: symbols are differences against what is drawn. */
export function MapView({ shapes, districts, index, fresh, selected, onSelect, tiles }: Props) {
  const { t, name } = useI18n()
  const words = useWords(mapWords)
  const holder = useRef<HTMLDivElement>(null)
  const map = useRef<L.Map>(null)
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
      zoomSnap: 0.5,
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
    const land = L.geoJSON(shapes, {
      style: { className: 'map-district' },
      onEachFeature: (feature, layer) => {
        const { code } = feature.properties as { code: string }
        layer.on('click', () => select.current(`district:${code}`))
      },
    }).addTo(made)
    fitCity(made, land.getBounds())
    const home = () => fitCity(made, land.getBounds())
    made.on('jingwei:home', home)
    return () => {
      made.off('jingwei:home', home)
      land.remove()
    }
  }, [shapes])

  useEffect(() => {
    const made = map.current
    if (!made) return
    const layer = L.layerGroup(districts.map((district) => districtLabel(name(district), district))).addTo(
      made,
    )
    return () => void layer.remove()
  }, [districts, name])

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

/** The whole city, in the part of the map that no panel covers. */
function fitCity(map: L.Map, bounds: L.LatLngBounds): void {
  const wide = map.getSize().x > 900
  map.fitBounds(bounds, {
    paddingTopLeft: wide ? [336, 16] : [8, 56],
    paddingBottomRight: wide ? [16, 16] : [8, 120],
    animate: false,
  })
}

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
