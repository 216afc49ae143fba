/** The canonical bytes of docs/draw.md §2, straight into a hash. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { FORMAT } from './record'

const utf8 = new TextEncoder()

/** How many bytes are gathered before they are hashed. */
const GATHERED = 8192

export class Encoder {
  private readonly hash: ReturnType<typeof sha256.create>
  private gathered: Uint8Array
  private used = 0

  constructor(what: string, from?: Encoder) {
    this.hash = from ? from.hash.clone() : sha256.create()
    this.gathered = from ? from.gathered.slice() : new Uint8Array(2 * GATHERED)
    this.used = from?.used ?? 0
    if (!from) this.text(`${FORMAT} ${what}`)
  }

  /** Another one that has taken in the same so far. */
  clone(): Encoder {
    return new Encoder('', this)
  }

  bytes(bytes: Uint8Array): this {
    if (this.used + bytes.length > this.gathered.length) this.flush()
    if (bytes.length > this.gathered.length) this.hash.update(bytes)
    else {
      this.gathered.set(bytes, this.used)
      this.used += bytes.length
    }
    return this
  }

  u8(number: number): this {
    return this.bytes(Uint8Array.of(number))
  }

  u32(number: number): this {
    return this.bytes(Uint8Array.of(number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255))
  }

  u64(number: number): this {
    return this.u32(Math.floor(number / 2 ** 32)).u32(number % 2 ** 32)
  }

  text(text: string): this {
    const bytes = utf8.encode(text)
    return this.u32(bytes.length).bytes(bytes)
  }

  second(text: string): this {
    return this.u64(Date.parse(text) / 1000)
  }

  hex(text: string): this {
    return this.bytes(hexToBytes(text))
  }

  list<T>(items: readonly T[], each: (item: T) => unknown): this {
    this.u32(items.length)
    for (const item of items) each(item)
    return this
  }

  option<T>(value: T | undefined, some: (value: T) => unknown): this {
    if (value === undefined) return this.u8(0)
    this.u8(1)
    some(value)
    return this
  }

  digest(): Uint8Array {
    this.flush()
    return this.hash.clone().digest()
  }

  finish(): string {
    return bytesToHex(this.digest())
  }

  private flush() {
    this.hash.update(this.gathered.subarray(0, this.used))
    this.used = 0
  }
}
