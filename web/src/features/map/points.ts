import Supercluster from 'supercluster'
import type { CityMap, Named, Status } from '../../api'
import { worst } from '../../lib/status'

export type PointKind = 'enterprise' | 'outlet' | 'station'

/** One thing on the map. */
export interface MapPoint {
  /** `enterprise:91…`, also the address of its drawer. */
  id: string
  kind: PointKind
  named: Named
  status: Status
  longitude: number
  latitude: number
}

/** The points of the chosen layers. */
export function pointsOf(map: CityMap, layers: ReadonlySet<PointKind>): MapPoint[] {
  const points: MapPoint[] = []
  if (layers.has('enterprise')) {
    for (const item of map.enterprises) {
      points.push({
        id: `enterprise:${item.code}`,
        kind: 'enterprise',
        named: item,
        status: item.status,
        ...item.place,
      })
    }
  }
  if (layers.has('outlet')) {
    for (const item of map.outlets) {
      points.push({
        id: `outlet:${item.id}`,
        kind: 'outlet',
        named: item,
        status: item.status,
        ...item.place,
      })
    }
  }
  if (layers.has('station')) {
    for (const item of map.stations) {
      points.push({
        id: `station:${item.id}`,
        kind: 'station',
        named: item,
        status: item.status,
        ...item.place,
      })
    }
  }
  return points
}

interface ClusterProperties {
  statuses: Status
}

/** One symbol to draw: a point, or a cluster that stands for several by the worst of them. */
export type MapSymbol =
  | { type: 'point'; key: string; longitude: number; latitude: number; point: MapPoint }
  | {
      type: 'cluster'
      key: string
      longitude: number
      latitude: number
      count: number
      status: Status
      /** The zoom at which it comes apart. */
      expandsAt: number
    }

export const MAX_CLUSTER_ZOOM = 13

/** An index of points that answers which symbols a window shows at a zoom. */
export class PointIndex {
  private readonly index: Supercluster<MapPoint, ClusterProperties>

  constructor(points: readonly MapPoint[]) {
    this.index = new Supercluster<MapPoint, ClusterProperties>({
      radius: 44,
      maxZoom: MAX_CLUSTER_ZOOM,
      minPoints: 3,
      map: (point) => ({ statuses: point.status }),
      reduce: (into, other) => {
        into.statuses = worst([into.statuses, other.statuses])
      },
    })
    this.index.load(
      points.map((point) => ({
        type: 'Feature',
        properties: point,
        geometry: { type: 'Point', coordinates: [point.longitude, point.latitude] },
      })),
    )
  }

  symbols(bounds: [west: number, south: number, east: number, north: number], zoom: number): MapSymbol[] {
    return this.index.getClusters(bounds, Math.round(zoom)).map((feature): MapSymbol => {
      const [longitude = 0, latitude = 0] = feature.geometry.coordinates
      const properties = feature.properties
      if ('cluster' in properties) {
        const expandsAt = this.index.getClusterExpansionZoom(properties.cluster_id)
        return {
          type: 'cluster',
          key: `cluster:${properties.cluster_id}`,
          longitude,
          latitude,
          count: properties.point_count,
          status: properties.statuses,
          expandsAt,
        }
      }
      return { type: 'point', key: properties.id, longitude, latitude, point: properties }
    })
  }
}
