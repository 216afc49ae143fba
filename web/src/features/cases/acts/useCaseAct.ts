import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, cases, type CaseAct, type CaseDetail } from '../../../api'
import { useWords } from '../../../i18n'
import { uuid } from '../../../lib/random'
import { actWords } from './words'

/**
 * Acts in a case against the version that the form was opened with. What somebody else did meanwhile is shown as a
 * conflict and never overwritten; one attempt has one key, so a double click acts once.
 */
export function useCaseAct(file: CaseDetail, after: () => void) {
  const words = useWords(actWords)
  const queries = useQueryClient()
  const { message } = App.useApp()
  const key = useRef(uuid())
  const [seen, setSeen] = useState(file)
  const [conflicted, setConflicted] = useState(false)
  const mutation = useMutation({
    mutationFn: (body: CaseAct) => cases.act(file.summary.id, body, seen.version, key.current),
    onSuccess: (updated) => {
      key.current = uuid()
      queries.setQueryData(['case', file.summary.id], updated)
      void queries.invalidateQueries({ queryKey: ['cases'] })
      void queries.invalidateQueries({ queryKey: ['case-law', file.summary.id] })
      void message.success(words.done)
      after()
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) return
      key.current = uuid()
      if (error.status === 409) {
        setConflicted(true)
        void queries.invalidateQueries({ queryKey: ['case', file.summary.id] })
      }
    },
  })
  return {
    send: mutation.mutate,
    busy: mutation.isPending,
    error: conflicted ? null : mutation.error,
    /** What happened since the form was opened. */
    since: conflicted ? file.timeline.slice(seen.version) : undefined,
    acceptCurrent: () => {
      setConflicted(false)
      setSeen(file)
      mutation.reset()
    },
  }
}
