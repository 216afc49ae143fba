import { App, Button } from 'antd'
import { Link } from 'wouter'
import { alarms, type AlarmDetail, type AlarmReference, type Fact, type MergeProposal } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { dateTime, shortTime } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { IllustrativeTag, StageTag, UnverifiedTag } from '../../ui/tags'
import { mergeWords } from './mergeWords'
import { alarmWords } from './words'

/** Alarms of one cause: with which it is handled, which are handled with it, and what the machine proposes. */
export function MergePanel({ alarm }: { alarm: AlarmDetail }) {
  const words = useWords(alarmWords)
  const { merge, led, proposals } = alarm
  if (!merge && led.length === 0 && proposals.length === 0) return null
  return (
    <Panel title={words.merging} className="merging">
      {merge && (
        <>
          <p>
            {words.handledWith} <Reference alarm={merge.leading} />
          </p>
          {merge.reason && <p className="text">{merge.reason}</p>}
          {merge.facts.length > 0 && <Reasons facts={merge.facts} at={merge.at} />}
          <p className="caption">{words.handledWithHint}</p>
        </>
      )}
      {led.length > 0 && (
        <>
          <p>{words.leads(led.length)}</p>
          <ul className="merging-list">
            {led.map((one) => (
              <li key={one.id}>
                <Reference alarm={one} /> <StageTag stage={one.stage} />
              </li>
            ))}
          </ul>
        </>
      )}
      {proposals.map((proposal) => (
        <Proposal key={`${proposal.leading.id} ${proposal.merged.id}`} proposal={proposal} alarm={alarm} />
      ))}
    </Panel>
  )
}

/** What the machine sees as one cause, why, and the button by which a person says so. */
function Proposal({ proposal, alarm }: { proposal: MergeProposal; alarm: AlarmDetail }) {
  const words = useWords(alarmWords)
  const causeText = useWords(mergeWords)
  const { message } = App.useApp()
  const { leading, merged, facts } = proposal
  const merge = useAttempt(
    (_: null, key: string) => alarms.command(merged.id, 'merge', { into: leading.id }, merged.version, key),
    ['alarm', 'alarms', 'map', 'enterprise', 'ledger'],
    () => void message.success(words.done.merge),
  )
  return (
    <div className="merging-proposal">
      <p>
        <span className="secondary">{causeText.mayExplain}</span>{' '}
        {leading.id === alarm.id ? causeText.thisAlarm : <Reference alarm={leading} />} →{' '}
        {merged.id === alarm.id ? causeText.thisAlarm : <Reference alarm={merged} />}
      </p>
      <Reasons facts={facts} at={merged.began} />
      <p className="caption">
        {words.rule} {proposal.rule} · {proposal.pack} {proposal.unverified && <UnverifiedTag />}{' '}
        {proposal.illustrative && <IllustrativeTag />}
      </p>
      {merge.error && <ProblemNote error={merge.error} />}
      <Button loading={merge.isPending} onClick={() => merge.mutate(null)}>
        {causeText.mergeNow}
      </Button>
    </div>
  )
}

/** The facts of a proposal, as a person would tell them. */
function Reasons({ facts, at }: { facts: Fact[]; at: string }) {
  const causeText = useWords(mergeWords)
  const told = facts.flatMap(({ name, value }) => {
    const say = causeText.mergeFact[name as keyof typeof causeText.mergeFact] as
      ((text: string) => string) | undefined
    if (!say) return []
    return [say(value.type === 'time' ? dateTime(value.time) : value.type === 'text' ? value.text : '')]
  })
  return (
    <p className="merging-reasons">
      {told.join('；')}
      <time className="visually-hidden" dateTime={at} />
    </p>
  )
}

function Reference({ alarm }: { alarm: AlarmReference }) {
  const { t, name } = useI18n()
  return (
    <Link href={`/alarms/${alarm.id}`}>
      {t.kind[alarm.kind]} {alarm.factor && name(alarm.factor)}{' '}
      <span className="caption">
        {name(alarm.subject)} {shortTime(alarm.began, alarm.began)}
      </span>
    </Link>
  )
}
