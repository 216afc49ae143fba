import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fromBase64, parseCheckpoint, rootFromPath, sameBytes, toHex } from './merkle'

const hash = (...parts: Uint8Array[]) =>
  new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest())
const leafOf = (data: Uint8Array) => hash(Uint8Array.of(0), data)
const nodeOf = (left: Uint8Array, right: Uint8Array) => hash(Uint8Array.of(1), left, right)

/** The largest power of two below `n`. */
const split = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1)

/** RFC 6962 §2.1, straight from its definition: the other side of what the code under test computes. */
function root(leaves: Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (leaves.length === 1 && only) return leafOf(only)
  const k = split(leaves.length)
  return nodeOf(root(leaves.slice(0, k)), root(leaves.slice(k)))
}

/** RFC 6962 §2.1.1. */
function path(index: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  return index < k
    ? [...path(index, leaves.slice(0, k)), root(leaves.slice(k))]
    : [...path(index - k, leaves.slice(k)), root(leaves.slice(0, k))]
}

const leaves = (n: number) => Array.from({ length: n }, (_, i) => Uint8Array.of(i, 7, i))

describe('rootFromPath', () => {
  it('leads every leaf of every small tree to its root', async () => {
    for (let size = 1; size <= 33; size++) {
      const all = leaves(size)
      const wanted = toHex(root(all))
      for (const [index, leaf] of all.entries()) {
        expect(toHex(await rootFromPath(leaf, index, size, path(index, all)))).toBe(wanted)
      }
    }
  })

  it('leads elsewhere if a bit of the leaf or of the path is flipped', async () => {
    const all = leaves(13)
    const wanted = root(all)
    const proof = path(5, all)
    const flipped = Uint8Array.of(5, 7, 4)
    expect(sameBytes(await rootFromPath(flipped, 5, 13, proof), wanted)).toBe(false)
    for (const [i, sibling] of proof.entries()) {
      const bad = proof.with(i, sibling.with(0, (sibling[0] ?? 0) ^ 1))
      expect(sameBytes(await rootFromPath(Uint8Array.of(5, 7, 5), 5, 13, bad), wanted)).toBe(false)
    }
  })

  it('refuses paths of the wrong length', async () => {
    const all = leaves(8)
    const proof = path(3, all)
    const leaf = Uint8Array.of(3, 7, 3)
    await expect(rootFromPath(leaf, 3, 8, proof.slice(1))).rejects.toThrow('too short')
    await expect(rootFromPath(leaf, 3, 8, [...proof, leaf])).rejects.toThrow('too long')
    await expect(rootFromPath(leaf, 8, 8, proof)).rejects.toThrow('outside')
  })
})

describe('parseCheckpoint', () => {
  const encoded = Buffer.from(leafOf(Uint8Array.of(1))).toString('base64')

  it('reads origin, size, root and signatures', () => {
    const note = `jingwei/demo\n42\n${encoded}\n\n— jingwei/demo AAECAwQF\n`
    const checkpoint = parseCheckpoint(note)
    expect(checkpoint.origin).toBe('jingwei/demo')
    expect(checkpoint.size).toBe(42)
    expect(sameBytes(checkpoint.root, fromBase64(encoded))).toBe(true)
    expect(checkpoint.text.endsWith(`${encoded}\n`)).toBe(true)
    expect(checkpoint.signatures).toHaveLength(1)
    expect([...(checkpoint.signatures[0]?.signature ?? [])]).toEqual([4, 5])
  })

  it('refuses what is no checkpoint', () => {
    expect(() => parseCheckpoint('nothing')).toThrow()
    expect(() => parseCheckpoint(`origin\nmany\n${encoded}\n\n— x AAAA\n`)).toThrow()
  })
})
