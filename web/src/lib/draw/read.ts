/** From bytes to a record, strictly: what is not exactly of the form of docs/draw.md §9 is refused. */
import type { DrawRecord, Entropy, OfficerFate, Source } from './record'

export class Unreadable extends Error {}

type Reader<T> = (value: unknown, at: string) => T

const refuse = (at: string, wanted: string): never => {
  throw new Unreadable(`${at || 'the record'} is not ${wanted}`)
}

const text =
  (wanted: string, good: (text: string) => boolean): Reader<string> =>
  (value, at) =>
    typeof value === 'string' && good(value) ? value : refuse(at, wanted)

const whole =
  (most: number): Reader<number> =>
  (value, at) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
      ? value
      : refuse(at, `a whole number up to ${most}`)

const list =
  <T>(item: Reader<T>): Reader<T[]> =>
  (value, at) =>
    Array.isArray(value) ? value.map((each, i) => item(each, `${at}/${i}`)) : refuse(at, 'a list')

/** A key of the form that may be left out. */
const optional = <T>(reader: Reader<T>): Reader<T | undefined> =>
  Object.assign((value: unknown, at: string) => (value == null ? undefined : reader(value, at)), {
    optional: true,
  })

type Shape<T> = { [K in keyof T]-?: Reader<T[K]> }

const object =
  <T extends object>(shape: Shape<T>): Reader<T> =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(at, 'an object')
    const known = new Map<string, Reader<unknown>>(Object.entries(shape))
    for (const key of Object.keys(value)) if (!known.has(key)) refuse(`${at}/${key}`, 'a key of this form')
    const given = new Map<string, unknown>(Object.entries(value))
    const read: Record<string, unknown> = {}
    for (const [key, reader] of known) {
      if (!given.has(key) && !('optional' in reader)) refuse(`${at}/${key}`, 'there')
      const found = reader(given.get(key), `${at}/${key}`)
      if (found !== undefined) read[key] = found
    }
    return read as T
  }

/** An object with exactly one key, which says what it is. */
const oneOf =
  <T>(kinds: Record<string, Reader<unknown>>): Reader<T> =>
  (value, at) => {
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
    const [key, inner] = entries[0] ?? []
    const reader = key === undefined ? undefined : kinds[key]
    if (entries.length !== 1 || key === undefined || !reader) {
      return refuse(at, Object.keys(kinds).join(' or '))
    }
    return { [key]: reader(inner, `${at}/${key}`) } as T
  }

const id = text('an id', (t) => /^[!-~]{1,64}$/.test(t))
const utf8 = new TextEncoder()
const words = text(
  'words on one line',
  (t) =>
    t.length > 0 &&
    // eslint-disable-next-line no-control-regex -- control characters are what is refused
    !/[\u0000-\u001f\u007f-\u009f]|^ | $|\p{Surrogate}/u.test(t) &&
    utf8.encode(t).length <= 2000,
)
const hex = (digits: number) =>
  text(`${digits} hexadecimal digits`, (t) => t.length === digits && /^[0-9a-f]*$/.test(t))
const hash = hex(64)
const u32 = whole(2 ** 32 - 1)

/** Whether `written` is a time that is written as JavaScript writes it. */
const isTime = (written: string, milliseconds: string) => {
  const time = Date.parse(written)
  return time >= 0 && new Date(time).toISOString() === milliseconds
}
const day = text('a day', (t) => /^\d{4}-\d\d-\d\d$/.test(t) && isTime(t, `${t}T00:00:00.000Z`))
const second = text(
  'a second',
  (t) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(t) && isTime(t, t.replace('Z', '.000Z')),
)

const source = oneOf<Source>({
  beacon: object({ chain: hash, round: whole(Number.MAX_SAFE_INTEGER) }),
  reveals: object({ deadline: second, parties: list(object({ id, role: words, share: hash })) }),
})

const plan = object({
  occasion: id,
  attempt: u32,
  predecessor: optional(hash),
  title: words,
  authority: words,
  committed_at: second,
  visits_from: day,
  visits_until: day,
  salt: hash,
  source,
  pools: list(
    object({
      id,
      title: words,
      quota: u32,
      basis: words,
      speciality: optional(id),
      classes: list(object({ id, title: words, weight: u32 })),
      candidates: list(object({ id, class: id, excluded: optional(words) })),
    }),
  ),
  officers: list(
    object({
      id,
      certified_from: day,
      certified_until: day,
      specialities: list(id),
      load: u32,
      excluded: optional(words),
    }),
  ),
  recusals: list(object({ officer: id, object: id, ground: words })),
  pairings: list(object({ first: id, second: id, times: u32 })),
})

const entropy = oneOf<Entropy>({
  beacon: object({ round: whole(Number.MAX_SAFE_INTEGER), signature: hex(96) }),
  reveals: list(object({ party: id, secret: hash, at: second })),
})

const pair: Reader<[string, string]> = (value, at) => {
  const [first, second, ...more] = list(id)(value, at)
  return first === undefined || second === undefined || more.length > 0
    ? refuse(at, 'two officers')
    : [first, second]
}

const spokenFate = oneOf<OfficerFate>({ drawn: u32, excluded: words })
const fate: Reader<OfficerFate> = (value, at) =>
  value === 'not_drawn' || value === 'not_certified' ? value : spokenFate(value, at)

const outcome = object({
  pools: list(
    object({
      pool: id,
      drawn: list(object({ object: id, officers: pair })),
      not_drawn: list(id),
      excluded: list(object({ object: id, reason: words })),
    }),
  ),
  officers: list(object({ officer: id, fate })),
})

const record: Reader<DrawRecord> = object({
  format: text('text', () => true),
  attempts: list(
    object({
      plan,
      commitment: hash,
      entropy: optional(entropy),
      outcome: optional(outcome),
      void: optional(object({ at: second, reason: words, silent: list(id) })),
      hash,
    }),
  ),
})

const countKeys = (value: unknown): number =>
  typeof value !== 'object' || value === null
    ? 0
    : Object.values(value).reduce<number>(
        (sum, each) => sum + countKeys(each),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      )

/**
 * What JSON.parse lets pass and this form does not: numbers with fraction, exponent or sign, and keys that stand
 * twice, of which it keeps the last.
 */
function checkOutsideStrings(json: string, value: unknown) {
  const outside = json.replace(/"(?:[^"\\]|\\.)*"/g, '""')
  if (/[-.eE]/.test(outside)) throw new Unreadable('a number is not written as a whole number')
  if (outside.split(':').length - 1 !== countKeys(value)) throw new Unreadable('a key stands twice')
}

/** Throws `Unreadable` for what is no record. */
export function readRecord(bytes: Uint8Array): DrawRecord {
  let json: string
  let value: unknown
  try {
    json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(json)
  } catch (error) {
    throw new Unreadable(error instanceof Error ? error.message : String(error))
  }
  checkOutsideStrings(json, value)
  return record(value, '')
}
