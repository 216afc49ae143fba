import type { ReactNode } from 'react'
import type { RuleBasis } from '../../api'
import { useWords } from '../../i18n'
import { Facts } from '../../ui/page'
import { IllustrativeTag, UnverifiedTag } from '../../ui/tags'
import { statisticsWords } from './words'

/** A figure never comes without its reason: what it is, by which rule of which pack. */
export function RuleWhy({ rules, children }: { rules: RuleBasis[]; children?: ReactNode }) {
  const words = useWords(statisticsWords)
  return (
    <details className="why">
      <summary>
        {words.why}
        {rules.some((rule) => rule.unverified) && <UnverifiedTag />}
        {rules.some((rule) => rule.illustrative) && <IllustrativeTag />}
      </summary>
      {children}
      {rules.length === 0 && <p className="secondary">{words.noRule}</p>}
      {rules.map((rule) => (
        <Facts
          key={`${rule.pack} ${rule.rule}`}
          items={[
            [words.rule, rule.rule],
            [words.pack, `${rule.pack} ${rule.version}`],
            [words.source, rule.source],
          ]}
        />
      ))}
    </details>
  )
}
