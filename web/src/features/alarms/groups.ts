import { alarmGroups, type AlarmGroup, type GroupCommand, type GroupDone } from '../../api'

/** How far an act on a group is, and what came of it so far. */
export interface Progress {
  done: number
  refused: GroupDone['refused']
}

/**
 * Gives a command to all alarms of a group, part by part, until all were seen or somebody stops it. What was done stays
 * done.
 */
export async function actOnAll(
  group: string,
  command: GroupCommand,
  key: string,
  stopped: () => boolean,
  tell: (progress: Progress) => void,
): Promise<Progress> {
  let progress: Progress = { done: 0, refused: [] }
  let after: string | undefined
  do {
    const part = await alarmGroups.act(group, command, after, key)
    progress = { done: progress.done + part.done, refused: joined(progress.refused, part.refused) }
    tell(progress)
    after = part.next ?? undefined
  } while (after !== undefined && !stopped())
  return progress
}

/** Reasons of two parts, each once with both counts. */
export function joined(a: GroupDone['refused'], b: GroupDone['refused']): GroupDone['refused'] {
  const all = new Map(a.map((reason) => [reason.code, reason]))
  for (const reason of b) {
    const known = all.get(reason.code)
    all.set(reason.code, known ? { ...known, count: known.count + reason.count } : reason)
  }
  return [...all.values()]
}

/**
 * Whether `group` is what is left of the group with this id: its alarms are among those that one held. An id says the
 * kind and the microseconds from the first beginning to the last.
 */
export function isRestOf(id: string | undefined, group: AlarmGroup): boolean {
  const [kind, from, to] = spanOf(id ?? '')
  const [restKind, restFrom, restTo] = spanOf(group.id)
  return kind === restKind && from <= restFrom && restTo <= to
}

function spanOf(id: string): [kind: string, from: number, to: number] {
  const [kind = '', from, to] = id.split('.')
  return [kind, Number(from), Number(to)]
}
