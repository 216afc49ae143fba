import L from 'leaflet'
import type { Named, Status } from '../../api'
import { statusSvg } from '../../ui/StatusMark'
import type { MapPoint, MapSymbol } from './points'

/** How a symbol is to look; two symbols of the same look need no redrawing. */
export interface Look {
  label: string
  classes: string
  status: Status
  selected: boolean
}

/** A symbol on the map. */
export interface Drawn {
  marker: L.Marker
  look: Look
}

const SIZES: Record<MapPoint['kind'], number> = { enterprise: 16, outlet: 12, station: 14 }

export function lookOf(symbol: MapSymbol, label: string, selected: boolean, fresh: boolean): Look {
  const status = symbol.type === 'cluster' ? symbol.status : symbol.point.status
  const classes = [`map-symbol map-symbol-${symbol.type} map-status-${status}`]
  if (symbol.type === 'point') classes.push(`map-symbol-${symbol.point.kind}`)
  if (selected) classes.push('map-symbol-selected')
  if (fresh) classes.push('map-symbol-fresh')
  return { label, classes: classes.join(' '), status, selected }
}

/**
 * Brings the map from what is drawn to what is wanted. What has not changed is left alone, so that focus stays
 * and a pulse is not begun again with every reading.
 */
export function showSymbols(
  map: L.Map,
  drawn: Map<string, Drawn>,
  wanted: { symbol: MapSymbol; look: Look }[],
  name: (named: Named) => string,
  open: (symbol: MapSymbol) => void,
): void {
  const looks = new Map(wanted.map(({ symbol, look }) => [identity(symbol), look]))
  for (const [key, { marker, look }] of drawn) {
    const next = looks.get(key)
    if (!next || next.label !== look.label || next.classes !== look.classes) {
      marker.remove()
      drawn.delete(key)
    }
  }
  for (const { symbol, look } of wanted) {
    const key = identity(symbol)
    if (drawn.has(key)) continue
    const marker = markerOf(symbol, look, name)
    marker.on('click', () => open(symbol))
    marker.addTo(map)
    marker.getElement()?.setAttribute('aria-label', look.label)
    drawn.set(key, { marker, look })
  }
}

/** A cluster's number changes with every new index, its place and size only when its members do. */
function identity(symbol: MapSymbol): string {
  return symbol.type === 'point'
    ? symbol.key
    : `cluster:${symbol.longitude.toFixed(5)},${symbol.latitude.toFixed(5)},${symbol.count}`
}

function markerOf(symbol: MapSymbol, look: Look, name: (named: Named) => string): L.Marker {
  const box = document.createElement('span')
  if (symbol.type === 'cluster') {
    box.innerHTML = statusSvg(look.status, 12)
    box.append(String(symbol.count))
  } else {
    box.innerHTML = statusSvg(look.status, SIZES[symbol.point.kind])
    const label = document.createElement('span')
    label.className = 'map-symbol-name'
    label.textContent = name(symbol.point.named)
    box.append(label)
  }
  const urgency = look.status === 'alarm' ? 1000 : look.status === 'silent' ? 500 : 0
  return L.marker([symbol.latitude, symbol.longitude], {
    icon: L.divIcon({ className: look.classes, html: box, iconSize: [28, 28] }),
    zIndexOffset: look.selected ? 2000 : urgency,
    riseOnHover: true,
  })
}
