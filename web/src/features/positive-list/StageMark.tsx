import type { ListEntry } from '../../api'
import { useWords } from '../../i18n'
import { count } from '../../lib/number'
import { listWords } from './words'

export function StageMark({ entry }: { entry: Pick<ListEntry, 'stage' | 'objections_open' | 'removal'> }) {
  const words = useWords(listWords)
  return (
    <>
      <span className={`list-stage list-stage-${entry.stage}`}>{words.stage[entry.stage]}</span>
      {entry.objections_open > 0 && (
        <div className="caption list-waits">{words.objectionsOpen(count(entry.objections_open))}</div>
      )}
      {entry.removal && <div className="caption list-waits">{words.removalWaits}</div>}
    </>
  )
}
