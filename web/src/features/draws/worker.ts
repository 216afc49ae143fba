/** Verifies beside the page, which stays alive however large the record is. */
import { verifyDraw } from '../../lib/draw'
import type { Answer, Question } from './verifying'

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  const { number, bytes, kept } = data
  let answer: Answer
  try {
    answer = { number, report: verifyDraw(bytes, kept) }
  } catch (error) {
    answer = { number, failed: error instanceof Error ? error.message : String(error) }
  }
  postMessage(answer)
})
