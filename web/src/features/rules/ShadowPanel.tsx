import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { rules, type ShadowReport } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { SeverityTag } from '../../ui/tags'
import { Figures } from './Figures'
import { Sheet } from './Sheet'
import { ruleWords } from './words'

/** What a rule in shadow would have raised, beside what was raised. */
export function ShadowPanel({ id }: { id: string }) {
  const words = useWords(ruleWords)
  const detail = useQuery({
    queryKey: ['rules', 'one', id],
    queryFn: () => rules.one(id),
    refetchInterval: 30_000,
  })
  return (
    <Panel
      title={`${words.shadowTitle} · ${id}`}
      extra={<span className="caption">{words.shadowHint}</span>}
      className="panel-table"
    >
      <Loaded query={detail}>{({ shadow }) => <Comparison report={shadow} />}</Loaded>
    </Panel>
  )
}

function Comparison({ report }: { report: ShadowReport }) {
  const words = useWords(ruleWords)
  const figures = [
    ['would-raise', words.wouldRaise, report.would_raise],
    ['raised', words.raised, report.raised],
    ['appears', words.appears, report.appears_count],
    ['vanishes', words.vanishes, report.vanishes_count],
  ] as const
  const isSame = report.appears_count === 0 && report.vanishes_count === 0
  return (
    <>
      <p className="caption rule-pad">
        {words.shadowSpan(dateTime(report.from), dateTime(report.to))}
        {report.only_counted > 0 && ` · ${words.onlyCounted(count(report.only_counted))}`}
      </p>
      <Figures figures={figures} />
      {isSame ? (
        <EmptyNote title={words.noDifference}>{words.noDifferenceHint}</EmptyNote>
      ) : (
        <Differences report={report} />
      )}
    </>
  )
}

function Differences({ report }: { report: ShadowReport }) {
  const words = useWords(ruleWords)
  const { t, name } = useI18n()
  return (
    <Sheet label={words.shadowTitle}>
      <thead>
        <tr>
          <th scope="col">{words.column.state}</th>
          <th scope="col">{words.column.subject}</th>
          <th scope="col">{words.column.severity}</th>
          <th scope="col">{words.column.time}</th>
          <th scope="col">{words.column.outcome}</th>
        </tr>
      </thead>
      <tbody>
        {report.appears.map((episode) => (
          <tr key={`${episode.subject.id} ${episode.factor ?? ''} ${episode.began}`}>
            <td className="nowrap">＋ {words.appears}</td>
            <td>
              {name(episode.subject)} <span className="caption mono">{episode.factor}</span>
            </td>
            <td>
              <SeverityTag severity={episode.severity} />
            </td>
            <td className="nowrap">{dateTime(episode.began)}</td>
            <td>{episode.ended ? words.ended : words.ongoing}</td>
          </tr>
        ))}
        {report.vanishes.map((alarm) => (
          <tr key={alarm.id}>
            <td className="nowrap">－ {words.vanishes}</td>
            <td>
              {name(alarm.subject)} <Link href={`/alarms/${alarm.id}`}>{alarm.id}</Link>
            </td>
            <td>
              <SeverityTag severity={alarm.severity} />
            </td>
            <td className="nowrap">{dateTime(alarm.raised_at)}</td>
            <td>{alarm.outcome ? wordFor(t.outcome, alarm.outcome) : <span className="faint">—</span>}</td>
          </tr>
        ))}
      </tbody>
    </Sheet>
  )
}
