import { Link } from 'wouter'
import type { AlarmSummary, OutletInfo } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { Panel } from '../../ui/page'
import { AlarmTitle, DueText, StageTag, UnverifiedTag } from '../../ui/tags'
import { monitoringWords } from './words'

export function OpenAlarmsPanel({ alarms }: { alarms: AlarmSummary[] }) {
  const words = useWords(monitoringWords)
  return (
    <Panel title={words.openAlarms}>
      {alarms.length === 0 && <p className="secondary">{words.noAlarms}</p>}
      <ul className="plain-list">
        {alarms.map((alarm) => (
          <li key={alarm.id}>
            <span className="item-line">
              <Link href={`/alarms/${alarm.id}`}>
                <AlarmTitle alarm={alarm} />
              </Link>
              <StageTag stage={alarm.stage} />
            </span>
            <DueText due={alarm.due} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const RELEASE = ['height_m', 'diameter_m', 'exhaust_celsius', 'exhaust_m_s'] as const

/** Height, width, warmth and speed of what leaves it, as far as the register tells. */
export function ReleasePanel({ outlet }: { outlet: OutletInfo }) {
  const words = useWords(monitoringWords)
  const { t, name } = useI18n()
  const { release } = outlet
  if (!release) return null
  const known = RELEASE.flatMap((key) => {
    const value = release[key]
    return value === null || value === undefined ? [] : words.releaseOf[key](figure(value))
  })
  const shares = release.profile.map(({ factor, share }) => `${name(factor)} ${figure(share * 100)} %`)
  return (
    <Panel title={words.release}>
      <p>{known.join(t.common.listSign)}</p>
      {shares.length > 0 && (
        <p>
          {words.profile} {shares.join(t.common.listSign)}
          <br />
          <span className="caption">{release.profile_source}</span>
        </p>
      )}
    </Panel>
  )
}

export function LimitsPanel({ outlet }: { outlet: OutletInfo }) {
  const words = useWords(monitoringWords)
  const { t, name } = useI18n()
  const channel = (factor: string) => outlet.channels.find((item) => item.factor === factor)
  return (
    <Panel title={words.limits}>
      {outlet.limits.length === 0 && <p className="secondary">{words.noLimits}</p>}
      <ul className="plain-list">
        {outlet.limits.map((limit, i) => {
          const of = channel(limit.factor)
          return (
            <li key={i}>
              <span className="item-line">
                <span>
                  {of ? name(of) : limit.factor} <span className="caption">{t.basis[limit.basis]}</span>
                </span>
                <span className="nowrap">
                  {typeof limit.lower === 'number' && `${figure(limit.lower)}–`}
                  <b>{figure(limit.upper)}</b>
                  <span className="unit"> {limit.unit}</span>
                </span>
              </span>
              <span className="caption">
                {limit.source}
                {limit.unverified && <UnverifiedTag />}
              </span>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
