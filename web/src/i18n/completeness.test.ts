import { describe, expect, it } from 'vitest'
import { DICTIONARIES } from '.'

type Tree = { [key: string]: Tree | string | string[] | ((...args: never[]) => string) }

/** Every key with its words; functions are called with something that shows where it lands. */
function leaves(tree: Tree, path = ''): [path: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const here = path ? `${path}.${key}` : key
    if (typeof value === 'string') return [[here, value]]
    if (typeof value === 'function') {
      const args = Array.from({ length: value.length }, (_, i) => `${i + 1}`)
      return [[here, value(...(args as never[]))]]
    }
    if (Array.isArray(value)) return value.map((text, i) => [`${here}.${i}`, text])
    return leaves(value, here)
  })
}

const modules = import.meta.glob<Record<string, unknown>>('../**/words.ts', { eager: true })
const features = Object.entries(modules).flatMap(([file, module]) =>
  Object.entries(module).map(
    ([name, words]) => [`${file} ${name}`, words as { zh: Tree; en: Tree }] as const,
  ),
)
const all = [['shared', DICTIONARIES as unknown as { zh: Tree; en: Tree }] as const, ...features]

/** Words that are the same in both languages: a code of the standard has no translation. */
const SAME = new Set(['mark.'])

describe.each(all)('%s', (_, { zh, en }) => {
  const chinese = new Map(leaves(zh))
  const english = new Map(leaves(en))

  it('has the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })

  it('leaves nothing empty', () => {
    for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).not.toBe('')
  })

  it('has no Chinese on English pages', () => {
    for (const [key, text] of english) if (!SAME.has(key)) expect(text, key).not.toMatch(/\p{Script=Han}/u)
  })

  it('uses every figure that the Chinese words use', () => {
    for (const [key, text] of chinese) {
      const used = (words: string) => [...new Set(words.match(/(?<![0-9])[1-9](?![0-9])/g) ?? [])].sort()
      if (typeof at(zh, key) === 'function') expect(used(english.get(key) ?? ''), key).toEqual(used(text))
    }
  })
})

function at(tree: Tree, path: string): unknown {
  return path.split('.').reduce<unknown>((node, key) => (node as Tree | undefined)?.[key], tree)
}

it('finds the words of the features', () => {
  expect(features.length).toBeGreaterThanOrEqual(6)
})
