import { Checkbox, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { Link } from 'wouter'
import type { Device, DeviceList, Logger } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { EmptyNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { refusedTotal } from '../monitoring/counters'
import { DeviceTable, type DeviceRow } from './DeviceTable'
import { deviceWords } from './words'

type Target = Logger['target']
type MeterDevice = DeviceList['meters'][number]

/** Every registered logger. */
export function Loggers({ loggers }: { loggers: Logger[] }) {
  const words = useWords(deviceWords)
  const rows = loggers.map(({ mn, target, realtime_interval_s: interval_s, device }) => {
    return { id: mn, names: namesOf(target), target: <TargetLink target={target} />, interval_s, device }
  })
  const empty = <EmptyNote title={words.noLoggers}>{words.noLoggersHint}</EmptyNote>
  return <Searched title={words.loggers} identity={words.column.logger} rows={rows} empty={empty} />
}

/** Every registered power meter. */
export function Meters({ meters }: { meters: MeterDevice[] }) {
  const words = useWords(deviceWords)
  const rows = meters.map(({ id, target, device }) => {
    return { id, names: namesOf(target), target: <TargetLink target={target} />, device }
  })
  const empty = <EmptyNote title={words.noMeters}>{words.noMetersHint}</EmptyNote>
  return <Searched title={words.meters} identity={words.meter} rows={rows} empty={empty} />
}

/** Who sends without being in the register: somebody has to see what is refused. */
export function Strangers({ strangers }: { strangers: Device[] }) {
  const words = useWords(deviceWords)
  const rows = strangers.map((device) => ({ id: device.device, names: device.device, device }))
  return (
    <Panel
      className="panel-flush"
      title={words.strangers}
      extra={<span className="caption">{words.strangersHint}</span>}
    >
      {rows.length === 0 ? (
        <EmptyNote title={words.noStrangers}>{words.noStrangersHint}</EmptyNote>
      ) : (
        <DeviceTable title={words.strangers} identity={words.column.logger} rows={rows} showRefusal />
      )}
    </Panel>
  )
}

interface SearchedProps {
  title: string
  identity: string
  rows: DeviceRow[]
  empty: ReactNode
}

function Searched({ title, identity, rows, empty }: SearchedProps) {
  const words = useWords(deviceWords)
  const [text, setText] = useState('')
  const [trouble, setTrouble] = useState(false)
  const wanted = text.trim().toLowerCase()
  const shown = rows.filter(({ id, names, device }) => {
    const matches = `${id} ${names}`.toLowerCase().includes(wanted)
    return matches && (!trouble || !device?.connected || refusedTotal(device) > 0)
  })
  const filters = (
    <span className="filters">
      <Checkbox checked={trouble} onChange={(event) => setTrouble(event.target.checked)}>
        {words.onlyTrouble}
      </Checkbox>
      <Input
        className="filter-search"
        allowClear
        value={text}
        placeholder={words.find}
        aria-label={`${title}: ${words.find}`}
        onChange={(event) => setText(event.target.value)}
      />
    </span>
  )
  return (
    <Panel className="panel-flush" title={title} extra={rows.length > 0 && filters}>
      {rows.length === 0 ? empty : <DeviceTable title={title} identity={identity} rows={shown} />}
    </Panel>
  )
}

const namesOf = ({ name, name_en: nameEn, enterprise }: Target): string =>
  [name, nameEn, enterprise?.name, enterprise?.name_en].filter(Boolean).join(' ')

export function TargetLink({ target }: { target: Target }) {
  const { name } = useI18n()
  const places: Record<string, string> = {
    outlet: `/monitoring/${target.id}`,
    station: `/map?at=station:${target.id}`,
  }
  const place = places[target.kind] ?? `/enterprises/${target.enterprise?.code ?? ''}`
  return (
    <Link href={place}>
      {target.enterprise && `${name(target.enterprise)} · `}
      {name(target)}
    </Link>
  )
}
