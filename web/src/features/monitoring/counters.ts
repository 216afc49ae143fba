import type { Device } from '../../api'

const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, add) => sum + add, 0)

/** What became of what arrived; received is the sum of the rest, or something is lost. */
export interface Account {
  received: number
  stored: number
  /** Frames in the waiting room. */
  waiting: number
  refused: number
}

export const framesOf = (device: Device): Account => ({
  received: device.frames_received,
  stored: device.frames_stored,
  waiting: device.frames_waiting,
  refused: total(device.frames_refused),
})

export const readingsOf = (device: Device): Account => ({
  received: device.readings_received,
  stored: device.readings_stored,
  // Repeated readings are among the stored ones; readings of unknown loggers wait inside their frames.
  waiting: 0,
  refused: total(device.readings_refused),
})

const isWhole = ({ received, stored, waiting, refused }: Account): boolean =>
  received === stored + waiting + refused

/** Whether received = stored + waiting + refused holds, as it must for every device. */
export const isBalanced = (device: Device): boolean =>
  isWhole(framesOf(device)) && isWhole(readingsOf(device))

/** Everything a device sent that was refused, by reason. */
export function refusals(device: Device): [reason: string, count: number][] {
  const sums = new Map<string, number>()
  for (const [reason, n] of [
    ...Object.entries(device.frames_refused),
    ...Object.entries(device.readings_refused),
  ]) {
    if (n > 0) sums.set(reason, (sums.get(reason) ?? 0) + n)
  }
  return [...sums]
}

export const refusedTotal = (device: Device): number => framesOf(device).refused + readingsOf(device).refused
