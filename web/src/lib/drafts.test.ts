import { beforeEach, describe, expect, it, vi } from 'vitest'
import { dropDraft, keepDraft, readDraft } from './drafts'
import { uuid } from './random'

describe('drafts', () => {
  beforeEach(() => localStorage.clear())

  it('come back after a reload, and are gone once dropped', () => {
    keepDraft('u1.verify.A1', { note: '现场未见异常', files: [] })
    expect(readDraft('u1.verify.A1')).toEqual({ note: '现场未见异常', files: [] })
    expect(readDraft('u2.verify.A1')).toBeUndefined()
    dropDraft('u1.verify.A1')
    expect(readDraft('u1.verify.A1')).toBeUndefined()
  })

  it('do not stop the form where the browser keeps nothing or kept nonsense', () => {
    localStorage.setItem('jingwei.draft.x', '{')
    expect(readDraft('x')).toBeUndefined()
    localStorage.setItem('jingwei.draft.x', '7')
    expect(readDraft('x')).toBeUndefined()
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    expect(() => keepDraft('x', { note: 'a' })).not.toThrow()
    full.mockRestore()
  })
})

describe('uuid', () => {
  it('is of version 4 and new each time', () => {
    const all = new Set(Array.from({ length: 200 }, uuid))
    expect(all.size).toBe(200)
    for (const one of all)
      expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
