import { Progress as Bar } from 'antd'
import { useI18n, useWords } from '../../../i18n'
import { count } from '../../../lib/number'
import type { Progress } from '../groups'
import { groupWords } from '../groupWords'

/** How far an act on a group is, and why some of its alarms were left. `all`: to how many it was to be given. */
export function GroupProgress({ progress: { done, refused }, all }: { progress: Progress; all: number }) {
  const words = useWords(groupWords)
  const { language } = useI18n()
  const seen = done + refused.reduce((sum, { count: many }) => sum + many, 0)
  return (
    <div role="status">
      <Bar
        percent={all > 0 ? Math.min(100, Math.round((seen / all) * 100)) : 100}
        aria-label={words.groupAct}
      />
      <p>{words.groupDone(count(done))}</p>
      {refused.map((reason) => (
        <p key={reason.code} className="secondary">
          {words.groupRefused(count(reason.count), reason[language])}
        </p>
      ))}
    </div>
  )
}
