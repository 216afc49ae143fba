import type { ListChecked, ListReport, ListSeen } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { IllustrativeTag, UnverifiedTag } from '../../ui/tags'
import { listWords } from './words'

/** What the machine found, criterion by criterion, and what a person said of what it did not know. */
export function ReportTable({
  report,
  settled = {},
}: {
  report: ListReport
  settled?: Record<string, string>
}) {
  const words = useWords(listWords)
  return <CheckedTable title={words.report(report.day)} checked={report.checked} settled={settled} />
}

export function CheckedTable({
  title,
  checked,
  settled = {},
}: {
  title: string
  checked: ListChecked[]
  settled?: Record<string, string>
}) {
  const words = useWords(listWords)
  const { name } = useI18n()
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.criterion}</th>
            <th scope="col">{words.verdictColumn}</th>
            <th scope="col">{words.seenColumn}</th>
          </tr>
        </thead>
        <tbody>
          {checked.map(({ basis, verdict, seen, name: zh, name_en: en }) => (
            <tr key={basis.rule} data-criterion={basis.rule}>
              <td>
                {name({ name: zh, name_en: en })}{' '}
                {basis.illustrative ? <IllustrativeTag /> : basis.unverified && <UnverifiedTag />}
              </td>
              <td>
                <span className={`list-verdict list-verdict-${verdict}`}>{words.verdict[verdict]}</span>
              </td>
              <td>
                <SeenText seen={seen} />
                {settled[basis.rule] && (
                  <div className="caption">{words.settled(settled[basis.rule] ?? '')}</div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SeenText({ seen }: { seen: ListSeen }) {
  const words = useWords(listWords)
  const { t } = useI18n()
  const { seen: say } = words
  if (typeof seen === 'string') return <>{say[seen]}</>
  if ('record_of' in seen) return <>{say.record_of(seen.record_of)}</>
  if ('days' in seen) return <>{seen.days.join(t.common.listSign)}</>
  if ('none_since' in seen) return <>{say.none_since(seen.none_since)}</>
  if ('permit' in seen) return <>{say.permit(wordFor(words.permits, seen.permit))}</>
  if ('score' in seen) return <>{say.score(count(seen.score))}</>
  if ('alarms' in seen && seen.alarms.length === 0) return <>{say.noAlarms}</>
  if ('alarms' in seen) return <>{say.alarms(seen.alarms.join(t.common.listSign))}</>
  if ('alarms_since' in seen)
    return <>{say.alarms_since(count(seen.alarms_since[0]), seen.alarms_since[1])}</>
  if ('per_mille' in seen) return <>{say.per_mille((seen.per_mille / 10).toFixed(1))}</>
  if ('trade' in seen) return <>{say.trade(seen.trade)}</>
  return (
    <>
      {seen.recognised.length > 0
        ? say.recognised(seen.recognised.join(t.common.listSign))
        : say.recognisedNone}
    </>
  )
}
