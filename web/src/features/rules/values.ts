import type { RuleParameter } from '../../api'

/** What was typed for each parameter, by its code; what is not there is left as the default. */
export type Typed = Record<string, string>

export type Fault = 'not_number' | 'not_whole' | 'out_of_bounds'

/** What is wrong with a typed value, before the server is asked. */
export function faultOf(parameter: RuleParameter, text: string): Fault | undefined {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) return 'not_number'
  if (value < parameter.least || value > parameter.most) return 'out_of_bounds'
  return parameter.form !== 'number' && !Number.isInteger(value) ? 'not_whole' : undefined
}

/** The values now in force, as they would be typed. */
export const typedOf = (parameters: RuleParameter[]): Typed =>
  Object.fromEntries(parameters.map(({ code, value }) => [code, String(value)]))

/** What a rule has to say: the values that differ from the defaults. */
export function valuesOf(parameters: RuleParameter[], typed: Typed): Record<string, number> {
  const given = parameters.map(
    (parameter) => [parameter, Number(typed[parameter.code] ?? parameter.value)] as const,
  )
  return Object.fromEntries(
    given
      .filter(([parameter, value]) => value !== parameter.default)
      .map(([{ code }, value]) => [code, value]),
  )
}

/** Whether anything would be judged otherwise than now. */
export const changesAnything = (parameters: RuleParameter[], typed: Typed): boolean =>
  parameters.some(({ code, value }) => Number(typed[code] ?? value) !== value)
