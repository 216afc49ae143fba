import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { cityMap } from '../../api'
import { useWords } from '../../i18n'
import { EmptyNote, Loaded } from '../../ui/notes'
import { HiddenTitle } from '../../ui/page'
import { useOutlet } from '../../ui/chart/useRows'
import { OutletList } from './OutletList'
import { OutletView } from './OutletView'
import { monitoringWords } from './words'
import '../alarms/alarms.css'
import './monitoring.css'

/** What an outlet emitted, whether the data are good, and what the plant was doing. */
export default function MonitoringPage() {
  const { id } = useParams<{ id?: string }>()
  const words = useWords(monitoringWords)
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const outlet = useOutlet(id)
  return (
    <div className={id ? 'monitoring monitoring-chosen' : 'monitoring'}>
      <Loaded query={city}>{(data) => <OutletList city={data} chosen={id} />}</Loaded>
      <div className="monitoring-main">
        {id ? (
          <Loaded query={outlet}>{(data) => <OutletView key={data.id} outlet={data} />}</Loaded>
        ) : (
          <>
            <HiddenTitle>{words.title}</HiddenTitle>
            <EmptyNote title={words.pick}>{words.pickHint}</EmptyNote>
          </>
        )}
      </div>
    </div>
  )
}
