import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useWords } from '../../i18n'
import { count } from '../../lib/number'
import { importWords } from './words'

/** How long a check has been going on, and the way out of it. */
export function Checking({ onGiveUp }: { onGiveUp: () => void }) {
  const words = useWords(importWords)
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const ticking = setInterval(() => setSeconds((before) => before + 1), 1_000)
    return () => clearInterval(ticking)
  }, [])
  return (
    <p className="import-progress">
      {/* Told once: a screen reader need not hear every second. */}
      <span aria-hidden="true">{words.checking(count(seconds))} </span>
      <span className="visually-hidden" role="status">
        {words.checking(count(0))}
      </span>
      <Button size="small" onClick={onGiveUp}>
        {words.giveUp}
      </Button>
    </p>
  )
}
