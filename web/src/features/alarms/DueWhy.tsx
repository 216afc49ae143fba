import type { Due } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { dateTime } from '../../lib/time'
import { Facts } from '../../ui/page'
import { DueText, IllustrativeTag, UnverifiedTag } from '../../ui/tags'
import { alarmWords } from './words'

/** A due time never comes without its reason: rule, version, inputs, steps. */
export function DueWhy({ due }: { due: Due | null | undefined }) {
  const words = useWords(alarmWords)
  const { t, language } = useI18n()
  if (!due) return <p className="secondary">{words.noDue}</p>
  const { why } = due
  return (
    <>
      <p className="due-large">
        <DueText due={due} />
      </p>
      <details className="why">
        <summary>
          {words.why}
          {why.unverified && <UnverifiedTag />}
          {why.illustrative && <IllustrativeTag />}
        </summary>
        <ol>
          {why.steps.map((step, i) => (
            <li key={i}>{step[language]}</li>
          ))}
        </ol>
        <Facts
          items={[
            [words.dueAt, <time key="at" dateTime={due.at}>{`${dateTime(due.at)} ${t.shell.zone}`}</time>],
            [words.rule, why.rule],
            [words.pack, `${why.pack} ${why.version}`],
            [words.source, why.source],
          ]}
        />
      </details>
    </>
  )
}
