import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { ApiError, session as sessions, setCsrfToken, type Role, type Session, type User } from '../api'

interface SessionState {
  /** Undefined while it is being asked, null where nobody is signed in. */
  session: Session | null | undefined
  error: Error | null
  /** Whether it ended without being asked to: by time, or in another tab. */
  expired: boolean
  retry: () => void
  signIn: (login: string, password: string) => Promise<void>
  signOut: () => Promise<void>
}

const Context = createContext<SessionState | undefined>(undefined)
const KEY = ['session']

/** Nobody is signed in any more: nothing that was fetched for them stays. */
function forget(queries: QueryClient): void {
  queries.setQueryData(KEY, null)
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] })
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: KEY,
    queryFn: async (): Promise<Session | null> => {
      try {
        const found = await sessions.current()
        setCsrfToken(found.csrf_token)
        return found
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null
        throw error
      }
    },
    staleTime: Infinity,
  })
  const [expired, setExpired] = useState(false)
  useEffect(() => {
    const onRefusal = (error: unknown) => {
      if (!(error instanceof ApiError) || error.status !== 401 || !queries.getQueryData(KEY)) return
      setExpired(true)
      forget(queries)
    }
    // The action and not the state: a query keeps its last error while it is fetched again.
    const stops = [
      queries.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') onRefusal(event.action.error)
      }),
      queries.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') onRefusal(event.action.error)
      }),
    ]
    return () => stops.forEach((stop) => stop())
  }, [queries])
  const signIn = useCallback(
    async (login: string, password: string) => {
      const session = await sessions.signIn(login, password)
      setCsrfToken(session.csrf_token)
      setExpired(false)
      queries.setQueryData(KEY, session)
    },
    [queries],
  )
  const signOut = useCallback(async () => {
    await sessions.signOut()
    setExpired(false)
    forget(queries)
  }, [queries])
  const { data, error, refetch } = query
  const value = useMemo<SessionState>(
    () => ({ session: data, error, expired, retry: () => void refetch(), signIn, signOut }),
    [data, error, expired, refetch, signIn, signOut],
  )
  return <Context value={value}>{children}</Context>
}

export function useSession(): SessionState {
  const value = useContext(Context)
  if (!value) throw new Error('useSession outside its provider')
  return value
}

/** Who is signed in; only below the sign-in gate. */
export function useUser(): User {
  const { session } = useSession()
  if (!session) throw new Error('useUser without a session')
  return session.user
}

export const useRole = (): Role => useUser().role
