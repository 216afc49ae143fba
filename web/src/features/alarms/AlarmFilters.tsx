import { useQuery } from '@tanstack/react-query'
import { App, Button, Dropdown, Input, Segmented, Select } from 'antd'
import { useEffect, useState } from 'react'
import { alarms, cityMap, type AlarmKind, type AlarmQuery, type Role } from '../../api'
import { useRole } from '../../app/SessionProvider'
import { useI18n, useWords } from '../../i18n'
import { SEVERITIES } from '../../lib/status'
import { withFilter } from './filters'
import { alarmWords } from './words'

const KINDS: readonly AlarmKind[] = [
  'production_on_treatment_off',
  'production_under_order',
  'off_hours_production',
  'exceedance_hour',
  'exceedance_day',
  'exceedance_realtime',
  'constant_value',
  'impossible_value',
  'range_clipping',
  'replay',
  'step',
  'drift',
  'limit_hugging',
  'variance_collapse',
  'unexplained',
  'mass_balance',
  'calibration_altered',
  'sample_at_odds',
  'station_spike',
  'logger_silent',
  'clock_error',
]

/** Those for whom an alarm can wait. */
const ACTING: readonly Role[] = ['duty_officer', 'branch_officer', 'enterprise_user']

interface Props {
  query: AlarmQuery
  search: URLSearchParams
  onChange: (search: URLSearchParams) => void
}

export function AlarmFilters({ query, search, onChange }: Props) {
  const words = useWords(alarmWords)
  const { t, name } = useI18n()
  const role = useRole()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const set = (filter: string, value: string | undefined) => onChange(withFilter(search, filter, value))
  return (
    <div className="filters">
      <Segmented
        value={query.state}
        onChange={(value) => set('state', value)}
        options={(['open', 'closed', 'all'] as const).map((value) => ({ value, label: words.state[value] }))}
      />
      <SearchBox text={query.q ?? ''} onChange={(text) => set('q', text)} />
      <Choice
        label={words.filterKind}
        value={query.kind}
        words={t.kind}
        codes={KINDS}
        onChange={(code) => set('kind', code)}
      />
      <Choice
        label={words.filterSeverity}
        value={query.severity}
        words={t.severity}
        codes={SEVERITIES}
        onChange={(code) => set('severity', code)}
      />
      <Select
        allowClear
        aria-label={words.filterDistrict}
        placeholder={words.filterDistrict}
        value={query.district}
        onChange={(code: string | undefined) => set('district', code)}
        options={(city.data?.districts ?? []).map((district) => ({
          value: district.code,
          label: name(district),
        }))}
      />
      {ACTING.includes(role) && (
        <Switch
          label={words.mine}
          on={query.mine === true}
          onChange={(on) => set('mine', on ? 'true' : undefined)}
        />
      )}
      {role !== 'enterprise_user' && (
        <Switch
          label={words.aside}
          on={query.snoozed === true}
          onChange={(on) => set('snoozed', on ? 'true' : undefined)}
        />
      )}
      <Select
        aria-label={words.sortBy}
        value={query.sort}
        onChange={(value: string) => set('sort', value)}
        options={(['due', 'raised', 'severity'] as const).map((value) => ({
          value,
          label: `${words.sortBy}：${words.sort[value]}`,
        }))}
      />
      <span className="filters-end">
        <ExportMenu query={query} />
        <CopyLink />
      </span>
    </div>
  )
}

/** A filter that is on or off. */
function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <Button aria-pressed={on} type={on ? 'primary' : 'default'} ghost={on} onClick={() => onChange(!on)}>
      {label}
    </Button>
  )
}

/** Asks a moment after the last letter, so that typing does not send a request a letter. */
function SearchBox({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const words = useWords(alarmWords)
  const [typed, setTyped] = useState(text)
  useEffect(() => {
    if (typed.trim() === text) return
    const timer = setTimeout(() => onChange(typed.trim()), 300)
    return () => clearTimeout(timer)
  }, [typed, text, onChange])
  return (
    <Input
      className="filter-search"
      allowClear
      value={typed}
      placeholder={words.find}
      aria-label={words.find}
      onChange={(event) => setTyped(event.target.value)}
    />
  )
}

function Choice<C extends string>({
  label,
  value,
  words,
  codes,
  onChange,
}: {
  label: string
  value: string | undefined
  words: Record<C, string>
  codes: readonly C[]
  onChange: (code: C | undefined) => void
}) {
  return (
    <Select
      allowClear
      aria-label={label}
      placeholder={label}
      value={value as C | undefined}
      onChange={onChange}
      popupMatchSelectWidth={false}
      options={codes.map((code) => ({ value: code, label: words[code] }))}
    />
  )
}

function ExportMenu({ query }: { query: AlarmQuery }) {
  const { t } = useI18n()
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'xlsx', label: <a href={alarms.exportUrl(query, 'xlsx')}>Excel (.xlsx)</a> },
          { key: 'csv', label: <a href={alarms.exportUrl(query, 'csv')}>CSV</a> },
        ],
      }}
    >
      <Button>{t.common.export}</Button>
    </Dropdown>
  )
}

function CopyLink() {
  const { t } = useI18n()
  const { message } = App.useApp()
  // The clipboard is closed to plain-http pages; the address bar still has the link.
  if (!('clipboard' in navigator)) return null
  const copy = () => {
    void navigator.clipboard.writeText(window.location.href).then(() => message.success(t.common.linkCopied))
  }
  return <Button onClick={copy}>{t.common.copyLink}</Button>
}
