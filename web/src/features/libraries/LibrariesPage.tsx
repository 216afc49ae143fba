import { Segmented } from 'antd'
import { useLocation, useParams } from 'wouter'
import { useRole } from '../../app/SessionProvider'
import { useWords } from '../../i18n'
import { PageHead } from '../../ui/page'
import { ImportTab } from './ImportTab'
import { ItemsTab } from './ItemsTab'
import { ObjectsTab } from './ObjectsTab'
import { OfficersTab } from './OfficersTab'
import { libraryWords } from './words'
import '../alarms/alarms.css'
import './libraries.css'

const TABS = ['objects', 'enforcers', 'items', 'imports'] as const

/** One list, two libraries: what may be inspected, who may inspect, and the files both come from. */
export default function LibrariesPage() {
  const words = useWords(libraryWords)
  const role = useRole()
  const { tab: given } = useParams<{ tab?: string }>()
  const [, navigate] = useLocation()
  const keeps = role === 'duty_officer' || role === 'administrator'
  const tabs = TABS.filter((tab) => tab !== 'imports' || keeps)
  const tab = tabs.find((name) => name === given) ?? 'objects'
  return (
    <div className="page">
      <PageHead title={words.title} note={words.intro} />
      <div className="filters">
        <Segmented
          aria-label={words.title}
          value={tab}
          onChange={(value) => navigate(`/libraries/${value}`)}
          options={tabs.map((value) => ({ value, label: words.tab[value] }))}
        />
      </div>
      {tab === 'objects' && <ObjectsTab />}
      {tab === 'enforcers' && <OfficersTab />}
      {tab === 'items' && <ItemsTab />}
      {tab === 'imports' && <ImportTab />}
    </div>
  )
}
