import type { ReactNode } from 'react'
import type { Device } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { shortTime } from '../../lib/time'
import { framesOf, readingsOf, refusals, refusedTotal } from '../monitoring/counters'
import { Connection } from '../monitoring/LoggerPanel'
import { protocolWords } from './protocol/words'
import { deviceWords } from './words'

/** One device in a table: who it is, what it reports for, and its account. */
export interface DeviceRow {
  id: string
  /** What a search looks in. */
  names: string
  target?: ReactNode
  interval_s?: number
  device?: Device | null
}

interface DeviceTableProps {
  title: string
  /** The heading of the column with the device's own name. */
  identity: string
  rows: DeviceRow[]
  /** Whether to show the beginning of what was refused last. */
  showRefusal?: boolean
}

/** Devices with what became of everything they sent. */
export function DeviceTable({ title, identity, rows, showRefusal = false }: DeviceTableProps) {
  const { column, lastRefusal } = useWords(deviceWords)
  const hasTarget = rows.some(({ target }) => target !== undefined)
  const hasInterval = rows.some((row) => row.interval_s !== undefined)
  return (
    <div className="scroll-x">
      <table className="sheet devices">
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{column.state}</th>
            {hasTarget && <th scope="col">{column.target}</th>}
            <th scope="col">{identity}</th>
            <th scope="col">{column.lastSeen}</th>
            {hasInterval && (
              <th scope="col" className="number">
                {column.interval}
              </th>
            )}
            {[column.received, column.stored, column.refused].map((heading) => (
              <th key={heading} scope="col" className="number">
                {heading}
              </th>
            ))}
            <th scope="col">{showRefusal ? lastRefusal : column.problems}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Connection device={row.device} />
              </td>
              {hasTarget && <td className="name">{row.target}</td>}
              <td className="mono nowrap">{row.id}</td>
              <Account row={row} hasInterval={hasInterval} />
              <td className="secondary">
                {showRefusal ? <LastRefusal device={row.device} /> : <Problems device={row.device} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Account({
  row: { device, interval_s: interval },
  hasInterval,
}: {
  row: DeviceRow
  hasInterval: boolean
}) {
  const words = useWords(deviceWords)
  const { t } = useI18n()
  const now = useNow()
  const codes = useCodes()
  const refused = device ? refusedTotal(device) : 0
  const dash = <span className="faint">—</span>
  // Who never had a reading stored or refused is accounted for by frames.
  const account = device && (device.readings_received > 0 ? readingsOf(device) : framesOf(device))
  return (
    <>
      <td className="nowrap">
        {device?.last_seen ? (
          shortTime(device.last_seen, now)
        ) : (
          <span className="faint">{t.common.never}</span>
        )}
      </td>
      {hasInterval && <td className="number">{interval === undefined ? dash : words.seconds(interval)}</td>}
      <td className="number">{account ? count(account.received) : dash}</td>
      <td className="number">{account ? count(account.stored) : dash}</td>
      <td className="number">
        {device && refused > 0 ? (
          <span className="counter-refused">
            <b>{count(refused)}</b>{' '}
            <small>
              {refusals(device)
                .map(([reason]) => wordFor(codes, reason))
                .join(t.common.listSign)}
            </small>
          </span>
        ) : (
          <span className="faint">{device ? '0' : '—'}</span>
        )}
      </td>
    </>
  )
}

function Problems({ device }: { device: Device | null | undefined }) {
  const codes = useCodes()
  const { t } = useI18n()
  const problems = Object.entries(device?.problems ?? {})
  return (
    <>{problems.map(([problem, n]) => `${wordFor(codes, problem)} ${count(n)}`).join(t.common.listSign)}</>
  )
}

function LastRefusal({ device }: { device: Device | null | undefined }) {
  const codes = useCodes()
  const now = useNow()
  const refusal = device?.last_refusal
  if (!refusal) return null
  return (
    <>
      {shortTime(refusal.at, now)} {wordFor(codes, refusal.reason)}{' '}
      <code className="excerpt">{refusal.excerpt}</code>
    </>
  )
}

function useCodes(): Record<string, string> {
  const { t } = useI18n()
  return { ...useWords(protocolWords), ...t.problem }
}
