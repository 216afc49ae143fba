import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { deviceRequests, type DataGap, type DeviceRequestList } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { shortTime } from '../../lib/time'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { useAsk } from './useAsk'
import { deviceRequestWords } from './words'

/** So many gaps are shown at once. */
const SHOWN = 20

/** What is missing of an outlet's data, with a button that asks its logger for it. */
export function GapsList({ outlet, list }: { outlet: string; list: DeviceRequestList }) {
  const words = useWords(deviceRequestWords)
  const gaps = useQuery({ queryKey: ['gaps', outlet], queryFn: () => deviceRequests.gaps(outlet) })
  return (
    <Loaded query={gaps}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyNote title={words.noGaps}>{words.noGapsHint}</EmptyNote>
        ) : (
          <ul className="plain-list device-gaps">
            {items.slice(0, SHOWN).map((gap) => (
              <Gap key={`${gap.kind} ${gap.from}`} gap={gap} list={list} />
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

function Gap({ gap, list }: { gap: DataGap; list: DeviceRequestList }) {
  const words = useWords(deviceRequestWords)
  const now = useNow()
  const ask = useAsk(list.mn)
  const kind = list.kinds.find(({ code }) => code === gap.kind)
  const asked = list.items.some(
    (request) =>
      request.open && request.kind === gap.kind && request.values.BeginTime === gap.values.BeginTime,
  )
  return (
    <li>
      <span className="item-line">
        <span>
          {wordFor(words.granularity, gap.granularity)} {shortTime(gap.from, now)}
          {gap.to !== gap.from && ` – ${shortTime(gap.to, now)}`}
          <span className="caption"> {words.missing(count(gap.missing))}</span>
        </span>
        {kind?.allowed && kind.available && (
          <Button
            size="small"
            disabled={!list.connected || asked}
            loading={ask.isPending || asked}
            onClick={() => ask.mutate({ kind: gap.kind, values: gap.values })}
          >
            {words.askForIt}
          </Button>
        )}
      </span>
      {ask.error && <ProblemNote error={ask.error} />}
    </li>
  )
}
