import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { Link, useLocation } from 'wouter'
import { cityMap, statistics, type HourGap, type OutletStatistics, type TableFactor } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count, figure } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { UnverifiedTag } from '../../ui/tags'
import { DeclaredStopsPanel } from '../declared-stops/DeclaredStopsPanel'
import { DayTable } from './DayTable'
import { RateFigures } from './Rate'
import { reasonText } from './reason'
import { RuleWhy } from './RuleWhy'
import { Lost } from './TransmissionTab'
import { statisticsWords } from './words'

interface Props {
  period: string
  id: string | undefined
  search: URLSearchParams
  onSearch: (changes: Record<string, string | undefined>) => void
}

export function OutletTab({ period, id, search, onSearch }: Props) {
  const words = useWords(statisticsWords)
  const { t, name } = useI18n()
  const [, navigate] = useLocation()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const table = useQuery({
    queryKey: ['outlet-statistics', id, period],
    queryFn: () => statistics.outlet(id ?? '', period),
    enabled: id !== undefined,
  })
  const owners = new Map(city.data?.enterprises.map((item) => [item.code, name(item)]))
  return (
    <>
      <div className="filters no-print">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          className="filter-search"
          aria-label={words.groups.outlet}
          placeholder={words.pickOutlet}
          value={id}
          onChange={(value: string) => navigate(`/statistics/outlet/${value}?period=${period}`)}
          options={(city.data?.outlets ?? []).map((outlet) => ({
            value: outlet.id,
            label: `${owners.get(outlet.enterprise) ?? ''} · ${name(outlet)}`,
          }))}
        />
        {id && (
          <span className="filters-end">
            <Button href={statistics.outletExportUrl(id, period, 'xlsx')}>{t.common.export} Excel</Button>
          </span>
        )}
      </div>
      {id ? (
        <Loaded query={table}>
          {(data) => (
            <OutletTable
              table={data}
              chosen={search.get('factor')}
              onFactor={(factor) => onSearch({ factor })}
            />
          )}
        </Loaded>
      ) : (
        <EmptyNote title={words.pickOutlet}>{words.pickOutletHint}</EmptyNote>
      )}
    </>
  )
}

function OutletTable({
  table,
  chosen,
  onFactor,
}: {
  table: OutletStatistics
  chosen: string | null
  onFactor: (factor: string) => void
}) {
  const words = useWords(statisticsWords)
  const { t, name } = useI18n()
  const limited = table.factors.toSorted((a, b) => Number(b.limits.length > 0) - Number(a.limits.length > 0))
  const factor = limited.find((item) => item.factor === chosen) ?? limited[0]
  return (
    <>
      <Panel
        title={
          <>
            {name(table.enterprise)} · {name(table.outlet)}{' '}
            <span className="caption">{t.medium[table.medium]}</span>
          </>
        }
        extra={<Link href={`/monitoring/${table.outlet.code}`}>{words.toMonitoring} →</Link>}
      >
        <RateFigures rates={table.rates} targets={table.targets} />
        <Lost rates={table.rates} />
        <p className="caption">
          {table.counted_from ? words.countedFrom(dateTime(table.counted_from)) : words.neverSent}{' '}
          {words.until(dateTime(table.period.until))}
        </p>
        <OutletWhy table={table} />
      </Panel>
      {factor && (
        <Panel className="panel-flush">
          <div className="filters table-filters">
            <Select
              aria-label={words.column.factor}
              value={factor.factor}
              onChange={onFactor}
              popupMatchSelectWidth={false}
              options={limited.map((item) => ({ value: item.factor, label: `${name(item)} ${item.unit}` }))}
            />
            <Limits factor={factor} />
          </div>
          <DayTable factor={factor} outlet={table.outlet.code} />
        </Panel>
      )}
      <Gaps table={table} />
      <DeclaredStopsPanel outlet={table.outlet.code} />
    </>
  )
}

function OutletWhy({ table }: { table: OutletStatistics }) {
  const words = useWords(statisticsWords)
  const { validity } = table
  const rules = [...(validity ? [validity.rule] : []), ...table.targets.map((target) => target.rule)]
  return (
    <RuleWhy rules={rules}>
      <p>
        {validity
          ? words.validityWhy(
              String(validity.hour_minutes_least),
              String(validity.day_hours_least),
              String(validity.month_days_least),
              String(validity.february_days_least),
            )
          : words.noValidity}
      </p>
      <p>{table.medium === 'water' ? words.waterMeanWhy : words.gasMeanWhy}</p>
      <p>{words.totalWhy}</p>
      <p>{words.stopWhy}</p>
    </RuleWhy>
  )
}

function Limits({ factor }: { factor: TableFactor }) {
  const words = useWords(statisticsWords)
  const { t } = useI18n()
  if (factor.limits.length === 0) return <span className="caption">{words.noLimit}</span>
  return (
    <span className="caption">
      {factor.limits.map((limit, i) => (
        <span key={i} className="limit-note">
          {t.basis[limit.basis as keyof typeof t.basis]} ≤ {figure(limit.upper)} {limit.unit} ({limit.source})
          {limit.unverified && <UnverifiedTag />}
        </span>
      ))}
    </span>
  )
}

function Gaps({ table }: { table: OutletStatistics }) {
  const words = useWords(statisticsWords)
  const { t, name } = useI18n()
  const factors = new Map(table.factors.map((factor) => [factor.factor, name(factor)]))
  const row = (gap: HourGap) => (
    <tr key={`${gap.factor} ${gap.from}`}>
      <td className="nowrap">
        <Link href={recordsLink(table.outlet.code, gap.factor, gap.to)}>{dateTime(gap.from)}</Link>
      </td>
      <td className="nowrap">{dateTime(gap.to)}</td>
      <td className="number">{count(gap.hours)}</td>
      <td>{factors.get(gap.factor) ?? gap.factor}</td>
      <td>{reasonText(t, words, gap.reason)}</td>
    </tr>
  )
  return (
    <Panel title={words.gaps} className="panel-table">
      {table.gaps.length === 0 ? (
        <p className="secondary">{table.counted_from ? words.noGaps : words.neverSent}</p>
      ) : (
        <div className="scroll-x">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">{words.column.from}</th>
                <th scope="col">{words.column.to}</th>
                <th scope="col" className="number">
                  {words.column.hours}
                </th>
                <th scope="col">{words.column.factor}</th>
                <th scope="col">{words.column.reason}</th>
              </tr>
            </thead>
            <tbody>{table.gaps.map(row)}</tbody>
          </table>
        </div>
      )}
      {table.gaps_left_out > 0 && <p className="caption">{words.moreGaps(count(table.gaps_left_out))}</p>}
    </Panel>
  )
}

/** The hours before `to` on the monitoring page. */
export const recordsLink = (outlet: string, factor: string, to: string): string =>
  `/monitoring/${outlet}?${new URLSearchParams({ factor, span: 'h24', data: 'hour', to }).toString()}`
