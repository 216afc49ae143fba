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
