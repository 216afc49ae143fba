import type { AlarmQuery } from '../../api'

/** The filters of the queue are its address: whoever gets the link sees the same list. */
export function queryFrom(search: URLSearchParams): AlarmQuery {
  const text = (name: string) => search.get(name) ?? undefined
  const state = text('state')
  const sort = text('sort')
  const chosenSort = sort === 'raised' || sort === 'severity' ? sort : 'due'
  return {
    state: state === 'closed' || state === 'all' ? state : 'open',
    kind: text('kind'),
    severity: text('severity'),
    district: text('district'),
    enterprise: text('enterprise'),
    group: text('group'),
    mine: text('mine') === 'true' || undefined,
    snoozed: text('snoozed') === 'true' || undefined,
    q: text('q'),
    sort: chosenSort,
    order: chosenSort === 'due' ? 'asc' : 'desc',
  }
}

/** The address with one filter changed; what is as it starts is left out. */
export function withFilter(
  search: URLSearchParams,
  name: string,
  value: string | undefined,
): URLSearchParams {
  const next = new URLSearchParams(search)
  if (!value || (name === 'state' && value === 'open') || (name === 'sort' && value === 'due'))
    next.delete(name)
  else next.set(name, value)
  return next
}

export const isFiltered = (query: AlarmQuery): boolean =>
  [
    query.kind,
    query.severity,
    query.district,
    query.enterprise,
    query.group,
    query.mine,
    query.snoozed,
    query.q,
  ].some(Boolean)
