import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { alarms, type TracingDetail } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { CommandPanel } from '../alarms/commands/CommandPanel'
import { flowWords } from './flowWords'
import { linesOf, percent } from './parts'

/** The steps of the alarm that is traced, where the ranking can be seen: the same commands as on its own page. */
export function AlarmPanel({ one, alarm }: { one: TracingDetail; alarm: string }) {
  const words = useWords(flowWords)
  const query = useQuery({ queryKey: ['alarm', alarm], queryFn: () => alarms.one(alarm) })
  const verified = one.from_alarm?.outcome !== null && one.from_alarm?.outcome !== undefined
  return (
    <Panel
      title={words.alarm}
      extra={
        <Link href={`/alarms/${alarm}`} className="link">
          {words.toAlarm}
        </Link>
      }
    >
      <Lead one={one} />
      {verified && one.stage !== 'closed' && <p>{words.next}</p>}
      <Loaded query={query}>{(detail) => <CommandPanel alarm={detail} />}</Loaded>
    </Panel>
  )
}

/** To whose branch it would go, by the ranking. */
function Lead({ one }: { one: TracingDetail }) {
  const words = useWords(flowWords)
  const { name } = useI18n()
  const first = one.ranking && linesOf(one.ranking)[0]
  if (!one.ranking || !first) return null
  const { thing } = first
  if (thing.kind !== 'enterprise') return <p className="caption">{words.leadsNobody}</p>
  const candidate = one.ranking.candidates.find(({ enterprise }) => enterprise.code === thing.enterprise.code)
  const district = candidate?.district
  return (
    <p className="caption">
      {words.leads(name(thing.enterprise), percent(first.probability), district ? name(district) : '—')}
    </p>
  )
}
