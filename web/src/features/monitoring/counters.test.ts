import { describe, expect, it } from 'vitest'
import type { Device } from '../../api'
import { isBalanced, refusals, refusedTotal } from './counters'

const device: Device = {
  device: '43010000000001',
  transport: 'hj212',
  connected: true,
  shared_mn: false,
  frames_received: 100,
  frames_stored: 90,
  frames_waiting: 4,
  frames_refused: { crc_mismatch: 5, time_impossible: 1 },
  readings_received: 500,
  readings_stored: 490,
  readings_duplicate: 20,
  readings_refused: { time_impossible: 10 },
  problems: {},
}

describe('a device’s account', () => {
  it('holds when everything received is stored, waiting or refused', () => {
    expect(isBalanced(device)).toBe(true)
    expect(isBalanced({ ...device, frames_stored: 89 })).toBe(false)
    expect(isBalanced({ ...device, readings_stored: 470 })).toBe(false)
    // A repeated reading is stored already: it counts among the stored ones.
    expect(isBalanced({ ...device, readings_duplicate: 490 })).toBe(true)
  })
  it('adds up refusals of frames and readings by reason', () => {
    expect(refusals(device)).toEqual([
      ['crc_mismatch', 5],
      ['time_impossible', 11],
    ])
    expect(refusedTotal(device)).toBe(16)
  })
})
