import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { deviceRequests, type DeviceRequest, type DeviceRequestList } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { uuid } from '../../lib/random'
import { shortTime } from '../../lib/time'
import { EmptyNote } from '../../ui/notes'
import { readableTime } from './fields'
import { standing, story } from './outcome'
import { useAsk } from './useAsk'
import { deviceRequestWords } from './words'

/** What was asked of a logger, and what came of it, the latest first. */
export function RequestHistory({ list }: { list: DeviceRequestList }) {
  const words = useWords(deviceRequestWords)
  if (list.items.length === 0) return <EmptyNote title={words.none}>{words.noneHint}</EmptyNote>
  return (
    <ul className="plain-list device-requests" aria-live="polite">
      {list.items.map((request) => (
        <Item key={request.id} request={request} list={list} />
      ))}
    </ul>
  )
}

function Item({ request, list }: { request: DeviceRequest; list: DeviceRequestList }) {
  const words = useWords(deviceRequestWords)
  const now = useNow()
  const { word, tone } = standing(request, words)
  const values = Object.entries(request.values).map(([name, value]) => {
    const shown = value.length === 14 ? readableTime(value) : value
    return `${wordFor(words.parameter, name)} ${shown}`
  })
  const told = request.told.map(({ name, value }) => {
    const shown = value.length === 14 ? readableTime(value) : value
    return `${wordFor(words.parameter, name)} ${shown}`
  })
  const asker = request.automatic ? words.system : request.asked_by
  return (
    <li data-request={request.id} data-stage={request.stage}>
      <span className="item-line">
        <span>
          {wordFor(words.kind, request.kind)}
          {typeof request.command === 'number' && (
            <span className="caption mono"> {words.cn(request.command)}</span>
          )}
        </span>
        <span className={`device-standing device-${tone}`}>{word}</span>
      </span>
      {values.length > 0 && <span className="secondary">{values.join(' · ')}</span>}
      <span>{story(request, words, count).join(' → ')}</span>
      {told.length > 0 && (
        <span>
          {words.told}: <b>{told.join(' · ')}</b>
        </span>
      )}
      <span className="item-line">
        <span className="caption">
          {request.asked_at && `${shortTime(request.asked_at, now)} · `}
          {words.by(asker)}
          {request.reason && ` · ${request.reason}`}
        </span>
        <Acts request={request} list={list} />
      </span>
    </li>
  )
}

function Acts({ request, list }: { request: DeviceRequest; list: DeviceRequestList }) {
  const words = useWords(deviceRequestWords)
  const queries = useQueryClient()
  const again = useAsk(list.mn)
  const giveUp = useMutation({
    mutationFn: () => deviceRequests.cancel(request.id, uuid()),
    onSettled: () => queries.invalidateQueries({ queryKey: ['device-requests'] }),
  })
  const kind = list.kinds.find(({ code }) => code === request.kind)
  const allowed = kind?.allowed === true && kind.available
  if (request.open && list.kinds.some((kind) => kind.allowed)) {
    return (
      <Button size="small" loading={giveUp.isPending} onClick={() => giveUp.mutate()}>
        {words.giveUp}
      </Button>
    )
  }
  // What needs a reason or a password is typed anew.
  const failed = standing(request, words).tone === 'bad'
  if (!failed || !allowed || kind.careful || !list.connected) return null
  return (
    <Button
      size="small"
      loading={again.isPending}
      onClick={() => again.mutate({ kind: request.kind, values: request.values })}
    >
      {words.again}
    </Button>
  )
}
