import { useEffect } from 'react'
import { Link } from 'wouter'
import type { AlarmSummary, CityMap, LatestReading, OutletPoint } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { shortTime } from '../../lib/time'
import { useOutlet } from '../../ui/chart/useRows'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Facts, Quantity } from '../../ui/page'
import { StationAqi } from '../../ui/air/StationAqi'
import { StatusMark } from '../../ui/StatusMark'
import { AlarmTitle, DueText, StageTag } from '../../ui/tags'
import { ListedBadge } from '../positive-list/ListedBadge'
import { mapWords } from './words'

interface Props {
  city: CityMap
  /** `enterprise:…`, `outlet:…`, `station:…` or `district:…`. */
  at: string
  alarms: AlarmSummary[]
  onSelect: (id: string | undefined) => void
}

/** What one symbol stands for, beside the map. */
export function MapDrawer({ city, at, alarms, onSelect }: Props) {
  const { t } = useI18n()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && onSelect(undefined)
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onSelect])
  return (
    <aside className="map-drawer" aria-label={t.common.open}>
      <button
        type="button"
        className="switch map-drawer-close"
        aria-label={t.common.close}
        onClick={() => onSelect(undefined)}
      >
        ✕
      </button>
      <DrawerBody city={city} at={at} alarms={alarms} onSelect={onSelect} />
    </aside>
  )
}

function DrawerBody({ city, at, alarms, onSelect }: Props) {
  const words = useWords(mapWords)
  const kind = at.slice(0, at.indexOf(':'))
  const id = at.slice(at.indexOf(':') + 1)
  const enterprise = city.enterprises.find((item) => item.code === id)
  const outlet = city.outlets.find((item) => item.id === id)
  const station = city.stations.find((item) => item.id === id)
  const district = city.districts.find((item) => item.code === id)
  if (kind === 'enterprise' && enterprise) {
    return <EnterpriseBody city={city} enterprise={enterprise} alarms={alarms} onSelect={onSelect} />
  }
  if (kind === 'outlet' && outlet)
    return <OutletBody city={city} outlet={outlet} alarms={alarms} onSelect={onSelect} />
  if (kind === 'station' && station) return <StationBody city={city} station={station} />
  if (kind === 'district' && district)
    return <DistrictBody city={city} district={district} alarms={alarms} onSelect={onSelect} />
  return <EmptyNote title={words.gone}>{words.goneHint}</EmptyNote>
}

function EnterpriseBody({
  city,
  enterprise,
  alarms,
  onSelect,
}: Omit<Props, 'at'> & { enterprise: CityMap['enterprises'][number] }) {
  const words = useWords(mapWords)
  const { t, name, language } = useI18n()
  const outlets = city.outlets.filter((outlet) => outlet.enterprise === enterprise.code)
  const district = city.districts.find((item) => item.code === enterprise.district)
  return (
    <>
      <h2>{name(enterprise)}</h2>
      <StatusMark status={enterprise.status} /> <ListedBadge code={enterprise.code} />
      <Facts
        items={[
          [words.trade, language === 'en' ? enterprise.trade_en : enterprise.trade],
          [t.common.district, district ? name(district) : enterprise.district],
        ]}
      />
      <Link className="drawer-link" href={`/enterprises/${enterprise.code}`}>
        {words.toEnterprise} →
      </Link>
      <DrawerAlarms alarms={alarms.filter((alarm) => alarm.enterprise?.code === enterprise.code)} />
      <h3>{words.outlets}</h3>
      {outlets.map((outlet) => (
        <section key={outlet.id} className="drawer-part">
          <div className="drawer-line">
            <button type="button" className="strip-place" onClick={() => onSelect(`outlet:${outlet.id}`)}>
              {name(outlet)} · {t.medium[outlet.medium]}
            </button>
            <StatusMark status={outlet.status} />
          </div>
          <OutletReadings id={outlet.id} now={city.now} />
        </section>
      ))}
    </>
  )
}

/** What the outlet measures is asked for when somebody looks at it: the map of a large city holds thousands. */
function OutletReadings({ id, now }: { id: string; now: string }) {
  const words = useWords(mapWords)
  const outlet = useOutlet(id)
  return (
    <>
      <Loaded query={outlet}>{({ readings }) => <Readings readings={readings} now={now} />}</Loaded>
      <Link className="drawer-link" href={`/monitoring/${id}`}>
        {words.toMonitoring} →
      </Link>
    </>
  )
}

