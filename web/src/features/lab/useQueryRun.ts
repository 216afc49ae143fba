import { useEffect, useRef, useState } from 'react'
import { lab, type LabAnswer } from '../../api'
import { uuid } from '../../lib/random'

interface Running {
  id: string
  scanned: number
  elapsed_ms: number
}

/** Runs one query at a time, follows it, and cancels it on request or when the page goes. */
export function useQueryRun() {
  const [running, setRunning] = useState<Running>()
  const [answered, setAnswered] = useState<{ text: string; answer: LabAnswer }>()
  const [error, setError] = useState<Error>()
  const current = useRef<{ id: string; abort: AbortController }>(undefined)
  useEffect(() => () => current.current?.abort.abort(), [])

  async function run(text: string): Promise<boolean> {
    const mine = { id: uuid(), abort: new AbortController() }
    current.current?.abort.abort()
    current.current = mine
    setError(undefined)
    setRunning({ id: mine.id, scanned: 0, elapsed_ms: 0 })
    const timer = window.setInterval(() => {
      void lab.progress(mine.id).then(
        (told) => told.running && setRunning({ id: mine.id, ...told }),
        () => undefined,
      )
    }, 1_000)
    try {
      const given = await lab.run(mine.id, text, mine.abort.signal)
      if (current.current === mine) setAnswered({ text, answer: given })
      return true
    } catch (problem) {
      if (current.current === mine && problem instanceof Error && problem.name !== 'AbortError')
        setError(problem)
      return false
    } finally {
      window.clearInterval(timer)
      if (current.current === mine) setRunning(undefined)
    }
  }

  function cancel() {
    if (current.current && running) void lab.cancel(current.current.id)
  }

  return { run, cancel, running, answered, error }
}
