import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'wouter'
import { tracings, type TracingDetail, type TracingRemark } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count, figure } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { ProblemNote } from '../../ui/notes'
import { Facts, Panel } from '../../ui/page'
import { nameOf, percent } from './parts'
import { tracingWords, type RemarkFigures } from './words'

/** What a ranking rests on: what was assumed and is missing, the frozen data, and whether it can be made again. */
export function BasisPanel({ one }: { one: TracingDetail }) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  const version = one.versions[one.shown]
  return (
    <Panel title={words.basis}>
      <div className="tracing-basis">
        <div>
          <h3>{words.missing}</h3>
          {one.missing.length === 0 ? (
            <p className="secondary">{words.nothingMissing}</p>
          ) : (
            <Remarks remarks={one.missing} className="tracing-missing" />
          )}
          <h3>{words.assumed}</h3>
          <Remarks remarks={one.assumed} />
          {one.ranking && <p className="caption">{words.trust(percent(one.ranking.trust))}</p>}
        </div>
        <div>
          <h3>{words.stations}</h3>
          <ul className="plain-list">
            {one.instruments.map(({ station, granularity, values }) => (
              <li key={station.code}>
                <span>{name(station)}</span>
                <span className="caption">
                  {wordFor(words.granularity, granularity)} · {words.values(count(values))}
                </span>
              </li>
            ))}
          </ul>
          <p className="caption">
            {words.record} {words.span(dateTime(one.from), dateTime(one.to))}
          </p>
          {version && (
            <Facts
              items={[
                [
                  words.input,
                  <span key="input" className="mono tracing-hash">
                    {version.input}
                  </span>,
                ],
                version.method && [words.method, version.method],
              ]}
            />
          )}
          <CheckAgain one={one} />
        </div>
      </div>
    </Panel>
  )
}

/** What was taken or is missing, in words. */
export function Remarks({ remarks, className = '' }: { remarks: TracingRemark[]; className?: string }) {
  const words = useWords(tracingWords)
  const { t, name } = useI18n()
  const makers: Record<string, ((figures: RemarkFigures) => string) | undefined> = words.remark
  const text = (remark: TracingRemark) =>
    makers[remark.code]?.({
      metres: remark.taken_m === null || remark.taken_m === undefined ? '' : figure(remark.taken_m),
      celsius: String(remark.taken_celsius ?? ''),
      count: String(remark.count ?? ''),
      percent: `${remark.percent ?? ''} %`,
      stations: remark.stations.map(name).join(t.common.listSign),
    }) ?? remark.code
  return (
    <ul className={`tracing-remarks ${className}`}>
      {remarks.map((remark) => (
        <li key={remark.code}>{text(remark)}</li>
      ))}
    </ul>
  )
}

function CheckAgain({ one }: { one: TracingDetail }) {
  const words = useWords(tracingWords)
  const check = useMutation({ mutationFn: () => tracings.check(one.id, one.shown) })
  const { data } = check
  return (
    <div className="tracing-check">
      <a href={tracings.inputUrl(one.id, one.shown)} className="link">
        {words.inputFile}
      </a>
      {one.ranking && (
        <Button title={words.checkHint} loading={check.isPending} onClick={() => check.mutate()}>
          {words.check}
        </Button>
      )}
      {check.error && <ProblemNote error={check.error} />}
      {data && (
        <p role="status" className={`tracing-checked tracing-checked-${data.result}`}>
          {words.checked[data.result as keyof typeof words.checked]}
          {data.result === 'differs' &&
            words.differs(figure(data.most ?? 0), data.method ?? '', data.method_now)}
        </p>
      )}
    </div>
  )
}

/** Former rankings, each with what was first in it. */
export function VersionsPanel({ one }: { one: TracingDetail }) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  if (one.versions.length < 2) return null
  return (
    <Panel title={words.versions}>
      <ul className="plain-list">
        {one.versions.map((version) => (
          <li key={version.number}>
            <Link
              href={`/tracing/${one.id}?version=${version.number}`}
              aria-current={version.number === one.shown ? 'true' : undefined}
              className="link"
            >
              {words.version(version.number + 1)} · {wordFor(words.cause, version.cause)}
            </Link>
            <span>
              {version.first
                ? `${nameOf(version.first.thing, name, words.thing)} ${percent(version.first.probability)}`
                : words.stage[version.state as keyof typeof words.stage]}{' '}
              <span className="caption">{dateTime(version.at)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
