import { useQuery } from '@tanstack/react-query'
import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'wouter'
import { loggers, type Logger } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { shortTime } from '../../lib/time'
import { EmptyNote, Loaded } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { isBalanced, refusals, refusedTotal } from '../monitoring/counters'
import { Connection } from '../monitoring/LoggerPanel'
import { protocolWords } from './protocol/words'
import { WaitingRoom } from './WaitingRoom'
import { deviceWords } from './words'
import '../monitoring/monitoring.css'
import '../alarms/alarms.css'
import './devices.css'

/** What the gateway hears: every logger with its counters, and those that nobody knows yet. */
export default function DevicesPage() {
  const words = useWords(deviceWords)
  const list = useQuery({ queryKey: ['loggers', 'known'], queryFn: loggers.list })
  return (
    <div className="page">
      <PageHead title={words.title} note={list.data && <Totals loggers={list.data.loggers} />} />
      <WaitingRoom />
      <Loaded query={list}>{(data) => <Known loggers={data.loggers} />}</Loaded>
    </div>
  )
}

function Totals({ loggers: all }: { loggers: Logger[] }) {
  const words = useWords(deviceWords)
  const unbalanced = all.filter(({ device }) => device && !isBalanced(device)).length
  return (
    <>
      <span>{words.sum(count(all.filter(({ device }) => device?.connected).length), count(all.length))}</span>
      <span className={unbalanced ? 'urgent' : ''}>
        {unbalanced ? words.unbalanced(unbalanced) : words.balanced}
      </span>
    </>
  )
}

function Known({ loggers: all }: { loggers: Logger[] }) {
  const words = useWords(deviceWords)
  const [text, setText] = useState('')
  const [trouble, setTrouble] = useState(false)
  const wanted = text.trim().toLowerCase()
  const shown = all.filter((logger) => {
    const names = [
      logger.mn,
      logger.target.name,
      logger.target.name_en,
      logger.target.enterprise?.name ?? '',
      logger.target.enterprise?.name_en ?? '',
    ]
    const matches = names.join(' ').toLowerCase().includes(wanted)
    return matches && (!trouble || !logger.device?.connected || refusedTotal(logger.device) > 0)
  })
  if (all.length === 0) return <EmptyNote title={words.noLoggers}>{words.noLoggersHint}</EmptyNote>
  return (
    <Panel
      className="panel-flush"
      title={words.loggers}
      extra={
        <span className="filters">
          <Checkbox checked={trouble} onChange={(event) => setTrouble(event.target.checked)}>
            {words.onlyTrouble}
          </Checkbox>
          <Input
            className="filter-search"
            allowClear
            value={text}
            placeholder={words.find}
            aria-label={words.find}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
      }
    >
      <LoggerTable loggers={shown} />
    </Panel>
  )
}

function LoggerTable({ loggers: shown }: { loggers: Logger[] }) {
  const words = useWords(deviceWords)
  return (
    <div className="scroll-x">
      <table className="sheet devices">
        <caption className="visually-hidden">{words.loggers}</caption>
        <thead>
          <tr>
            <th scope="col">{words.column.state}</th>
            <th scope="col">{words.column.target}</th>
            <th scope="col">{words.column.logger}</th>
            <th scope="col">{words.column.lastSeen}</th>
            <th scope="col" className="number">
              {words.column.interval}
            </th>
            <th scope="col" className="number">
              {words.column.received}
            </th>
            <th scope="col" className="number">
              {words.column.stored}
            </th>
            <th scope="col" className="number">
              {words.column.refused}
            </th>
            <th scope="col">{words.column.problems}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((logger) => (
            <LoggerRow key={logger.mn} logger={logger} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function LoggerRow({ logger }: { logger: Logger }) {
  const words = useWords(deviceWords)
  const { t, name } = useI18n()
  const now = useNow()
  const codes = { ...useWords(protocolWords), ...t.problem }
  const { device, target } = logger
  const refused = device ? refusedTotal(device) : 0
  const dash = <span className="faint">—</span>
  return (
    <tr>
      <td>
        <Connection device={device} />
      </td>
      <td>
        {target.kind === 'outlet' ? (
          <Link href={`/monitoring/${target.id}`}>
            {target.enterprise && `${name(target.enterprise)} · `}
            {name(target)}
          </Link>
        ) : (
          <Link href={`/map?at=station:${target.id}`}>{name(target)}</Link>
        )}
      </td>
      <td className="mono">{logger.mn}</td>
      <td className="nowrap">
        {device?.last_seen ? (
          shortTime(device.last_seen, now)
        ) : (
          <span className="faint">{t.common.never}</span>
        )}
      </td>
      <td className="number">{words.seconds(logger.realtime_interval_s)}</td>
      <td className="number">{device ? count(device.readings_received) : dash}</td>
      <td className="number">{device ? count(device.readings_stored) : dash}</td>
      <td className="number">
        {device && refused > 0 ? (
          <span className="counter-refused">
            <b>{count(refused)}</b>{' '}
            <small>
              {refusals(device)
                .map(([reason]) => wordFor(codes, reason))
                .join('、')}
            </small>
          </span>
        ) : (
          <span className="faint">{device ? '0' : '—'}</span>
        )}
      </td>
      <td className="secondary">
        {Object.entries(device?.problems ?? {})
          .map(([problem, n]) => `${wordFor(codes, problem)} ${count(n)}`)
          .join('、')}
      </td>
    </tr>
  )
}
