import type { Role } from '../api'

/** The places of the navigation, in their order. */
export const PLACES = [
  'map',
  'alarms',
  'tracing',
  'monitoring',
  'markings',
  'enterprises',
  'statistics',
  'devices',
  'imports',
  'cases',
  'positive-list',
  'draws',
  'inspections',
  'libraries',
  'rules',
  'ledger',
  'lab',
] as const
export type PlaceName = (typeof PLACES)[number]

/** Places that few open daily: a bar without room for all keeps them under one button. */
export const SELDOM: ReadonlySet<PlaceName> = new Set([
  'tracing',
  'imports',
  'inspections',
  'libraries',
  'rules',
  'lab',
])

/** Who sees which place. The server decides again on every request; this only spares a dead link. */
const SEEN_BY: Record<PlaceName, readonly Role[] | 'all'> = {
  map: 'all',
  alarms: 'all',
  // It names who may be a source before anybody has looked: for offices alone.
  tracing: ['duty_officer', 'branch_officer', 'leader', 'inspector_general', 'administrator'],
  monitoring: 'all',
  markings: 'all',
  enterprises: 'all',
  statistics: 'all',
  devices: ['duty_officer', 'administrator'],
  imports: ['duty_officer', 'administrator'],
  cases: ['duty_officer', 'branch_officer', 'leader', 'inspector_general', 'administrator'],
  // Enterprises see how they stand themselves.
  'positive-list': 'all',
  // Of enterprises, who speaks for a party of a draw; the list is empty for the others.
  draws: 'all',
  // An enterprise sees what it was asked, and what came of inspections of itself.
  inspections: 'all',
  libraries: ['duty_officer', 'branch_officer', 'leader', 'inspector_general', 'administrator'],
  rules: ['duty_officer', 'branch_officer', 'leader', 'inspector_general', 'administrator'],
  ledger: ['duty_officer', 'leader', 'inspector_general', 'administrator'],
  lab: ['duty_officer', 'leader', 'inspector_general', 'administrator'],
}

export const maySee = (role: Role, place: PlaceName): boolean => {
  const roles = SEEN_BY[place]
  return roles === 'all' || roles.includes(role)
}
