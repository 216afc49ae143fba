import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { ApiError, enterprises, loggers, type EnterpriseDetail, type OutletSummary } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords, wordFor } from '../../i18n'
import { figure } from '../../lib/number'
import { dateTime, shortTime } from '../../lib/time'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Facts, PageHead, Panel, Quantity } from '../../ui/page'
import { StatusMark } from '../../ui/StatusMark'
import { alarmWords } from '../alarms/words'
import { LoggerPanel } from '../monitoring/LoggerPanel'
import { OpenAlarmsPanel } from '../monitoring/SidePanels'
import { ListedBadge } from '../positive-list/ListedBadge'
import { ProductionOrdersPanel } from '../production-orders/ProductionOrdersPanel'
import { Equipment } from './Equipment'
import { enterpriseWords } from './words'
import '../alarms/alarms.css'
import '../monitoring/monitoring.css'
import './enterprises.css'

/** Everything about one enterprise. */
export default function EnterprisePage() {
  const { code } = useParams<{ code: string }>()
  const words = useWords(enterpriseWords)
  const query = useQuery({ queryKey: ['enterprise', code], queryFn: () => enterprises.one(code) })
  if (query.error instanceof ApiError && [403, 404].includes(query.error.status)) {
    return (
      <EmptyNote title={words.gone}>
        <Link href="/enterprises">{words.back}</Link>
      </EmptyNote>
    )
  }
  return <div className="page">{<Loaded query={query}>{(data) => <Body enterprise={data} />}</Loaded>}</div>
}

function Body({ enterprise }: { enterprise: EnterpriseDetail }) {
  const words = useWords(enterpriseWords)
  const { t, name, language } = useI18n()
  return (
    <>
      <PageHead
        title={name(enterprise)}
        note={
          <>
            <StatusMark status={enterprise.status} />
            <ListedBadge code={enterprise.code} />
            <span>{language === 'en' ? enterprise.trade_en : enterprise.trade}</span>
            <span>{name(enterprise.district_named)}</span>
            <Link href={`/map?at=enterprise:${enterprise.code}`}>{words.onMap} →</Link>
          </>
        }
      >
        <Link href="/enterprises">← {words.back}</Link>
      </PageHead>
      <div className="enterprise-grid">
        <div className="enterprise-main">
          <Panel title={words.outlets}>
            {enterprise.outlet_list.length === 0 && <p className="secondary">{words.noOutlets}</p>}
            <div className="outlet-cards">
              {enterprise.outlet_list.map((outlet) => (
                <OutletCard key={outlet.id} outlet={outlet} />
              ))}
            </div>
          </Panel>
          <Equipment enterprise={enterprise} />
          <ProductionOrdersPanel enterprise={enterprise.code} />
          <Timeline entries={enterprise.timeline} />
        </div>
        <div className="enterprise-side">
          <OpenAlarmsPanel
            alarms={enterprise.alarms.filter(({ stage }) => stage !== 'closed' && stage !== 'handed_on')}
          />
          <Panel title={words.profile}>
            <Facts
              items={[
                [
                  words.column.code,
                  <span key="code" className="mono">
                    {enterprise.code}
                  </span>,
                ],
                [words.column.trade, language === 'en' ? enterprise.trade_en : enterprise.trade],
                [t.common.district, name(enterprise.district_named)],
                [
                  words.allAlarms,
                  <Link key="all" href={`/alarms?state=all&enterprise=${enterprise.code}`}>
                    {t.common.open} →
                  </Link>,
                ],
              ]}
            />
          </Panel>
          <Loggers code={enterprise.code} />
        </div>
      </div>
    </>
  )
}

/** The loggers of its outlets. */
function Loggers({ code }: { code: string }) {
  const { name } = useI18n()
  const list = useQuery({ queryKey: ['loggers', 'known'], queryFn: loggers.list })
  const own = list.data?.loggers.filter(({ target }) => target.enterprise?.code === code) ?? []
  return own.map((logger) => (
    <LoggerPanel key={logger.mn} mn={logger.mn} device={logger.device} of={name(logger.target)} />
  ))
}

function OutletCard({ outlet }: { outlet: OutletSummary }) {
  const { t, name } = useI18n()
  const now = useNow()
  return (
    <Link href={`/monitoring/${outlet.id}`} className="outlet-card">
      <span className="item-line">
        <strong>{name(outlet)}</strong>
        <StatusMark status={outlet.status} />
      </span>
      <span className="caption">
        {t.medium[outlet.medium]} · {t.common.lastSeen}{' '}
        {outlet.last_seen ? shortTime(outlet.last_seen, now) : t.common.never}
      </span>
      {outlet.readings.slice(0, 4).map((reading) => {
        const over = (reading.limit_ratio ?? 0) > 1
        return (
          <span key={reading.factor} className="item-line">
            <span className="secondary">{name(reading)}</span>
            <span className={over ? 'urgent' : ''}>
              <Quantity value={reading.value} unit={reading.unit} strong />
              {over && <small> {t.common.limitRatio(figure(reading.limit_ratio ?? 0))}</small>}
            </span>
          </span>
        )
      })}
    </Link>
  )
}

const FIRST = 12

function Timeline({ entries }: { entries: EnterpriseDetail['timeline'] }) {
  const words = useWords(enterpriseWords)
  const [all, setAll] = useState(false)
  return (
    <Panel title={words.timeline}>
      {entries.length === 0 && <EmptyNote title={words.noTimeline}>{words.noTimelineHint}</EmptyNote>}
      <ol className="steps">
        {entries.slice(0, all ? undefined : FIRST).map((entry, i) => (
          <li key={i} className={`step step-${entry.kind.replace(/^alarm\./, '')}`}>
            <div className="step-head">
              <EntryText entry={entry} />
              <time className="step-time" dateTime={entry.at}>
                {dateTime(entry.at)}
              </time>
            </div>
          </li>
        ))}
      </ol>
      {!all && entries.length > FIRST && (
        <Button type="text" onClick={() => setAll(true)}>
          {words.more}
        </Button>
      )}
    </Panel>
  )
}

function EntryText({ entry }: { entry: EnterpriseDetail['timeline'][number] }) {
  const steps = useWords(alarmWords).step
  const text = wordFor(steps, entry.kind.replace(/^alarm\./, ''))
  const alarm = entry.stream.startsWith('alarm/') ? entry.stream.slice('alarm/'.length) : undefined
  return alarm ? (
    <span>
      <Link href={`/alarms/${alarm}`}>{text}</Link> <span className="caption">{alarm}</span>
    </span>
  ) : (
    <span>{text}</span>
  )
}
