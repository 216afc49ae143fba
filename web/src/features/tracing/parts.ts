import type { Named, TracingDetail, TracingHypothesis, TracingThing } from '../../api'

/** A thing that has a probability, by a key of its own. */
export type ThingKey = string

export const keyOf = (thing: TracingThing): ThingKey =>
  thing.kind === 'enterprise' ? `enterprise:${thing.enterprise.code}` : thing.kind

/** A line of the ranking. */
export interface Line {
  key: ThingKey
  thing: TracingThing
  probability: number
}

/** Enterprises, a source in no register and none near, the most probable first. */
export function linesOf(ranking: NonNullable<TracingDetail['ranking']>): Line[] {
  const enterprises = ranking.candidates.map((candidate): Line => {
    const thing = { kind: 'enterprise' as const, enterprise: candidate.enterprise }
    return { key: keyOf(thing), thing, probability: candidate.probability }
  })
  const others: Line[] = [
    { key: 'nobody', thing: { kind: 'nobody' }, probability: ranking.nobody },
    { key: 'unregistered', thing: { kind: 'unregistered' }, probability: ranking.unregistered.probability },
  ]
  return [...enterprises, ...others].toSorted((a, b) => b.probability - a.probability)
}

/** The hypothesis to draw for a chosen thing: it alone where that was reckoned, else the first that has it. */
export function hypothesisOf(
  ranking: NonNullable<TracingDetail['ranking']>,
  key: ThingKey,
): TracingHypothesis | undefined {
  const drawn = ranking.hypotheses.filter(({ series }) => series.length > 0)
  const has = ({ things }: TracingHypothesis) => things.some((thing) => keyOf(thing) === key)
  return drawn.find((one) => one.things.length === 1 && has(one)) ?? drawn.find(has)
}

/** `72 %`, never a rounded certainty: `<1 %` and `>99 %`. */
export function percent(probability: number): string {
  if (probability > 0 && probability < 0.01) return '<1 %'
  if (probability < 1 && probability > 0.99) return '>99 %'
  return `${Math.round(probability * 100)} %`
}

/** A thing in words. */
export const nameOf = (
  thing: TracingThing,
  name: (named: Named) => string,
  words: Record<'nobody' | 'unregistered', string>,
): string => (thing.kind === 'enterprise' ? name(thing.enterprise) : words[thing.kind])

/** The mean wind at each mast: from where, degrees, and how fast; no direction where vanes stood still. */
export function meanWinds(wind: TracingDetail['wind']) {
  const masts = new Map<string, TracingDetail['wind']>()
  for (const row of wind) {
    const at = `${row.place.longitude},${row.place.latitude}`
    masts.set(at, [...(masts.get(at) ?? []), row])
  }
  return [...masts.values()].flatMap((rows) => {
    const [first] = rows
    if (!first) return []
    let east = 0
    let north = 0
    for (const { from_deg, speed_m_s } of rows) {
      if (from_deg === null || from_deg === undefined) continue
      east += speed_m_s * Math.sin((from_deg * Math.PI) / 180)
      north += speed_m_s * Math.cos((from_deg * Math.PI) / 180)
    }
    const speed = rows.reduce((sum, { speed_m_s }) => sum + speed_m_s, 0) / rows.length
    const from = Math.hypot(east, north) > 1e-9 ? (Math.atan2(east, north) * 180) / Math.PI : undefined
    return [{ place: first.place, speed, from }]
  })
}
