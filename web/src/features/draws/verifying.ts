import type { Report } from '../../lib/draw'

export interface Question {
  number: number
  bytes: Uint8Array
  kept?: string
}

export type Answer = { number: number; report: Report } | { number: number; failed: string }

let worker: Worker | undefined
let asked = 0

/** Verifies the bytes of a record in the browser, beside the page. */
export function verifyAside(bytes: Uint8Array, kept?: string): Promise<Report> {
  worker ??= new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const asking = worker
  const number = ++asked
  return new Promise((resolve, reject) => {
    const done = () => {
      asking.removeEventListener('message', heard)
      asking.removeEventListener('error', broken)
    }
    const heard = ({ data }: MessageEvent<Answer>) => {
      if (data.number !== number) return
      done()
      if ('report' in data) resolve(data.report)
      else reject(new Error(data.failed))
    }
    const broken = (event: ErrorEvent) => {
      done()
      worker = undefined
      reject(new Error(event.message || 'worker'))
    }
    asking.addEventListener('message', heard)
    asking.addEventListener('error', broken)
    const question: Question = { number, bytes, kept }
    asking.postMessage(question)
  })
}
