import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useLocation, useParams } from 'wouter'
import { loggers, type DeviceList, type Logger } from '../../api'
import { useUser } from '../../app/SessionProvider'
import { useWords } from '../../i18n'
import { count } from '../../lib/number'
import { Loaded } from '../../ui/notes'
import { PageHead } from '../../ui/page'
import { isBalanced } from '../monitoring/counters'
import { DialectPanel, speaksOtherwise } from './dialect/DialectPanel'
import { Loggers, Meters, Strangers } from './lists'
import { Credentials } from './credentials/Credentials'
import { WaitingRoom } from './WaitingRoom'
import { deviceWords } from './words'
import '../monitoring/monitoring.css'
import '../alarms/alarms.css'
import './devices.css'

const TABS = ['loggers', 'dialects', 'meters', 'credentials', 'strangers'] as const
type Tab = (typeof TABS)[number]

/** What the gateway hears: every logger with its counters, and those that nobody knows yet. */
export default function DevicesPage() {
  const words = useWords(deviceWords)
  const user = useUser()
  const isCity = user.scope.kind === 'city'
  const list = useQuery({ queryKey: ['loggers', 'known'], queryFn: loggers.list })
  const { tab: given } = useParams<{ tab?: string }>()
  const [, navigate] = useLocation()
  const mayCredentials = user.role === 'administrator'
  const tabs = TABS.filter((tab) => (tab === 'credentials' ? mayCredentials : tab !== 'strangers' || isCity))
  const tab = tabs.find((name) => name === given) ?? 'loggers'
  return (
    <div className="page">
      <PageHead title={words.title} note={list.data && <Totals loggers={list.data.loggers} />} />
      <WaitingRoom />
      <Loaded query={list}>
        {(data) => (
          <>
            <div className="filters">
              <Segmented
                aria-label={words.title}
                value={tab}
                onChange={(value) => navigate(`/devices/${value}`)}
                options={tabs.map((value) => ({ value, label: tabLabel(words.tabs[value], data, value) }))}
              />
            </div>
            {tab === 'loggers' && <Loggers loggers={data.loggers} />}
            {tab === 'dialects' && <DialectPanel loggers={data.loggers} />}
            {tab === 'meters' && <Meters meters={data.meters} />}
            {tab === 'credentials' && <Credentials meters={data.meters.map(({ id }) => id)} />}
            {tab === 'strangers' && <Strangers strangers={data.strangers} />}
          </>
        )}
      </Loaded>
    </div>
  )
}

/** A tab's name with how many it lists, so that one sees without opening it whether something is there. */
function tabLabel(word: string, data: DeviceList, tab: Tab): string {
  if (tab === 'credentials') return word
  const listed = tab === 'dialects' ? data.loggers.filter(speaksOtherwise) : data[tab]
  return `${word} ${count(listed.length)}`
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
