/** RFC 6962 proofs, checked in the browser: nothing here asks the server whether it is right. */

const LEAF = 0
const NODE = 1

async function sha256(prefix: number, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const input = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0))
  input[0] = prefix
  let at = 1
  for (const part of parts) {
    input.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', input))
}

export const leafHash = (leaf: Uint8Array): Promise<Uint8Array> => sha256(LEAF, leaf)

/**
 * The root to which a leaf and its path lead (RFC 9162 §2.1.3.2).
 * Throws if the path has not the length that the tree's size demands.
 */
export async function rootFromPath(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Promise<Uint8Array> {
  if (index >= size) throw new Error('index outside the tree')
  let [fn, sn] = [index, size - 1]
  let hash = await leafHash(leaf)
  for (const sibling of path) {
    if (sn === 0) throw new Error('path too long')
    if (fn % 2 === 1 || fn === sn) {
      hash = await sha256(NODE, sibling, hash)
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2)
        sn = Math.floor(sn / 2)
      }
    } else {
      hash = await sha256(NODE, hash, sibling)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  if (sn !== 0) throw new Error('path too short')
  return hash
}

/** What a checkpoint says (C2SP tlog-checkpoint): origin, size, root, and the signed text. */
export interface Checkpoint {
  origin: string
  size: number
  root: Uint8Array
  text: string
  signatures: { name: string; key: Uint8Array; signature: Uint8Array }[]
}

export function parseCheckpoint(note: string): Checkpoint {
  const split = note.indexOf('\n\n')
  if (split < 0) throw new Error('a checkpoint has an empty line before its signatures')
  const text = note.slice(0, split + 1)
  const [origin, size, root] = text.split('\n')
  if (!origin || !size || !/^\d+$/.test(size) || !root) throw new Error('not a checkpoint')
  const signatures = note
    .slice(split + 2)
    .split('\n')
    .filter((line) => line.startsWith('— '))
    .map((line) => {
      const [, name = '', encoded = ''] = line.split(' ')
      const raw = fromBase64(encoded)
      return { name, key: raw.slice(0, 4), signature: raw.slice(4) }
    })
  return { origin, size: Number(size), root: fromBase64(root), text, signatures }
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
}

export function fromHex(text: string): Uint8Array {
  const pairs = text.match(/[0-9a-f]{2}/gi) ?? []
  return Uint8Array.from(pairs, (pair) => parseInt(pair, 16))
}

export const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

/** The algorithm byte of Ed25519 in a note's verifier key. */
const ED25519 = 1

/**
 * Whether a checkpoint is signed by the key written as C2SP signed-note writes it, `name+id+base64`.
 * Undefined where the browser has no Ed25519 or no WebCrypto (plain-http pages).
 */
export async function verifySignature(
  checkpoint: Checkpoint,
  verifierKey: string,
): Promise<boolean | undefined> {
  const [name = '', , ...rest] = verifierKey.split('+')
  const encoded = fromBase64(rest.join('+'))
  if (encoded[0] !== ED25519) return undefined
  const signed = checkpoint.signatures.find((signature) => signature.name === name)
  if (!signed) return false
  try {
    const key = await crypto.subtle.importKey('raw', encoded.slice(1), 'Ed25519', false, ['verify'])
    const text = new TextEncoder().encode(checkpoint.text)
    return await crypto.subtle.verify('Ed25519', key, signed.signature.slice(), text)
  } catch {
    return undefined
  }
}
