import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef, useState } from 'react'
import { alarms, ApiError, type AlarmDetail, type CommandBodies, type CommandName } from '../../../api'
import { useWords } from '../../../i18n'
import { uuid } from '../../../lib/random'
import { alarmWords } from '../words'

export interface CommandSender {
  send: <N extends CommandName>(name: N, body: CommandBodies[N], after?: () => void) => void
  busy: boolean
  error: Error | null
  /** What was seen when somebody else was faster, and what is there now. */
  conflict: { seen: AlarmDetail; current: AlarmDetail } | undefined
  /** Takes the current version as the one seen. */
  acceptCurrent: () => void
}

/** Whether a command meant for one version still means the same for another. */
const sameSituation = (a: AlarmDetail, b: AlarmDetail): boolean =>
  a.id === b.id && a.stage === b.stage && a.officer?.id === b.officer?.id && a.branch === b.branch

/** How often new evidence may overtake a command before the person is asked. */
const OVERTAKEN_MAX = 3

/**
 * Sends a command for the alarm as it was seen. Where only evidence has come in between, the command still
 * means the same and goes on with the version that is there now.
 */
async function sendFor<N extends CommandName>(
  seen: AlarmDetail,
  name: N,
  body: CommandBodies[N],
  key: string,
): Promise<AlarmDetail> {
  let version = seen.version
  for (let overtaken = 0; ; overtaken++) {
    try {
      return await alarms.command(seen.id, name, body, version, `${key}${overtaken ? `-${overtaken}` : ''}`)
    } catch (error) {
      const conflict = error instanceof ApiError && error.problem.code === 'version_conflict'
      if (!conflict || overtaken === OVERTAKEN_MAX) throw error
      const current = await alarms.one(seen.id)
      if (!sameSituation(seen, current)) throw error
      version = current.version
    }
  }
}

/**
 * Sends commands against the version that the person saw. New evidence from the detectors moves that version
 * on, because the page shows it at once; a step by somebody else does not, and is shown as a conflict.
 * One attempt has one key: a double click, or a repeat after a dropped line, is carried out once.
 */
export function useCommand(alarm: AlarmDetail): CommandSender {
  const words = useWords(alarmWords)
  const queries = useQueryClient()
  const { message } = App.useApp()
  const key = useRef(uuid())
  const [seen, setSeen] = useState(alarm)
  const [conflicted, setConflicted] = useState(false)
  if (seen !== alarm && !conflicted && sameSituation(seen, alarm)) setSeen(alarm)

  const mutation = useMutation({
    mutationFn: ({
      name,
      body,
    }: {
      name: CommandName
      body: CommandBodies[CommandName]
      after?: () => void
    }) => sendFor(seen, name, body, key.current),
    onSuccess: (updated, { name, after }) => {
      key.current = uuid()
      setConflicted(false)
      setSeen(updated)
      queries.setQueryData(['alarm', alarm.id], updated)
      for (const stale of ['alarms', 'map', 'enterprise', 'ledger', 'tracing']) {
        void queries.invalidateQueries({ queryKey: [stale] })
      }
      after?.()
      void message.success(words.done[name])
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) return
      key.current = uuid()
      if (error.status === 409 || error.status === 412) {
        setConflicted(true)
        void queries.invalidateQueries({ queryKey: ['alarm', alarm.id] })
      }
    },
  })
  return {
    send: (name, body, after) => mutation.mutate({ name, body, ...(after && { after }) }),
    busy: mutation.isPending,
    error: conflicted ? null : mutation.error,
    conflict: conflicted ? { seen, current: alarm } : undefined,
    acceptCurrent: () => {
      setConflicted(false)
      setSeen(alarm)
      mutation.reset()
    },
  }
}
