import { useQuery } from '@tanstack/react-query'
import { loggers, type Logger } from '../../api'
import { useUser } from '../../app/SessionProvider'
import { useWords } from '../../i18n'
import { count } from '../../lib/number'
import { Loaded } from '../../ui/notes'
import { PageHead } from '../../ui/page'
import { isBalanced } from '../monitoring/counters'
import { DialectPanel } from './dialect/DialectPanel'
import { Loggers, Meters, Strangers } from './lists'
import { Credentials } from './credentials/Credentials'
import { WaitingRoom } from './WaitingRoom'
import { deviceWords } from './words'
import '../monitoring/monitoring.css'
import '../alarms/alarms.css'
import './devices.css'

/** What the gateway hears: every logger with its counters, and those that nobody knows yet. */
export default function DevicesPage() {
  const words = useWords(deviceWords)
  const user = useUser()
  const isCity = user.scope.kind === 'city'
  const list = useQuery({ queryKey: ['loggers', 'known'], queryFn: loggers.list })
  return (
    <div className="page">
      <PageHead title={words.title} note={list.data && <Totals loggers={list.data.loggers} />} />
      <WaitingRoom />
      <Loaded query={list}>
        {(data) => (
          <>
            <Loggers loggers={data.loggers} />
            <DialectPanel loggers={data.loggers} />
            <Meters meters={data.meters} />
            {user.role === 'administrator' && <Credentials meters={data.meters.map(({ id }) => id)} />}
            {isCity && <Strangers strangers={data.strangers} />}
          </>
        )}
      </Loaded>
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
