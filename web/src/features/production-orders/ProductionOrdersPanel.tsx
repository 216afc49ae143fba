import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber, Segmented, Select } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { productionOrders, type ProductionOrder, type ProductionOrderList } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { figure } from '../../lib/number'
import { dateTime, fromField } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { ActModal, TimeField } from '../../ui/act'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { productionOrderWords } from './words'

/** What an order changes. */
const STALE = ['production-orders', 'enterprise', 'ledger']

/** The orders to limit or stop production that bind an enterprise, with a form for another one. */
export function ProductionOrdersPanel({ enterprise }: { enterprise: string }) {
  const words = useWords(productionOrderWords)
  const query = useQuery({
    queryKey: ['production-orders', enterprise],
    queryFn: () => productionOrders.list(enterprise),
  })
  return (
    <Panel
      title={words.title}
      extra={<span className="caption">{words.hint}</span>}
      className="panel-table act-form"
    >
      <Loaded query={query}>
        {(list) => (
          <>
            {list.may_order && list.lines.length > 0 && <OrderForm enterprise={enterprise} list={list} />}
            <OrderTable list={list} />
          </>
        )}
      </Loaded>
    </Panel>
  )
}

const NOTHING = { lines: [] as string[], percent: 50 as number | null, from: '', to: '', document: '' }

function OrderForm({ enterprise, list }: { enterprise: string; list: ProductionOrderList }) {
  const words = useWords(productionOrderWords)
  const { name } = useI18n()
  const [isLimit, setIsLimit] = useState(false)
  const [typed, setTyped] = useState(NOTHING)
  const issue = useAttempt(
    (order: typeof typed & { isLimit: boolean }, key: string) =>
      productionOrders.issue(
        enterprise,
        {
          lines: order.lines,
          allowed_percent: order.isLimit ? (order.percent ?? 0) : 0,
          from: fromField(order.from),
          to: fromField(order.to),
          document: order.document,
        },
        key,
      ),
    STALE,
    () => setTyped(NOTHING),
  )
  const whole =
    typed.from !== '' &&
    typed.to !== '' &&
    typed.document.trim() !== '' &&
    (!isLimit || typed.percent !== null)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (whole) issue.mutate({ ...typed, isLimit })
  }
  return (
    <form onSubmit={submit}>
      <div className="filters">
        <div className="act-field">
          <span className="caption">{words.restraint}</span>
          <Segmented
            value={isLimit ? 'limit' : 'stop'}
            options={[
              { value: 'stop', label: words.stop },
              { value: 'limit', label: words.limit },
            ]}
            onChange={(value) => setIsLimit(value === 'limit')}
          />
        </div>
        {isLimit && (
          <label className="act-field">
            <span className="caption">{words.allowed}</span>
            <InputNumber
              min={1}
              max={99}
              precision={0}
              value={typed.percent}
              onChange={(percent) => setTyped({ ...typed, percent })}
            />
          </label>
        )}
        <TimeField label={words.from} value={typed.from} onChange={(from) => setTyped({ ...typed, from })} />
        <TimeField label={words.to} value={typed.to} onChange={(to) => setTyped({ ...typed, to })} />
        <label className="act-field act-field-wide">
          <span className="caption">{words.lines}</span>
          <Select
            mode="multiple"
            aria-label={words.lines}
            placeholder={words.allLines}
            value={typed.lines}
            options={list.lines.map((line) => ({ value: line.id, label: name(line) }))}
            onChange={(lines) => setTyped({ ...typed, lines })}
          />
        </label>
        <label className="act-field act-field-wide">
          <span className="caption">{words.document}</span>
          <Input
            maxLength={200}
            value={typed.document}
            onChange={(event) => setTyped({ ...typed, document: event.target.value })}
          />
        </label>
        <span className="filters-end">
          <Button htmlType="submit" disabled={!whole} loading={issue.isPending}>
            {words.issue}
          </Button>
        </span>
      </div>
      <Unwatched list={list} chosen={typed.lines} isLimit={isLimit} />
      {issue.error && <ProblemNote error={issue.error} keptDraft />}
    </form>
  )
}

/** What of an order nobody would notice: lines without a meter, and limits without a rated power. */
function Unwatched({
  list,
  chosen,
  isLimit,
}: {
  list: ProductionOrderList
  chosen: string[]
  isLimit: boolean
}) {
  const words = useWords(productionOrderWords)
  const { name } = useI18n()
  const bound = list.lines.filter(({ id }) => chosen.length === 0 || chosen.includes(id))
  const unmetered = bound.filter(({ metered }) => !metered)
  const unrated = bound.filter(({ metered, rated_kw }) => isLimit && metered && typeof rated_kw !== 'number')
  const names = (lines: typeof bound) => lines.map((line) => name(line)).join('、')
  return (
    <p className="caption">
      {words.watchedHint}
      {unmetered.length > 0 && <span className="urgent"> {words.unmetered(names(unmetered))}</span>}
      {unrated.length > 0 && <span className="urgent"> {words.unrated(names(unrated))}</span>}
    </p>
  )
}

function OrderTable({ list }: { list: ProductionOrderList }) {
  const words = useWords(productionOrderWords)
  const { name } = useI18n()
  const names = new Map(list.lines.map((line) => [line.id, name(line)]))
  if (list.items.length === 0) return <EmptyNote title={words.none}>{words.noneHint}</EmptyNote>
  return (
    <div className="scroll-x">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{words.column.document}</th>
            <th scope="col">{words.column.restraint}</th>
            <th scope="col">{words.column.lines}</th>
            <th scope="col">{words.column.from}</th>
            <th scope="col">{words.column.to}</th>
            <th scope="col">{words.column.state}</th>
            {list.may_order && <th scope="col">{words.column.acts}</th>}
          </tr>
        </thead>
        <tbody>
          {list.items.map((order) => (
            <tr key={order.id} data-order={order.id} data-state={order.state}>
              <td>{order.document}</td>
              <td className="nowrap">
                {order.allowed_percent === 0
                  ? words.stop
                  : words.allowedPercent(figure(order.allowed_percent))}
              </td>
              <td>
                {order.lines.length === 0
                  ? words.allLines
                  : order.lines.map((id) => names.get(id) ?? id).join('、')}
              </td>
              <td className="nowrap">{dateTime(order.from)}</td>
              <td className="nowrap">{dateTime(order.to)}</td>
              <td>
                {wordFor(words.state, order.state)}
                {order.lifted && <span className="caption"> · {order.lifted}</span>}
              </td>
              {list.may_order && (
                <td>
                  <Lift order={order} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Lift({ order }: { order: ProductionOrder }) {
  const words = useWords(productionOrderWords)
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const lift = useAttempt(
    (text: string, key: string) => productionOrders.lift(order.id, text, key),
    STALE,
    () => setOpen(false),
  )
  if (order.state !== 'coming' && order.state !== 'in_force') return null
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {words.lift}
      </Button>
      {open && (
        <ActModal
          title={words.liftTitle}
          confirm={words.confirm}
          ready={reason.trim() !== ''}
          act={lift}
          onOk={() => lift.mutate(reason)}
          onClose={() => setOpen(false)}
        >
          <Input
            aria-label={words.liftTitle}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </ActModal>
      )}
    </>
  )
}
