import type { CaseDetail, CaseProposal, CaseRungReason } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { dateTime } from '../../lib/time'
import { Sources } from './marks'
import { caseWords } from './words'

/** On which rung the case stands, and why. */
export function TierView({ tier }: { tier: CaseDetail['tier'] }) {
  const words = useWords(caseWords)
  if (!tier) return <p className="secondary">{words.tierNone}</p>
  return (
    <>
      <p className="case-rung">
        <strong>{wordFor(words.rung, tier.rung)}</strong>{' '}
        <span className="caption">
          {tier.by.name || tier.by.id} · {dateTime(tier.at)}
        </span>
      </p>
      {tier.reason && (
        <p>
          {words.departs}: {tier.reason}
        </p>
      )}
      <ProposalView proposal={tier.proposal} />
    </>
  )
}

/** What the machine proposes, with its reasons and with what it does not know. */
export function ProposalView({ proposal }: { proposal: CaseProposal }) {
  const words = useWords(caseWords)
  const { name } = useI18n()
  const value = (text: string) => (text === 'true' ? words.yes : text === 'false' ? words.no : text)
  return (
    <div className="case-proposal">
      <p>
        {words.proposed}: <strong>{wordFor(words.rung, proposal.rung)}</strong>
        {proposal.reasons.length === 0 && <span className="caption"> · {words.noRule}</span>}
      </p>
      <Reasons reasons={proposal.reasons} />
      {proposal.open.length > 0 && (
        <details>
          <summary className="caption">{`${words.openRules} (${proposal.open.length})`}</summary>
          <Reasons reasons={proposal.open} />
        </details>
      )}
      {proposal.facts.length > 0 && (
        <details>
          <summary className="caption">{`${words.knownFacts} (${proposal.facts.length})`}</summary>
          <ul className="case-known">
            {proposal.facts.map((fact) => (
              <li key={fact.fact.code}>
                {name(fact.fact)}: <b>{value(fact.value)}</b>{' '}
                <span className="caption">
                  {wordFor(words.factSource, fact.source)}
                  {fact.cases.length > 0 && ` ${fact.cases.join(', ')}`}
                  {fact.reason && ` · ${fact.reason}`}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function Reasons({ reasons }: { reasons: CaseRungReason[] }) {
  const words = useWords(caseWords)
  const { language, name } = useI18n()
  return (
    <ul className="case-reasons">
      {reasons.map((reason, i) => (
        <li key={i}>
          {wordFor(words.rung, reason.rung)}: {language === 'en' ? reason.text_en : reason.text}
          {reason.unknown.length > 0 && (
            <span className="caption">
              {' '}
              · {words.missing}: {reason.unknown.map((fact) => name(fact)).join('、')}
            </span>
          )}
          <Sources sources={[reason.basis]} />
        </li>
      ))}
    </ul>
  )
}
