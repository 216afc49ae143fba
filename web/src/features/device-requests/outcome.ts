import type { DeviceRequest } from '../../api'
import type { deviceRequestWords } from './words'

type Words = (typeof deviceRequestWords)['zh']
export type Tone = 'open' | 'good' | 'bad' | 'neutral'

const wordOf = (words: object, code: string | number | null | undefined): string | undefined =>
  code === null || code === undefined ? undefined : (words as Record<string, string>)[String(code)]

/** How a request stands, in a word and a colour that is never alone. */
export function standing(request: DeviceRequest, words: Words): { word: string; tone: Tone } {
  if (request.open) return { word: wordOf(words.stage, request.stage) ?? request.stage, tone: 'open' }
  const executed = request.exe_rtn ?? 1
  if (request.stage === 'completed') {
    return executed === 1
      ? { word: words.stage.completed, tone: 'good' }
      : { word: words.failed, tone: 'bad' }
  }
  const word = wordOf(words.stage, request.stage) ?? request.stage
  return { word, tone: request.stage === 'cancelled' ? 'neutral' : 'bad' }
}

/** What happened, step by step, in sentences. */
export function story(request: DeviceRequest, words: Words, count: (n: number) => string): string[] {
  const steps: (string | undefined | false)[] = []
  if (request.open && request.stage === 'requested') {
    steps.push(request.attempts ? words.sent(request.attempts) : words.queued)
  }
  if (typeof request.qn_rtn === 'number') {
    steps.push(wordOf(words.qnRtn, request.qn_rtn) ?? words.code(request.qn_rtn))
  }
  if (request.data_frames > 0) steps.push(words.frames(count(request.data_frames)))
  if (request.stage === 'completed') {
    const result = request.exe_rtn
    steps.push(
      typeof result === 'number' ? (wordOf(words.exeRtn, result) ?? words.code(result)) : words.noticed,
    )
  }
  steps.push(wordOf(words.awaited, request.awaited), wordOf(words.cause, request.cause))
  return steps.filter((step): step is string => typeof step === 'string')
}
