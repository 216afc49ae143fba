import type { Dictionary } from '../../i18n/zh'
import type { StatisticsWords } from './words'

/** Why an hour does not count, in words; the code itself where none is known. */
export function reasonText(t: Dictionary, words: StatisticsWords, code: string): string {
  if (code.startsWith('mark_')) {
    const mark = code.slice(5)
    const known: Record<string, string> = t.mark
    return `${words.mark} ${mark} ${known[mark] ?? words.unknownMark}`
  }
  const own: Record<string, string> = words.reason
  const problems: Record<string, string> = t.problem
  return own[code] ?? problems[code] ?? code
}
