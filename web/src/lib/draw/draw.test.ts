import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { due, holds, QUICKNET, share } from './chance'
import { Encoder } from './bytes'
import { select, Stream } from './outcome'
import { verifyDraw } from './verify'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

interface Vectors {
  shares: { occasion: string; attempt: number; party: string; secret: string; share: string }[]
  rounds: { round: number; signature: string; due: string; holds: boolean }[]
  streams: { seed: string; label: string; numbers: string[]; then_below: [number, number][] }[]
  selections: { seed: string; label: string; weights: number[]; quota: number; places: number[] }[]
  records: { name: string; record: unknown }[]
  changed: { record: string; pointer: string; value?: unknown; faults: [number | null, string][] }[]
}

/** The file that the program which draws is held to as well. */
const vectors = JSON.parse(readFileSync('../docs/draw-vectors.json', 'utf8')) as Vectors

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

const recordOf = (name: string): unknown =>
  structuredClone(vectors.records.find((record) => record.name === name)?.record)

/** Sets what a JSON pointer leads to; without a value takes it away. */
function change(record: unknown, pointer: string, value: unknown): unknown {
  const keys = pointer.split('/').slice(1)
  const last = keys.pop() ?? ''
  const parent = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], record)
  if (Array.isArray(parent) && value === undefined) parent.splice(Number(last), 1)
  else if (value === undefined) Reflect.deleteProperty(parent as object, last)
  else (parent as Record<string, unknown>)[last] = value
  return record
}

/** `[attempt, code]` of every fault, those that follow on an equal one once. */
function faultsOf(bytes: Uint8Array) {
  const { ok, faults } = verifyDraw(bytes)
  expect(ok).toBe(faults.length === 0)
  const codes = faults.map(({ attempt, code }) => [attempt ?? null, code])
  return codes.filter((fault, i) => String(fault) !== String(codes[i - 1]))
}

describe('the vectors', () => {
  it('have something of each kind', () => {
    for (const kind of [
      vectors.shares,
      vectors.rounds,
      vectors.streams,
      vectors.selections,
      vectors.records,
    ]) {
      expect(kind.length).toBeGreaterThan(1)
    }
    expect(vectors.changed.length).toBeGreaterThan(80)
  })

  it.each(vectors.shares)('share of $party', (vector) => {
    expect(share(vector.occasion, vector.attempt, vector.party, vector.secret)).toBe(vector.share)
  })

  it.each(vectors.rounds)('round $round', (vector) => {
    expect(holds(vector)).toBe(vector.holds)
    expect(due(vector.round)).toBe(Date.parse(vector.due) / 1000)
  })

  it.each(vectors.streams)('numbers of $label', ({ seed, label, numbers, then_below }) => {
    const stream = new Stream(hexToBytes(seed), label)
    expect(numbers.map(() => String(stream.number()))).toEqual(numbers)
    for (const [bound, number] of then_below) expect(stream.below(bound)).toBe(number)
  })

  it.each(vectors.selections)(
    'selection of $quota from $weights',
    ({ seed, label, weights, quota, places }) => {
      expect(select(new Stream(hexToBytes(seed), label), weights, quota)).toEqual(places)
    },
  )

  it.each(vectors.records)('record $name holds', ({ record }) => {
    expect(faultsOf(bytesOf(record))).toEqual([])
  })

  it.each(vectors.changed)('$record with another $pointer', ({ record, pointer, value, faults }) => {
    expect(faultsOf(bytesOf(change(recordOf(record), pointer, value)))).toEqual(faults)
  })
})

describe('quicknet', () => {
  it('has the hash of its own facts', () => {
    const facts = new DataView(new ArrayBuffer(12))
    facts.setUint32(0, QUICKNET.periodSeconds)
    facts.setBigUint64(4, BigInt(QUICKNET.genesisSeconds))
    const group = 'f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e'
    const parts = [new Uint8Array(facts.buffer), hexToBytes(QUICKNET.publicKey), hexToBytes(group)]
    const hash = parts.reduce((hash, part) => hash.update(part), sha256.create())
    expect(bytesToHex(hash.update(utf8ToBytes('quicknet')).digest())).toBe(QUICKNET.chain)
  })
})

describe('what JSON lets pass', () => {
  const text = JSON.stringify(recordOf('reveals'))
  const code = (text: string) => faultsOf(new TextEncoder().encode(text))
  const unreadable = [[null, 'unreadable']]

  it('is refused where this form has no place for it', () => {
    expect(code(text)).toEqual([])
    expect(code(text.replace('"attempt":1', '"attempt":1.0'))).toEqual(unreadable)
    expect(code(text.replace('"attempt":1', '"attempt":1e0'))).toEqual(unreadable)
    expect(code(text.replace('"load":0', '"load":-0'))).toEqual(unreadable)
    expect(code(text.replace('"attempt":1', '"attempt":2,"attempt":1'))).toEqual(unreadable)
    expect(code(`\ufeff${text}`)).toEqual(unreadable)
    expect(code('')).toEqual(unreadable)
  })

  it('does not matter where it only looks otherwise', () => {
    expect(code(JSON.stringify(recordOf('reveals'), null, 2))).toEqual([])
  })

  it('is no UTF-8', () => {
    expect(faultsOf(Uint8Array.of(0x22, 0xff, 0x22))).toEqual(unreadable)
  })
})

it('compares with a commitment that was kept', () => {
  const record = recordOf('beacon')
  const { attempts } = verifyDraw(bytesOf(record))
  expect(verifyDraw(bytesOf(record), attempts[0]?.commitment).ok).toBe(true)
  const report = verifyDraw(bytesOf(record), '0'.repeat(64))
  expect(report.faults.map(({ code }) => code)).toEqual(['other_commitment'])
})

it('hashes long parts as short ones', () => {
  const long = new Uint8Array(100_000).map((_, i) => i)
  const whole = new Encoder('x').bytes(long).finish()
  const pieces = new Encoder('x')
  for (let i = 0; i < long.length; i += 777) pieces.bytes(long.subarray(i, i + 777))
  expect(pieces.finish()).toBe(whole)
})

it('finds any changed byte of a record', () => {
  const record = bytesOf(recordOf('reveals'))
  for (let at = 0; at < record.length; at += 7) {
    const changed = record.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(verifyDraw(changed).ok, `byte ${at}`).toBe(false)
  }
})
