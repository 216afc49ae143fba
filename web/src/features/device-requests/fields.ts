import type { RequestParameter } from '../../api'

/** What a browser's field gives, as the protocol writes it. */
export function protocolValue(parameter: RequestParameter, typed: string): string {
  const digits = typed.replace(/\D/g, '')
  switch (parameter.form) {
    case 'time':
      return digits.padEnd(14, '0').slice(0, digits ? 14 : 0)
    case 'time_of_day':
      return digits.padEnd(6, '0').slice(0, digits ? 6 : 0)
    default:
      return typed.trim()
  }
}

/** Whether a value may be sent; the server looks again. */
export function isValid(parameter: RequestParameter, value: string): boolean {
  if (value === '') return !parameter.required
  switch (parameter.form) {
    case 'number': {
      const number = Number(value)
      return (
        Number.isInteger(number) && number >= (parameter.min ?? 0) && number <= (parameter.max ?? Infinity)
      )
    }
    case 'one_of':
      return parameter.one_of.includes(Number(value))
    case 'time':
      return /^\d{14}$/.test(value)
    case 'time_of_day':
      return /^\d{6}$/.test(value)
    case 'code':
      return /^[0-9A-Za-z]{1,6}$/.test(value)
    case 'password':
      return /^[0-9A-Za-z]{6}$/.test(value)
    default:
      return /^[!-~]{1,32}$/.test(value) && !/[;,=&#]/.test(value)
  }
}

/** Fourteen digits as people read them. */
export const readableTime = (digits: string): string =>
  digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3 $4:$5:$6')
