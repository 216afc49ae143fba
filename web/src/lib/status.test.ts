import { describe, expect, it } from 'vitest'
import { SHAPES, STATUSES, worst } from './status'

describe('worst', () => {
  it('is what a cluster shows', () => {
    expect(worst(['normal', 'silent', 'normal'])).toBe('silent')
    expect(worst(['declared', 'alarm', 'silent'])).toBe('alarm')
    expect(worst(['normal', 'unknown'])).toBe('unknown')
  })
  it('never calls nothing normal', () => {
    expect(worst([])).toBe('unknown')
  })
  it('knows every status, each with a shape of its own', () => {
    expect(new Set(STATUSES)).toEqual(new Set(Object.keys(SHAPES)))
    expect(new Set(Object.values(SHAPES)).size).toBe(STATUSES.length)
  })
})
