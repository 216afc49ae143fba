import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'wouter'
import { markings, type Marking, type MarkingDay } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { clock } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { hourOf, type Span } from './hours'
import { MarkForm } from './MarkForm'
import { MarkingItem } from './MarkingItem'
import { STALE } from './stale'
import { Strip } from './Strip'
import { markingWords } from './words'

/** One outlet's day: its hours, what is marked, and what may be done. */
export function OutletDay({ outlet, day }: { outlet: string; day: string }) {
  const query = useQuery({
    queryKey: ['marking-day', day, outlet],
    queryFn: () => markings.outletDay(outlet, day),
    refetchInterval: 60_000,
  })
  return <Loaded query={query}>{(data) => <Body key={`${outlet} ${day}`} data={data} />}</Loaded>
}

function Body({ data }: { data: MarkingDay }) {
  const words = useWords(markingWords)
  const { name } = useI18n()
  const [span, setSpan] = useState<Span>()
  const [changing, setChanging] = useState<Marking>()
  const select = data.may_mark ? setSpan : undefined
  const change = (marking: Marking) => {
    setChanging(marking)
    setSpan({ first: Math.max(hourOf(data.day, marking.from), 0), last: hourOf(data.day, marking.to) - 1 })
  }
  const close = () => {
    setSpan(undefined)
    setChanging(undefined)
  }
  return (
    <Panel
      title={<Link href={`/monitoring/${data.outlet.code}`}>{name(data.outlet)}</Link>}
      extra={<Sum data={data} />}
      className="outlet-day"
    >
      <Strip data={data} span={span} onSpan={select} />
      {data.may_mark && !span && <p className="caption">{words.stripHint}</p>}
      {span && (
        <MarkForm
          key={changing?.id ?? 'new'}
          data={data}
          span={span}
          onSpan={setSpan}
          changing={changing}
          onClose={close}
        />
      )}
      <h3>{words.markings}</h3>
      {data.markings.length === 0 && !data.confirmed_at && <Nothing data={data} />}
      <ul className="plain-list marking-list">
        {data.markings.map((marking) => (
          <MarkingItem key={marking.id} marking={marking} onChange={change} />
        ))}
      </ul>
      <Confirm data={data} />
    </Panel>
  )
}

function Nothing({ data }: { data: MarkingDay }) {
  const words = useWords(markingWords)
  if (!data.rule) return <p className="secondary">{words.noRuleHint}</p>
  if (data.may_confirm || data.may_mark) return <p className="secondary">{words.noneOpen}</p>
  return <EmptyNote title={words.none}>{data.rule.open ? undefined : words.noneOver}</EmptyNote>
}

/** How many hours are over, and how many of them count. */
function Sum({ data }: { data: MarkingDay }) {
  const words = useWords(markingWords)
  const hours = data.factors.flatMap((factor) => factor.hours)
  const over = hours.filter((hour) => hour.over === true)
  const compared = hours.some((hour) => typeof hour.over === 'boolean')
  if (!compared) return <span className="faint">{words.sumNoData}</span>
  const does = (effect: string) => over.filter((hour) => hour.effect?.effect === effect).length
  const parts = [
    over.length === 0 ? words.sumNone : words.sumOver(count(over.length)),
    does('excused') > 0 && words.sumExcused(count(does('excused'))),
    does('invalid') > 0 && words.sumInvalid(count(does('invalid'))),
  ]
  return (
    <span className={over.length > 0 ? 'urgent' : 'secondary'}>
      {over.length > 0 && '▲ '}
      {parts.filter(Boolean).join(' · ')}
    </span>
  )
}

function Confirm({ data }: { data: MarkingDay }) {
  const words = useWords(markingWords)
  const confirm = useAttempt(
    (_: undefined, key: string) => markings.confirm(data.outlet.code, data.day, key),
    STALE,
  )
  if (data.confirmed_at) return <p className="confirmed">✓ {words.confirmed(clock(data.confirmed_at))}</p>
  if (!data.may_confirm) return null
  return (
    <div className="confirm">
      <Button loading={confirm.isPending} onClick={() => confirm.mutate(undefined)}>
        {words.confirm}
      </Button>
      {confirm.error && <ProblemNote error={confirm.error} />}
    </div>
  )
}
