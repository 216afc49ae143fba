import { Link } from 'wouter'
import type { TracingCandidate, TracingDetail, TracingReason } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { Facts, Panel } from '../../ui/page'
import { airWords } from './airWords'
import { keyOf, linesOf, nameOf, percent, type ThingKey } from './parts'
import { tracingWords } from './words'

type AirWords = (typeof airWords)['zh']

/** Less probable ones are only counted. */
const LEAST = 0.01
/** And no more lines than this. */
const LINES = 10

type Ranking = NonNullable<TracingDetail['ranking']>

/** Who may be the source, the most probable first, with bars. */
export function RankingPanel({
  ranking,
  selected,
  onSelect,
}: {
  ranking: Ranking
  selected: ThingKey | undefined
  onSelect: (key: ThingKey) => void
}) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  const lines = linesOf(ranking)
  const shown = lines.filter(
    ({ key, probability }, i) => (i < LINES && probability >= LEAST) || i < 3 || key === selected,
  )
  const hidden = lines.length - shown.length
  return (
    <Panel title={words.ranking} extra={<span className="caption">{words.rankingHint}</span>}>
      <ol className="tracing-lines">
        {shown.map(({ key, thing, probability }) => (
          <li key={key}>
            <button
              type="button"
              className="tracing-line"
              aria-pressed={key === selected}
              data-thing={key}
              onClick={() => onSelect(key)}
            >
              <span className={`tracing-name tracing-name-${thing.kind}`}>
                {nameOf(thing, name, words.thing)}
              </span>
              <b className="tracing-percent">{percent(probability)}</b>
              <span className="tracing-bar" aria-hidden="true">
                <i className={`tracing-fill-${thing.kind}`} style={{ width: `${probability * 100}%` }} />
              </span>
            </button>
          </li>
        ))}
      </ol>
      {hidden > 0 && <p className="caption">{words.more(String(hidden))}</p>}
    </Panel>
  )
}

/** What speaks for and against the chosen one, in words with figures. */
export function ChosenPanel({ ranking, selected }: { ranking: Ranking; selected: ThingKey }) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  const candidate = ranking.candidates.find(
    ({ enterprise }) => keyOf({ kind: 'enterprise', enterprise }) === selected,
  )
  if (candidate) {
    return (
      <Panel
        title={name(candidate.enterprise)}
        extra={
          candidate.visible && (
            <Link href={`/enterprises/${candidate.enterprise.code}`} className="link">
              {words.enterprisePage}
            </Link>
          )
        }
      >
        <CandidateFacts candidate={candidate} />
        <h3>{words.forAgainst}</h3>
        {candidate.reasons.length === 0 && <p className="secondary">{words.noReasons}</p>}
        <ul className="tracing-reasons">
          {candidate.reasons.map((reason) => (
            <Reason key={reason.station.code} reason={reason} />
          ))}
        </ul>
      </Panel>
    )
  }
  const free = ranking.unregistered
  if (selected === 'unregistered') {
    return (
      <Panel title={words.thing.unregistered}>
        {free.radius_m !== null && free.radius_m !== undefined && (
          <p>{words.unregisteredText(figure(Math.round(free.radius_m)))}</p>
        )}
        <Facts items={[[words.rate, <RateText key="rate" rate={free.rate} />]]} />
      </Panel>
    )
  }
  return (
    <Panel title={words.thing.nobody}>
      <p>{words.nobodyText}</p>
    </Panel>
  )
}

function releaseOf({ stack_m: stack, rise_m: rise }: TracingCandidate, words: AirWords): string {
  if (stack === null || stack === undefined) return words.releaseUnknown
  return rise === null || rise === undefined
    ? words.releaseStack(figure(stack))
    : words.releaseRise(figure(stack), figure(rise))
}

function CandidateFacts({ candidate }: { candidate: TracingCandidate }) {
  const words = useWords(tracingWords)
  const air = useWords(airWords)
  const { still_s: still } = candidate
  const power =
    still === null || still === undefined
      ? words.powerUnknown
      : still > 0
        ? words.powerStill(figure(still / 3_600))
        : words.powerWorked
  return (
    <Facts
      items={[
        [words.rate, <RateText key="rate" rate={candidate.rate} />],
        [words.reach, words.reachText(percent(candidate.in_reach))],
        [air.release, releaseOf(candidate, air)],
        [words.power, power],
        !candidate.has_outlet && [words.place, words.gate],
      ]}
    />
  )
}

function RateText({ rate }: { rate: TracingCandidate['rate'] }) {
  const words = useWords(tracingWords)
  if (!rate) return <span className="secondary">{words.noRate}</span>
  return <>{words.rateText(figure(rate.middle), figure(rate.low), figure(rate.high))}</>
}

/** Weaker evidence than this says nothing: a likelihood's ratio of five to four. */
const TELLS = 0.2

function Reason({ reason }: { reason: TracingReason }) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  const side = reason.weight > TELLS ? 'for' : reason.weight < -TELLS ? 'against' : 'neutral'
  const word = { for: words.supports, against: words.opposes, neutral: words.neutral }[side]
  const text =
    reason.stretches > 0
      ? words.reasonReached(
          String(reason.stretches),
          figure(reason.measured),
          figure(reason.expected),
          figure(reason.elsewhere),
        )
      : words.reasonNotReached(figure(reason.elsewhere))
  return (
    <li className={`tracing-reason tracing-reason-${side}`}>
      <strong>{word}</strong> {name(reason.station)}
      <p>{text}</p>
    </li>
  )
}
