import { useQuery } from '@tanstack/react-query'
import { deviceRequests } from '../../api'
import { useWords } from '../../i18n'
import { Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { AskForm } from './AskForm'
import { GapsList } from './GapsList'
import { RequestHistory } from './RequestHistory'
import { deviceRequestWords } from './words'
import './device-requests.css'

/** How often an open request is looked at, ms: frames of data are not told by the stream. */
const LOOK_MS = 1_000

/** What can be asked of an outlet's logger, what was, and what is missing of its data. */
export function DeviceRequestsPanel({ mn, outlet }: { mn: string; outlet: string }) {
  const words = useWords(deviceRequestWords)
  const query = useQuery({
    queryKey: ['device-requests', mn],
    queryFn: () => deviceRequests.list(mn),
    refetchInterval: ({ state }) => (state.data?.items.some(({ open }) => open) ? LOOK_MS : false),
  })
  return (
    <Panel title={words.title} extra={<span className="caption">{words.hint}</span>}>
      <Loaded query={query}>
        {(list) => (
          <>
            <AskForm list={list} />
            <div className="device-request-columns">
              <section>
                <h3>{words.history}</h3>
                <RequestHistory list={list} />
              </section>
              <section>
                <h3>{words.gaps}</h3>
                <p className="caption">{words.gapsHint}</p>
                <GapsList outlet={outlet} list={list} />
              </section>
            </div>
          </>
        )}
      </Loaded>
    </Panel>
  )
}
