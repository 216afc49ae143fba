import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { server } from '../api'
import { Live, type LiveState } from './live'

const Context = createContext<Live | undefined>(undefined)

export function LiveProvider({ children, on }: { children: ReactNode; on: boolean }) {
  const queries = useQueryClient()
  const [live] = useState(() => new Live(queries))
  useEffect(() => {
    void server().then(
      (info) => live.setClock(info.now, info.speed),
      () => undefined,
    )
  }, [live])
  useEffect(() => {
    if (!on) return
    live.start()
    return () => live.stop()
  }, [live, on])
  return <Context value={live}>{children}</Context>
}

function useLive(): Live {
  const live = useContext(Context)
  if (!live) throw new Error('useLive outside its provider')
  return live
}

/** The server's time, ms, floored to `step`; the component is drawn again when it changes. */
export function useNow(step = 60_000): number {
  const live = useLive()
  const read = () => Math.floor(live.now() / step) * step
  return useSyncExternalStore((changed) => {
    const stop = live.subscribe(changed)
    const timer = setInterval(changed, 1_000)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, read)
}

/** The server's time at this moment, ms, for handlers. */
export function useClock(): () => number {
  const live = useLive()
  return () => live.now()
}

export const useSpeed = (): number => {
  const live = useLive()
  return useSyncExternalStore(live.subscribe, () => live.speed())
}

export const useConnection = (): LiveState => {
  const live = useLive()
  return useSyncExternalStore(live.subscribe, live.connection)
}

/** Alarms raised in the last seconds, by id. */
export const useFreshAlarms = (): ReadonlySet<string> => {
  const live = useLive()
  return useSyncExternalStore(live.subscribe, live.freshAlarms)
}
