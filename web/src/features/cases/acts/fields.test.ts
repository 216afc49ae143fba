import { describe, expect, it } from 'vitest'
import { ACT_FIELDS, bodyOf, missingOf } from './fields'
import { actWords } from './words'

describe('forms of acts', () => {
  it('has a form, and words for every field, for each act that has a name', () => {
    const acts = Object.keys(actWords.zh.act).filter((act) => act !== 'open')
    expect(Object.keys(ACT_FIELDS).sort()).toEqual(acts.sort())
    for (const fields of Object.values(ACT_FIELDS)) {
      for (const field of fields) {
        if (['tier', 'conditions'].includes(field.kind)) continue
        if (field.kind === 'penalty' || field.kind === 'outcome') continue
        expect(actWords.zh.field, field.name).toHaveProperty(field.label ?? field.name)
        for (const code of field.of ?? []) expect(actWords.zh.choice, code).toHaveProperty(code)
      }
    }
  })

  it('asks for what is needed and for nothing else', () => {
    expect(missingOf('serve', { document: 'decision', way: 'direct', on: '2020-09-01' })).toEqual([])
    expect(missingOf('serve', { document: 'decision', way: ' ' })).toEqual(['way', 'on'])
    expect(missingOf('order', { what: '' })).toEqual(['what'])
  })

  it('makes the body of what was typed', () => {
    expect(bodyOf('review', { agrees: 'false', words: 'x' })).toEqual({
      act: 'review',
      agrees: false,
      words: 'x',
    })
    const files = [{ hash: 'a' }, { hash: 'b' }]
    expect(bodyOf('recheck', { order: 1, on: '2020-09-01', words: 'x', files })).toEqual({
      act: 'recheck',
      order: 1,
      on: '2020-09-01',
      corrected: false,
      words: 'x',
      files: ['a', 'b'],
    })
    expect(bodyOf('notify', { facts: 'f', provisions: ' a \n\n b ', penalty: { warning: true } })).toEqual({
      act: 'notify',
      facts: 'f',
      provisions: ['a', 'b'],
      penalty: { warning: true },
    })
    expect(bodyOf('order', { what: 'x', until: '' })).toEqual({ act: 'order', what: 'x' })
  })
})
