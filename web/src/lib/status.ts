import type { Severity, Status } from '../api'

/** Every status, the worst first: what a cluster shows is the first that any of its members has. */
export const STATUSES: readonly Status[] = ['alarm', 'silent', 'unknown', 'declared', 'normal']

/** The shape that stands for a status, beside its colour and its word. */
export const SHAPES = {
  normal: 'circle',
  alarm: 'triangle',
  silent: 'diamond',
  declared: 'square',
  unknown: 'ring',
} as const satisfies Record<Status, string>

/** The worst of several; `unknown` of none, since nothing is known of nothing. */
export function worst(statuses: Iterable<Status>): Status {
  let found: Status | undefined
  for (const status of statuses) {
    if (found === undefined || STATUSES.indexOf(status) < STATUSES.indexOf(found)) found = status
  }
  return found ?? 'unknown'
}

export const SEVERITIES: readonly Severity[] = ['grave', 'serious', 'moderate', 'notice']
