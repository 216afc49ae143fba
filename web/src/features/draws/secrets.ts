import { share } from '../../lib/draw'

/** For which draw, attempt and party a secret is. */
export interface Seat {
  draw: string
  number: number
  party: string
}

const nameOf = ({ draw, number, party }: Seat) => `jingwei.draw-secret.${draw}.${number}.${party}`

/**
 * A secret that nobody knows but this browser, which keeps it until it is revealed. Whoever clears the browser, or
 * reveals from another, needs the copy that was written down.
 */
export function makeSecret(seat: Seat): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const secret = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  localStorage.setItem(nameOf(seat), secret)
  return secret
}

export const keptSecret = (seat: Seat): string => localStorage.getItem(nameOf(seat)) ?? ''

/** The hash by which the party is committed to the secret. */
export const shareOf = ({ draw, number, party }: Seat, secret: string): string =>
  share(draw, number, party, secret)
