import type { QueryClient } from '@tanstack/react-query'
import { openStream, type AlarmKind, type Severity, type Stage } from '../api'

/** What a server-sent `alarm` event says. */
export interface AlarmEvent {
  id: string
  version: number
  stage: Stage
  severity: Severity
  kind: AlarmKind
  /** What happened, as in the ledger: `alarm.raised`. */
  event: string
}

export type LiveState =
  { state: 'off' } | { state: 'connecting' } | { state: 'live' } | { state: 'stalled'; since: number }

/** The server says the time every five seconds; three missed ones are a dropped line. */
const SILENCE_MS = 16_000
/** Readings arrive about once a second; pages ask again at most this often. */
const REFRESH_MS = 4_000
/** Between two times that the same is done again because of alarms. */
const BURST_MS = 1_000
/** How long an alarm counts as new, and pulses. */
const FRESH_MS = 8_000

/**
 * The page's one connection to what happens: keeps the server's clock, tells the caches what is stale, and
 * knows when data stopped arriving.
 */
export class Live {
  private source: EventSource | undefined
  private watchdog: ReturnType<typeof setInterval> | undefined
  private readonly listeners = new Set<() => void>()
  private heard = 0
  private refreshed = 0
  private status: LiveState = { state: 'off' }
  private base = { server: Date.now(), local: performance.now(), speed: 1 }
  private fresh = new Map<string, number>()
  private freshIds: ReadonlySet<string> = new Set()
  private readonly asked = new Map<string, number>()
  private readonly waiting = new Set<string>()

  constructor(private readonly queries: QueryClient) {}

  start(): void {
    if (this.source) return
    this.set({ state: 'connecting' })
    const source = openStream()
    this.source = source
    source.onopen = () => this.hear()
    source.onerror = () => this.check()
    source.addEventListener('clock', (event) => {
      const { now, speed } = JSON.parse(event.data as string) as { now: string; speed: number }
      this.setClock(now, speed)
      this.hear()
    })
    source.addEventListener('alarm', (event) => {
      this.hear()
      this.onAlarm(JSON.parse(event.data as string) as AlarmEvent)
    })
    source.addEventListener('device_request', () => {
      this.hear()
      for (const key of ['device-requests', 'gaps', 'ledger']) this.stale(key)
    })
    source.addEventListener('readings', () => {
      this.hear()
      this.onReadings()
    })
    source.addEventListener('reminders', () => {
      this.hear()
      this.stale('reminders')
    })
    source.addEventListener('register', () => {
      this.hear()
      for (const key of ['map', 'enterprises', 'enterprise', 'outlet', 'loggers']) this.stale(key)
    })
    this.watchdog = setInterval(() => this.check(), 1_000)
  }

  stop(): void {
    this.source?.close()
    this.source = undefined
    clearInterval(this.watchdog)
    this.set({ state: 'off' })
  }

  setClock(now: string, speed: number): void {
    this.base = { server: Date.parse(now), local: performance.now(), speed }
    this.notify()
  }

  /** The server's time now, ms, carried on between its messages. */
  now(): number {
    return this.base.server + (performance.now() - this.base.local) * this.base.speed
  }

  speed(): number {
    return this.base.speed
  }

  connection = (): LiveState => this.status
  freshAlarms = (): ReadonlySet<string> => this.freshIds

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private onAlarm(alarm: AlarmEvent): void {
    if (alarm.event === 'alarm.raised' || alarm.event === 'alarm.recurred') {
      this.fresh.set(alarm.id, performance.now())
      this.soon('fresh', () => this.publishFresh())
    }
    for (const key of ['alarms', 'reminders', 'map', 'enterprise', 'outlet', 'ledger']) this.soonStale(key)
    void this.queries.invalidateQueries({ queryKey: ['alarm', alarm.id] })
  }

  private onReadings(): void {
    if (performance.now() - this.refreshed < REFRESH_MS) return
    this.refreshed = performance.now()
    for (const key of ['map', 'series', 'outlet', 'loggers']) this.stale(key)
  }

  /** Thousands of alarms may come at once: what follows from them is done at most once in a while. */
  private soon(what: string, act: () => void): void {
    const wait = (this.asked.get(what) ?? -BURST_MS) + BURST_MS - performance.now()
    if (this.waiting.has(what)) return
    const now = () => {
      this.waiting.delete(what)
      this.asked.set(what, performance.now())
      act()
    }
    if (wait <= 0) {
      now()
    } else {
      this.waiting.add(what)
      setTimeout(now, wait)
    }
  }

  private soonStale(key: string): void {
    this.soon(key, () => {
      // An answer that is under way would be thrown away, and with thousands of alarms none would ever come.
      if (this.queries.isFetching({ queryKey: [key] }) > 0) this.soonStale(key)
      else this.stale(key)
    })
  }

  private stale(key: string): void {
    void this.queries.invalidateQueries({ queryKey: [key] })
  }

  private hear(): void {
    this.heard = Date.now()
    if (this.status.state !== 'live') {
      if (this.status.state === 'stalled') void this.queries.invalidateQueries()
      this.set({ state: 'live' })
    }
  }

  private check(): void {
    const broken = this.source?.readyState !== EventSource.OPEN
    if (this.heard > 0 && this.status.state === 'live' && (broken || Date.now() - this.heard > SILENCE_MS)) {
      this.set({ state: 'stalled', since: this.now() })
    }
    if (this.source?.readyState === EventSource.CLOSED) this.reopen()
    if ([...this.fresh.values()].some((at) => performance.now() - at > FRESH_MS)) this.publishFresh()
  }

  /** The browser gives up on an answer that is no event stream (a proxy's error page); we do not. */
  private reopen(): void {
    this.source?.close()
    this.source = undefined
    clearInterval(this.watchdog)
    const before = this.status
    setTimeout(() => {
      if (this.status.state === 'off') return
      this.start()
      if (before.state === 'stalled') this.set(before)
    }, 3_000)
  }

  private publishFresh(): void {
    for (const [id, at] of this.fresh) if (performance.now() - at > FRESH_MS) this.fresh.delete(id)
    this.freshIds = new Set(this.fresh.keys())
    this.notify()
  }

  private set(status: LiveState): void {
    this.status = status
    this.notify()
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}
