import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { seriesExportUrl, type OutletInfo } from '../../api'
import { useClock } from '../../app/LiveProvider'
import { useI18n, useWords } from '../../i18n'
import { dateTime, rfc3339 } from '../../lib/time'
import { useRole } from '../../app/SessionProvider'
import { Boundary } from '../../ui/Boundary'
import { PageHead, Panel } from '../../ui/page'
import { StatusMark } from '../../ui/StatusMark'
import { DeviceRequestsPanel } from '../device-requests/DeviceRequestsPanel'
import { LoggerPanel } from './LoggerPanel'
import { LimitsPanel, OpenAlarmsPanel, ReleasePanel } from './SidePanels'
import { SeriesPanel } from './SeriesPanel'
import { GRANULARITIES, SPAN_NAMES, SPANS, viewFrom, type View } from './spans'
import { ListedBadge } from '../positive-list/ListedBadge'
import { monitoringWords } from './words'

const isFlow = (factor: string): boolean => factor === 'w00000' || factor === 'a00000'

/** Factors in the order in which people ask: what is limited first, flow last. */
function orderedFactors(outlet: OutletInfo): OutletInfo['channels'] {
  const limited = new Set(outlet.limits.map(({ factor }) => factor))
  const weight = ({ factor }: { factor: string }) => (isFlow(factor) ? 2 : limited.has(factor) ? 0 : 1)
  return outlet.channels.toSorted((a, b) => weight(a) - weight(b))
}

export function OutletView({ outlet }: { outlet: OutletInfo }) {
  const words = useWords(monitoringWords)
  const { t, name } = useI18n()
  const [search, setSearch] = useSearchParams()
  const role = useRole()
  const [asTable, setAsTable] = useState(false)
  const channels = orderedFactors(outlet)
  const alarmed = outlet.alarms.find((alarm) => alarm.factor)?.factor?.code
  const first = channels.map(({ factor }) => factor)
  const view = viewFrom(search, alarmed ? [alarmed, ...first] : first)
  const set = (changes: Record<string, string | undefined>) => {
    const next = new URLSearchParams(search)
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined) next.delete(key)
      else next.set(key, value)
    }
    setSearch(next, { replace: true })
  }
  return (
    <div className="page outlet-page">
      <PageHead
        title={`${name(outlet.enterprise_named)} · ${name(outlet)}`}
        note={
          <>
            <StatusMark status={outlet.status} />
            <span>{t.medium[outlet.medium]}</span>
            <ListedBadge code={outlet.enterprise_named.code} />
            <Link href={`/enterprises/${outlet.enterprise_named.code}`}>{words.toEnterprise} →</Link>
          </>
        }
      >
        <Link className="only-narrow" href="/monitoring">
          ← {words.outlets}
        </Link>
      </PageHead>
      <Panel>
        <div className="filters">
          <Select
            aria-label={words.factor}
            value={view.factor}
            onChange={(factor: string) => set({ factor })}
            options={channels.map((channel) => ({
              value: channel.factor,
              label: `${name(channel)} ${channel.unit}`,
            }))}
            popupMatchSelectWidth={false}
          />
          <Segmented
            value={view.span}
            onChange={(span) => set({ span, data: undefined })}
            options={SPAN_NAMES.map((value) => ({ value, label: words.spans[value] }))}
          />
          <Select
            aria-label={words.granularity}
            value={view.granularity}
            onChange={(data: string) => set({ data })}
            options={GRANULARITIES.map((value) => ({ value, label: t.granularity[value] }))}
          />
          <Paging view={view} onMove={(to) => set({ to })} />
          <span className="filters-end">
            <Segmented
              value={asTable ? 'table' : 'chart'}
              onChange={(value) => setAsTable(value === 'table')}
              options={(['chart', 'table'] as const).map((value) => ({ value, label: words[value] }))}
            />
            <ExportButton outlet={outlet} view={view} />
          </span>
        </div>
        <Boundary>
          <SeriesPanel outlet={outlet} view={view} asTable={asTable} />
        </Boundary>
      </Panel>
      <div className="outlet-panels">
        <OpenAlarmsPanel alarms={outlet.alarms} />
        <LoggerPanel mn={outlet.mn} device={outlet.device} />
        <LimitsPanel outlet={outlet} />
        <ReleasePanel outlet={outlet} />
      </div>
      {outlet.mn && role !== 'enterprise_user' && <DeviceRequestsPanel mn={outlet.mn} outlet={outlet.id} />}
    </div>
  )
}

function Paging({ view, onMove }: { view: View; onMove: (to: string | undefined) => void }) {
  const words = useWords(monitoringWords)
  const now = useClock()
  const length = SPANS[view.span].lengthMs
  const move = (by: number) => {
    const to = (view.end ?? now()) + by
    onMove(to >= now() ? undefined : rfc3339(to))
  }
  return (
    <span className="paging">
      <Button aria-label={words.earlier} onClick={() => move(-length / 2)}>
        ‹
      </Button>
      <Button disabled={view.end === undefined} onClick={() => onMove(undefined)}>
        {view.end === undefined ? words.now : dateTime(view.end)}
      </Button>
      <Button aria-label={words.later} disabled={view.end === undefined} onClick={() => move(length / 2)}>
        ›
      </Button>
    </span>
  )
}

function ExportButton({ outlet, view }: { outlet: OutletInfo; view: View }) {
  const { t } = useI18n()
  const now = useClock()
  const download = () => {
    const to = view.end ?? now()
    const query = {
      factor: view.factor,
      granularity: view.granularity,
      from: rfc3339(to - SPANS[view.span].lengthMs),
      to: rfc3339(to),
    }
    window.location.assign(seriesExportUrl('outlet', outlet.id, query, 'csv'))
  }
  return <Button onClick={download}>{t.common.export} CSV</Button>
}
