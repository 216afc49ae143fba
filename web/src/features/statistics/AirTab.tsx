import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'wouter'
import { statistics, type AirDay, type AirStatistics } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { AirParts } from '../../ui/air/AirParts'
import { airWords } from '../../ui/air/words'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { AirCalendar } from './AirCalendar'
import { Percent } from './Rate'
import { RuleWhy } from './RuleWhy'
import { statisticsWords } from './words'

interface Props {
  period: string
  station: string | null
  onSearch: (changes: Record<string, string | undefined>) => void
}

export function AirTab({ period, station, onSearch }: Props) {
  const words = useWords(statisticsWords)
  const air = useQuery({
    queryKey: ['air-statistics', period, station],
    queryFn: () => statistics.air({ period, station: station ?? undefined }),
    placeholderData: (previous) => previous,
  })
  return (
    <Loaded query={air}>
      {(data) =>
        data.station ? (
          <StationDays key={`${data.station.id} ${data.period.code}`} air={data} onSearch={onSearch} />
        ) : (
          <EmptyNote title={words.noStations}>{words.noStationsHint}</EmptyNote>
        )
      }
    </Loaded>
  )
}

function StationDays({ air, onSearch }: { air: AirStatistics; onSearch: Props['onSearch'] }) {
  const words = useWords(statisticsWords)
  const { t, name } = useI18n()
  const [picked, setPicked] = useState<string>()
  // Until a day is picked, the newest that has an index.
  const chosen = picked ?? air.days.findLast((item) => typeof item.index === 'number')?.date
  const day = air.days.find((item) => item.date === chosen)
  const stationClass = (code: string) => t.stationClass[code as keyof typeof t.stationClass]
  return (
    <>
      <div className="filters">
        <Select
          className="no-print"
          aria-label={words.station}
          value={air.station?.id}
          onChange={(id: string) => onSearch({ station: id })}
          popupMatchSelectWidth={false}
          options={air.stations.map((station) => ({
            value: station.id,
            label: `${name(station)} · ${stationClass(station.class)}`,
          }))}
        />
        <b className="only-print">{air.station && name(air.station)}</b>
        <span className="filters-end no-print">
          <Button
            href={statistics.airExportUrl({ period: air.period.code, station: air.station?.id }, 'xlsx')}
          >
            {t.common.export} Excel
          </Button>
        </span>
      </div>
      <GoodAir air={air} />
      <div className="air-parts">
        <Panel title={words.calendar}>
          <AirCalendar air={air} chosen={chosen} onChoose={setPicked} />
        </Panel>
        <Panel title={day ? day.date : words.dayDetails}>
          {day ? <DayDetails day={day} air={air} /> : <p className="secondary">{words.pickDay}</p>}
        </Panel>
      </div>
    </>
  )
}

/** Good days and their rate, with what is in it. */
function GoodAir({ air }: { air: AirStatistics }) {
  const words = useWords(statisticsWords)
  const air_ = useWords(airWords)
  const { name } = useI18n()
  const { good } = air
  const level = (number: string) => air.levels.find((item) => String(item.number) === number)
  const standings: Record<string, string> = air_.standing
  return (
    <Panel title={words.goodAir}>
      <div className="figures">
        <div>
          <span className="caption">{words.goodRate}</span>
          <b className="figure">
            <Percent value={good.rate_percent} digits={1} />
          </b>
          <span className="caption">{words.goodOf(count(good.good), count(good.counted))}</span>
        </div>
        <div>
          <span className="caption">{words.goodDays}</span>
          <b className="figure">{good.counted > 0 ? count(good.good) : '—'}</b>
          <span className="caption">{words.days}</span>
        </div>
        <div>
          <span className="caption">{words.inIt}</span>
          <ul className="lost">
            {good.by_level.map((item) => {
              const of = level(item.code)
              return (
                <li key={item.code}>
                  <span className="aqi-swatch" style={{ background: of?.colour }} aria-hidden="true" />
                  {of ? name(of) : item.code} <b>{words.nDays(count(item.days))}</b>
                </li>
              )
            })}
            {good.left_out.map((item) => (
              <li key={item.code} className="secondary">
                {words.notCounted}: {standings[item.code] ?? item.code} <b>{words.nDays(count(item.days))}</b>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <RuleWhy rules={air.rules}>
        <p>{words.airWhy}</p>
        <p>{words.ozoneWhy}</p>
        <p>{words.provisionalWhy}</p>
      </RuleWhy>
    </Panel>
  )
}

function DayDetails({ day, air }: { day: AirDay; air: AirStatistics }) {
  const words = useWords(statisticsWords)
  return (
    <>
      <AirParts index={day} levels={air.levels} />
      {air.station && (
        <Link href={`/map?at=${encodeURIComponent(`station:${air.station.id}`)}`}>{words.toStation} →</Link>
      )}
    </>
  )
}
