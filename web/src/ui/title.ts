import { useEffect } from 'react'
import { useI18n } from '../i18n'

/** Names the browser's tab and history entry after what the page shows. */
export function useTitle(text: string): void {
  const { t } = useI18n()
  useEffect(() => {
    document.title = `${text} · ${t.product}`
  }, [text, t.product])
}
