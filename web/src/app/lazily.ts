import { lazy, type ComponentType } from 'react'
import { server } from '../api'

const KEY = 'jingwei.reloaded'
/** A part that still does not load so soon after a reload will not load at all. */
const ONCE_IN_MS = 30_000
const ASK_EVERY_MS = 2_000

/**
 * A part of the pages that is loaded when it is first shown. It may not come: the server is away, or a newer
 * version is served whose parts have other names. Then the page is loaded anew as soon as the server answers;
 * drafts outlive that.
 */
export const lazily = <P extends object>(load: () => Promise<{ default: ComponentType<P> }>) =>
  lazy(() => load().catch(reloadWhenBack))

async function reloadWhenBack(error: unknown): Promise<never> {
  if (Date.now() - Number(sessionStorage.getItem(KEY)) < ONCE_IN_MS) throw error
  while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
  sessionStorage.setItem(KEY, String(Date.now()))
  window.location.reload()
  return new Promise<never>(() => undefined)
}

const answers = (): Promise<boolean> =>
  server().then(
    () => true,
    () => false,
  )
