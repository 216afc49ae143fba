import { useEffect, useState, type RefObject } from 'react'

/**
 * Moves through a list with j / k and the arrows, opens with Enter, and puts `/` into the search field. `more` is given
 * every other key with the place of the mark, and says whether it was one of its own.
 */
export function useQueueKeys(
  count: number,
  open: (at: number) => void,
  search: RefObject<HTMLElement | null>,
  more: (key: string, at: number) => boolean,
): number {
  const [at, setAt] = useState(-1)
  const bounded = Math.min(at, count - 1)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      const busy = target.closest('input, textarea, select, [role="combobox"], [role="dialog"], .ant-select')
      if (busy || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'j' || event.key === 'ArrowDown') setAt(Math.min(bounded + 1, count - 1))
      else if (event.key === 'k' || event.key === 'ArrowUp') setAt(Math.max(bounded - 1, 0))
      else if (event.key === 'Enter' && bounded >= 0 && !target.closest('a, button')) open(bounded)
      else if (event.key === '/')
        search.current?.querySelector<HTMLInputElement>('input:not([type="radio"])')?.focus()
      else if (!more(event.key, bounded)) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [bounded, count, more, open, search])
  return bounded
}
