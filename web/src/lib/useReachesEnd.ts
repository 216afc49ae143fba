import { useCallback, useEffect, useRef } from 'react'

/** Calls `more` when the element comes within a screen of the window: lists go on by themselves. */
export function useReachesEnd(more: () => unknown): (element: HTMLElement | null) => void {
  const latest = useRef(more)
  useEffect(() => {
    latest.current = more
  })
  const observer = useRef<IntersectionObserver>(undefined)
  return useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect()
    if (!element) return
    observer.current = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current()
      },
      { rootMargin: '600px' },
    )
    observer.current.observe(element)
  }, [])
}
