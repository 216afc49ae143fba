import { useCallback, useEffect, useRef, useState } from 'react'
import { useUser } from '../app/SessionProvider'
import { dropDraft, keepDraft, readDraft } from './drafts'

interface Draft<T> {
  value: T
  patch: (change: Partial<T>) => void
  /** Whether it was brought back from an earlier visit. */
  restored: boolean
  /** Forgets it, here and in the browser. */
  drop: () => void
}

/** A form's content that survives a reload; kept apart by account, since duty rooms share computers. */
export function useDraft<T extends object>(name: string, initial: T): Draft<T> {
  const full = `${useUser().id}.${name}`
  const start = useRef(initial)
  const [kept] = useState(() => readDraft<T>(full))
  const [value, setValue] = useState<T>(() => ({ ...initial, ...kept }))
  const [touched, setTouched] = useState(false)
  useEffect(() => {
    if (touched) keepDraft(full, value)
  }, [full, touched, value])
  const patch = useCallback((change: Partial<T>) => {
    setTouched(true)
    setValue((now) => ({ ...now, ...change }))
  }, [])
  const drop = useCallback(() => {
    setTouched(false)
    setValue(start.current)
    dropDraft(full)
  }, [full])
  return { value, patch, restored: kept !== undefined && !touched, drop }
}
