import type { ListRule } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { listWords } from './words'

/** That the list makes nobody immune, and which inspections remain. */
export function Remaining({ rule }: { rule: ListRule | null | undefined }) {
  const words = useWords(listWords)
  const { t } = useI18n()
  if (!rule) return null
  const checks = rule.remaining.map((check) => wordFor(words.checks, check)).join(t.common.listSign)
  return (
    <p className="list-immune">
      <strong>{words.notImmune}</strong> {words.remaining(checks)}
    </p>
  )
}
