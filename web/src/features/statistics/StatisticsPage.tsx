import { Button, Segmented } from 'antd'
import { useLocation, useParams, useSearchParams } from 'wouter'
import { useNow } from '../../app/LiveProvider'
import { useUser } from '../../app/SessionProvider'
import { useWords } from '../../i18n'
import { Boundary } from '../../ui/Boundary'
import { PageHead } from '../../ui/page'
import { AirTab } from './AirTab'
import { OutletTab } from './OutletTab'
import { isPeriod, kindOf, periodAt, type PeriodKind } from './period'
import { PeriodPicker } from './PeriodPicker'
import { TransmissionTab } from './TransmissionTab'
import { WaterTab } from './WaterTab'
import { statisticsWords } from './words'
import '../alarms/alarms.css'
import './statistics.css'

const TABS = ['transmission', 'outlet', 'air', 'water'] as const
type Tab = (typeof TABS)[number]

/** Stations belong to no enterprise: their statistics are for offices. */
const OFFICE_TABS: readonly Tab[] = ['air', 'water']
const SHORT: readonly PeriodKind[] = ['month', 'quarter']
const LONG: readonly PeriodKind[] = ['month', 'quarter', 'year']

/** The month in figures that open into their records and name their rule. */
export default function StatisticsPage() {
  const words = useWords(statisticsWords)
  const { tab: given, id } = useParams<{ tab?: string; id?: string }>()
  const [, navigate] = useLocation()
  const [search, setSearch] = useSearchParams()
  const now = useNow(60_000)
  const { role } = useUser()
  const tabs = TABS.filter((name) => role !== 'enterprise_user' || !OFFICE_TABS.includes(name))
  const tab = tabs.find((name) => name === given) ?? 'transmission'
  const kinds = OFFICE_TABS.includes(tab) ? LONG : SHORT
  const asked = search.get('period') ?? ''
  const fits = isPeriod(asked) && kinds.includes(kindOf(asked))
  const period = fits ? asked : periodAt('month', now)
  const set = (changes: Record<string, string | undefined>) => {
    const next = new URLSearchParams(search)
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value)
      else next.delete(name)
    }
    setSearch(next, { replace: true })
  }
  return (
    <div className="page statistics">
      <PageHead title={words.title} note={<span className="only-print">{words.periodName(period)}</span>}>
        <Button className="no-print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </PageHead>
      <div className="filters no-print">
        <Segmented
          aria-label={words.title}
          value={tab}
          onChange={(value) => navigate(`/statistics/${value}?period=${period}`)}
          options={tabs.map((value) => ({ value, label: words.tabs[value] }))}
        />
        <PeriodPicker period={period} kinds={kinds} onChange={(value) => set({ period: value })} />
      </div>
      <Boundary key={tab}>
        {tab === 'transmission' && <TransmissionTab period={period} search={search} onSearch={set} />}
        {tab === 'outlet' && <OutletTab period={period} id={id} search={search} onSearch={set} />}
        {tab === 'air' && <AirTab period={period} station={search.get('station')} onSearch={set} />}
        {tab === 'water' && <WaterTab period={period} body={search.get('body')} onSearch={set} />}
      </Boundary>
    </div>
  )
}
