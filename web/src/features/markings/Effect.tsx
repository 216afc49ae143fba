import type { HourEffect } from '../../api'
import { useWords, wordFor } from '../../i18n'
import { IllustrativeTag, UnverifiedTag } from '../../ui/tags'
import { markingWords } from './words'

/** What a marking does to an hour, with the limit and how sure somebody is of it. */
export function Effect({ effect }: { effect: HourEffect }) {
  const words = useWords(markingWords)
  return (
    <span className={`effect effect-${effect.effect}`}>
      {wordFor(words.kind, effect.kind)} · {wordFor(words.effect, effect.effect)}
      {typeof effect.limit_hours === 'number' && (
        <span className="caption"> {words.effectLimit(String(effect.limit_hours))}</span>
      )}
      {effect.rule?.unverified && <UnverifiedTag />}
      {effect.rule?.illustrative && <IllustrativeTag />}
    </span>
  )
}
