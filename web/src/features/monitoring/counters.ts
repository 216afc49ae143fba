import type { Device } from '../../api'

/** Everything a device sent that was refused, frames and readings together. */
export const refusedTotal = (device: Device): number =>
  Object.values(device.refused).reduce((sum, add) => sum + add, 0)

/** What arrived of one kind and is not stored. */
export const notStored = (device: Device, what: 'frames' | 'readings'): number =>
  device[`${what}_received`] - device[`${what}_stored`]

/** Whether received = stored + refused holds, as it must for every device. */
export const isBalanced = (device: Device): boolean =>
  notStored(device, 'frames') + notStored(device, 'readings') === refusedTotal(device)
