import type { MarkingRule } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { spanText, useI18n, useWords } from '../../i18n'
import { clock, date, dateTime, minutesBetween } from '../../lib/time'
import { EmptyNote } from '../../ui/notes'
import { Facts } from '../../ui/page'
import { RuleWhy } from '../statistics/RuleWhy'
import { markingWords } from './words'

/** Little is left to do a day's marking. */
const SOON_MIN = 60

/** Until when a day is marked, as a countdown in words, with the rule that says so. */
export function Deadline({ rule }: { rule: MarkingRule | null | undefined }) {
  const words = useWords(markingWords)
  const { t } = useI18n()
  const now = useNow(10_000)
  if (!rule) return <EmptyNote title={words.noRule}>{words.noRuleHint}</EmptyNote>
  const left = minutesBetween(now, rule.deadline)
  const until = date(now) === date(rule.deadline) ? clock(rule.deadline) : dateTime(rule.deadline)
  const open = rule.open && left >= 0
  return (
    <div className="deadline">
      <p
        className={open ? (left <= SOON_MIN ? 'deadline-soon' : 'deadline-open') : 'secondary'}
        role="status"
      >
        {open ? words.left(spanText(t, left), until) : words.over(until)}
      </p>
      <RuleWhy rules={[rule.rule]}>
        <p>{words.whyMark}</p>
        <p>{words.whyLimit}</p>
        <p>{words.whyUnknown}</p>
        {rule.false_marking && <Facts items={[[words.falseMark, rule.false_marking.source]]} />}
      </RuleWhy>
    </div>
  )
}
