/** The two tables that a bureau brings to a draw: objects in their pools, and officers. */

export interface ObjectRow {
  pool: string
  id: string
  class: string
  excluded?: string
}

export interface OfficerRow {
  id: string
  certified_from: string
  certified_until: string
  specialities: string[]
  load: number
  excluded?: string
}

export interface RecusalRow {
  officer: string
  object: string
  ground: string
}

/** What is wrong with a table: the line, from 1, and what. */
export class BadTable extends Error {
  constructor(
    readonly line: number,
    readonly column: string,
  ) {
    super(`${line}: ${column}`)
  }
}

/** Rows of fields, with quotes as spreadsheets write them. */
export function rows(text: string): string[][] {
  const found: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text
    .replace(/^\ufeff/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/g)) {
    row.push((quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"')).trim())
    if (end === ',') continue
    if (row.some((field) => field !== '')) found.push(row)
    row = []
    if (end === '') break
  }
  return found
}

/** The rows below a line of headings, by heading. A heading that is missing is told as line 1. */
function table(text: string, needed: readonly string[]): { line: number; field: (name: string) => string }[] {
  const [head = [], ...body] = rows(text)
  const headings = head.map((name) => name.toLowerCase())
  for (const name of needed) if (!headings.includes(name)) throw new BadTable(1, name)
  return body.map((fields, index) => ({
    line: index + 2,
    field: (name) => fields[headings.indexOf(name)] ?? '',
  }))
}

type Row = ReturnType<typeof table>[number]

function needed({ line, field }: Row, name: string): string {
  const text = field(name)
  if (text === '') throw new BadTable(line, name)
  return text
}

function day(row: Row, name: string): string {
  const text = needed(row, name)
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw new BadTable(row.line, name)
  return text
}

const optional = (text: string) => (text === '' ? undefined : text)

/** Columns `pool`, `id`, `class`, and `excluded` (why it cannot be drawn). */
export const objectRows = (text: string): ObjectRow[] =>
  table(text, ['pool', 'id', 'class']).map((row) => ({
    pool: needed(row, 'pool'),
    id: needed(row, 'id'),
    class: needed(row, 'class'),
    excluded: optional(row.field('excluded')),
  }))

/** Columns `id`, `certified_from`, `certified_until`, `specialities` (with spaces between), `load`, `excluded`. */
export const officerRows = (text: string): OfficerRow[] =>
  table(text, ['id', 'certified_from', 'certified_until']).map((row) => {
    const load = row.field('load') === '' ? '0' : row.field('load')
    if (!/^\d{1,9}$/.test(load)) throw new BadTable(row.line, 'load')
    return {
      id: needed(row, 'id'),
      certified_from: day(row, 'certified_from'),
      certified_until: day(row, 'certified_until'),
      specialities: row.field('specialities').split(/\s+/).filter(Boolean),
      load: Number(load),
      excluded: optional(row.field('excluded')),
    }
  })

/** Columns `officer`, `object`, `ground`. */
export const recusalRows = (text: string): RecusalRow[] =>
  table(text, ['officer', 'object', 'ground']).map((row) => ({
    officer: needed(row, 'officer'),
    object: needed(row, 'object'),
    ground: needed(row, 'ground'),
  }))

export interface PoolOf {
  id: string
  /** What people call it, where whoever made it says. */
  title?: string
  /** What earns each class, where whoever made it says. */
  classTitles?: Record<string, string>
  classes: string[]
  candidates: { id: string; class: string; excluded?: string }[]
  /** How many may be drawn. */
  eligible: number
}

/** The objects by pool, in order of the pools' ids. */
export function poolsOf(objects: readonly ObjectRow[]): PoolOf[] {
  const pools = new Map<string, PoolOf>()
  for (const { pool: id, ...candidate } of objects) {
    const pool = pools.get(id) ?? { id, classes: [], candidates: [], eligible: 0 }
    pool.candidates.push(candidate)
    if (!pool.classes.includes(candidate.class)) pool.classes.push(candidate.class)
    if (candidate.excluded === undefined) pool.eligible += 1
    pools.set(id, pool)
  }
  const inOrder = [...pools.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const pool of inOrder) pool.classes.sort()
  return inOrder
}
