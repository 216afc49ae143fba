import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useEffect, useMemo, type ReactNode } from 'react'
import { ApiError, session as sessions, setCsrfToken, type Role, type Session, type User } from '../api'

interface SessionState {
  /** Undefined while it is being asked, null where nobody is signed in. */
  session: Session | null | undefined
  error: Error | null
  retry: () => void
  signIn: (login: string, password: string) => Promise<void>
  signOut: () => Promise<void>
}

const Context = createContext<SessionState | undefined>(undefined)
const KEY = ['session']

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
  useEffect(
    () =>
      queries.getQueryCache().subscribe((event) => {
        const error: unknown = event.query.state.error
        if (event.type === 'updated' && error instanceof ApiError && error.status === 401) {
          queries.setQueryData(KEY, null)
        }
      }),
    [queries],
  )
  const signIn = useCallback(
    async (login: string, password: string) => {
      const session = await sessions.signIn(login, password)
      setCsrfToken(session.csrf_token)
      queries.setQueryData(KEY, session)
    },
    [queries],
  )
  const signOut = useCallback(async () => {
    await sessions.signOut()
    queries.clear()
    queries.setQueryData(KEY, null)
  }, [queries])
  const { data, error, refetch } = query
  const value = useMemo<SessionState>(
    () => ({ session: data, error, retry: () => void refetch(), signIn, signOut }),
    [data, error, refetch, signIn, signOut],
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
