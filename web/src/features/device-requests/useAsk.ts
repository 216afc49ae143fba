import { deviceRequests } from '../../api'
import { useAttempt } from '../../lib/useAttempt'

/** What a request to a device changes. */
export const STALE = ['device-requests', 'ledger']

/** Sends a request. */
export function useAsk(mn: string, after?: () => void) {
  return useAttempt(
    (body: { kind: string; values: Record<string, string>; reason?: string }, key: string) =>
      deviceRequests.ask(mn, body, key),
    STALE,
    after,
  )
}
