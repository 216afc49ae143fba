import type { Device } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { shortTime } from '../../lib/time'
import { EmptyNote } from '../../ui/notes'
import { Facts, Panel } from '../../ui/page'
import { protocolWords } from '../devices/protocol/words'
import { framesOf, readingsOf, refusals } from './counters'
import { monitoringWords } from './words'

/** The health of a logger: what came in is either stored or refused with a reason, and the sum is shown. */
export function LoggerPanel({
  mn,
  device,
  of,
}: {
  mn: string | null | undefined
  device: Device | null | undefined
  of?: string
}) {
  const words = useWords(monitoringWords)
  const { t } = useI18n()
  const now = useNow()
  return (
    <Panel title={of ? `${words.logger} · ${of}` : words.logger} extra={mn && <Connection device={device} />}>
      {!mn ? (
        <EmptyNote title={words.noLogger}>{words.noLoggerHint}</EmptyNote>
      ) : (
        <>
          {device ? <Counters device={device} /> : <p className="secondary">{words.neverHeard}</p>}
          <Facts
            items={[
              [
                words.mn,
                <span key="mn" className="mono">
                  {mn}
                </span>,
              ],
              device?.protocol && [words.protocol, words.loggerOf(device.protocol)],
              [
                t.common.lastSeen,
                device?.last_seen ? (
                  shortTime(device.last_seen, now)
                ) : (
                  <span className="faint">{t.common.never}</span>
                ),
              ],
            ]}
          />
        </>
      )}
    </Panel>
  )
}

export function Connection({ device }: { device: Device | null | undefined }) {
  const words = useWords(monitoringWords)
  const connected = device?.connected === true
  return (
    <span className={`live live-${connected ? 'live' : 'off'}`}>
      <i aria-hidden="true" />
      <span>{connected ? words.connected : words.disconnected}</span>
    </span>
  )
}

function Counters({ device }: { device: Device }) {
  const words = useWords(monitoringWords)
  const { t } = useI18n()
  const codes = { ...useWords(protocolWords), ...t.problem }
  const refused = refusals(device)
  const problems = Object.entries(device.problems).filter(([, n]) => n > 0)
  const accounts = [
    [words.counted.frames, framesOf(device)],
    [words.counted.readings, readingsOf(device)],
  ] as const
  return (
    <>
      <table className="counters">
        <caption className="visually-hidden">{words.balance}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{words.received}</th>
            <th scope="col">{words.stored}</th>
            <th scope="col">{words.waiting}</th>
            <th scope="col">{words.refused}</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map(([what, account]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>{count(account.received)}</td>
              <td>{count(account.stored)}</td>
              <td className={account.waiting > 0 ? '' : 'faint'}>{count(account.waiting)}</td>
              <td className={account.refused > 0 ? 'counter-refused' : 'faint'}>{count(account.refused)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {device.shared_mn && <p className="urgent">{t.problem.shared_mn}</p>}
      {(refused.length > 0 || problems.length > 0) && (
        <ul className="counter-reasons">
          {refused.map(([reason, n]) => (
            <li key={reason}>
              {words.refused} · {wordFor(codes, reason)} <b>{count(n)}</b>
            </li>
          ))}
          {problems.map(([problem, n]) => (
            <li key={problem}>
              {words.problems} · {wordFor(codes, problem)} <b>{count(n)}</b>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
