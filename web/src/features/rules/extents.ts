import type { ExtentKind, NewExtent, Rule, RuleExtent } from '../../api'

/** Whom a new rule is to judge, as it is being chosen: what was named for each way of naming. */
export interface Choice {
  kind: ExtentKind
  districts: string[]
  trades: string[]
  /** Credit codes as they were typed, however they are separated. */
  enterprises: string
}

export const EVERYBODY: Choice = { kind: 'city', districts: [], trades: [], enterprises: '' }

/** What the server is asked for. */
export function extentOf({ kind, districts, trades, enterprises }: Choice): Required<NewExtent> {
  const of = {
    city: [],
    districts,
    trades,
    enterprises: enterprises.split(/[\s,，;；、]+/).filter((code) => code !== ''),
  }[kind]
  return { kind, of }
}

/** Whether somebody is named. */
export const isWhole = (choice: Choice): boolean => choice.kind === 'city' || extentOf(choice).of.length > 0

const rank = { city: 0, districts: 1, trades: 1, enterprises: 2 }

/** Whether of two rules neither is the narrower one for an enterprise that both may judge. */
export function clash(one: RuleExtent, other: RuleExtent): boolean {
  if (rank[one.kind] !== rank[other.kind]) return false
  if (one.kind !== other.kind || one.kind === 'city') return true
  const codes = new Set(one.of.map(({ code }) => code))
  return other.of.some(({ code }) => codes.has(code))
}

/** The rules in whose place `rule` would come: they would judge the same at the same time. */
export const inTheWay = (rules: Rule[], rule: Rule): Rule[] =>
  rules.filter((other) => {
    if (other.id === rule.id || !(other.state === 'in_force' || other.state === 'coming')) return false
    const endsBefore = rule.valid_to && other.judges_from && rule.valid_to <= other.judges_from
    const beginsAfter = rule.valid_from && other.judges_to && other.judges_to <= rule.valid_from
    return !endsBefore && !beginsAfter && clash(rule.extent, other.extent)
  })
