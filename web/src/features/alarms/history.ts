import type { AlarmDetail, AlarmStep, AlarmSummary, Outcome, StoredFile } from '../../api'
import type { Dictionary } from '../../i18n/zh'

/** What a step says, read from its ledger entry without trusting its shape. */
export interface Said {
  step: AlarmStep
  text: string
  mode: 'on_site' | 'off_site' | undefined
  outcome: Outcome | undefined
  files: StoredFile[]
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The files that a step names, with their addresses. */
export function filesOf(step: AlarmStep, alarm: AlarmDetail): StoredFile[] {
  const named = step.details['files']
  const hashes = Array.isArray(named) ? named : []
  return alarm.files.filter(({ hash }) => hashes.includes(hash))
}

function said(alarm: AlarmDetail, kind: string): Said[] {
  return alarm.steps
    .filter((step) => step.kind === kind)
    .map((step) => ({
      step,
      text: textOf(step.details['note']) || textOf(step.details['text']),
      mode: (textOf(step.details['mode']) || undefined) as Said['mode'],
      outcome: (textOf(step.details['outcome']) || undefined) as Said['outcome'],
      files: filesOf(step, alarm),
    }))
}

/** The verification in force: the latest one. */
export const verificationOf = (alarm: AlarmDetail): Said | undefined => said(alarm, 'alarm.verified').at(-1)

export const explanationsOf = (alarm: AlarmDetail): Said[] => said(alarm, 'alarm.explained')

/** When the anomaly passed, as the latest of such steps says. */
export const clearedAt = (alarm: AlarmDetail): string | undefined =>
  alarm.cleared ? alarm.steps.findLast((step) => step.kind === 'alarm.cleared')?.at : undefined

/** Who handles it. Enterprises are told that somebody does, not who: the server then gives no name. */
export const officerOf = ({ officer }: AlarmSummary, t: Dictionary): string | undefined =>
  officer ? officer.name || t.roles.branch_officer : undefined
