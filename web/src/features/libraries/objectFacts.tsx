import type { InspectionObject } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { libraryWords } from './words'

/** What nobody has said; never the same as none. */
export function Unknown() {
  const words = useWords(libraryWords)
  return <span className="library-unknown">{words.unknown}</span>
}

export function Listed({
  codes,
  names,
}: {
  codes: string[] | null | undefined
  names: Record<string, string>
}) {
  const words = useWords(libraryWords)
  const { t } = useI18n()
  if (!codes) return <Unknown />
  if (codes.length === 0) return <>{words.none}</>
  return <>{codes.map((code) => wordFor(names, code)).join(t.common.listSign)}</>
}

export function ObjectRecordOf({ record }: { record: InspectionObject['record'] }) {
  const words = useWords(libraryWords)
  if (!record) return <Unknown />
  const numbers = [record.penalties, record.emergencies, record.false_data].map(({ length }) => count(length))
  return (
    <>
      {words.recordOf(numbers[0] ?? '', numbers[1] ?? '', numbers[2] ?? '')}
      <div className="caption">{words.recordUntil(record.known_until)}</div>
    </>
  )
}