function OutletBody({ city, outlet, alarms, onSelect }: Omit<Props, 'at'> & { outlet: OutletPoint }) {
  const words = useWords(mapWords)
  const { t, name } = useI18n()
  const enterprise = city.enterprises.find((item) => item.code === outlet.enterprise)
  return (
    <>
      <h2>{name(outlet)}</h2>
      <StatusMark status={outlet.status} />
      <Facts
        items={[
          enterprise && [
            words.enterpriseOf,
            <button
              key="of"
              type="button"
              className="strip-place"
              onClick={() => onSelect(`enterprise:${enterprise.code}`)}
            >
              {name(enterprise)}
            </button>,
          ],
          [
            t.common.lastSeen,
            outlet.last_seen ? (
              shortTime(outlet.last_seen, city.now)
            ) : (
              <span className="faint">{t.common.never}</span>
            ),
          ],
        ]}
      />
      <OutletReadings id={outlet.id} now={city.now} />
      <DrawerAlarms
        alarms={alarms.filter((alarm) => alarm.subject.kind === 'outlet' && alarm.subject.id === outlet.id)}
      />
    </>
  )
}

function StationBody({ city, station }: { city: CityMap; station: CityMap['stations'][number] }) {
  const words = useWords(mapWords)
  const { t, name } = useI18n()
  return (
    <>
      <h2>{name(station)}</h2>
      <div className="drawer-line">
        <StatusMark status={station.status} />
        <span className="secondary">{t.stationClass[station.class]}</span>
      </div>
      <StationAqi station={station.id} />
      <Readings readings={station.readings} now={city.now} />
      <Link className="drawer-link" href={`/statistics/air?station=${station.id}`}>
        {words.toAir} →
      </Link>
    </>
  )
}

function DistrictBody({
  city,
  district,
  alarms,
  onSelect,
}: Omit<Props, 'at'> & { district: CityMap['districts'][number] }) {
  const words = useWords(mapWords)
  const { name } = useI18n()
  const enterprises = city.enterprises.filter((item) => item.district === district.code)
  return (
    <>
      <h2>{name(district)}</h2>
      <p className="secondary">{words.districtAlarms(district.open_alarms)}</p>
      <DrawerAlarms alarms={alarms.filter((alarm) => alarm.district?.code === district.code)} />
      <h3>
        {words.layer.enterprise} <span className="faint">{enterprises.length}</span>
      </h3>
      <ul className="drawer-list">
        {enterprises.map((enterprise) => (
          <li key={enterprise.code} className="drawer-line">
            <button
              type="button"
              className="strip-place"
              onClick={() => onSelect(`enterprise:${enterprise.code}`)}
            >
              {name(enterprise)}
            </button>
            <StatusMark status={enterprise.status} />
          </li>
        ))}
      </ul>
    </>
  )
}

function DrawerAlarms({ alarms }: { alarms: AlarmSummary[] }) {
  const words = useWords(mapWords)
  if (alarms.length === 0) return null
  return (
    <>
      <h3>{words.alarmsHere}</h3>
      <ul className="drawer-list">
        {alarms.map((alarm) => (
          <li key={alarm.id} className="drawer-alarm">
            <div className="drawer-line">
              <Link href={`/alarms/${alarm.id}`}>
                <AlarmTitle alarm={alarm} />
              </Link>
              <StageTag stage={alarm.stage} />
            </div>
            <DueText due={alarm.due} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** The latest value of every factor, with how near the limit it is. */
function Readings({ readings, now }: { readings: LatestReading[]; now: string }) {
  const words = useWords(mapWords)
  const { t, name } = useI18n()
  if (readings.length === 0) return <p className="faint">{words.noReadings}</p>
  return (
    <table className="drawer-readings">
      <caption className="visually-hidden">{words.latest}</caption>
      <tbody>
        {readings.map((reading) => {
          const over = (reading.limit_ratio ?? 0) > 1
          return (
            <tr key={reading.factor}>
              <th scope="row">{name(reading)}</th>
              <td className={over ? 'number urgent' : 'number'}>
                <Quantity value={reading.value} unit={reading.unit} strong={over} />
                {over && <small> {t.common.limitRatio(figure(reading.limit_ratio ?? 0))}</small>}
              </td>
              <td className="number faint">{shortTime(reading.time, now)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
