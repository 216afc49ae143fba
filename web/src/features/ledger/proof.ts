import type { InclusionProof } from '../../api'
import {
  fromBase64,
  leafHash,
  parseCheckpoint,
  rootFromPath,
  sameBytes,
  toHex,
  verifySignature,
} from '../../lib/merkle'

/** What the browser found out about one entry by itself. */
export interface ProofResult {
  ok: boolean
  size: number
  steps: number
  leaf: string
  computed: string
  stated: string
  /** Undefined where the browser cannot check signatures. */
  signature: boolean | undefined
}

/** Leads the entry's bytes up to a root and compares it with the signed checkpoint's. */
export async function checkProof(proof: InclusionProof, publicKey: string): Promise<ProofResult> {
  const leaf = new TextEncoder().encode(proof.entry)
  const checkpoint = parseCheckpoint(proof.checkpoint)
  const path = proof.path.map(fromBase64)
  const computed = await rootFromPath(leaf, proof.sequence, checkpoint.size, path)
  const signature = await verifySignature(checkpoint, publicKey)
  return {
    ok: sameBytes(computed, checkpoint.root) && signature !== false,
    size: checkpoint.size,
    steps: path.length,
    leaf: toHex(await leafHash(leaf)),
    computed: toHex(computed),
    stated: toHex(checkpoint.root),
    signature,
  }
}
