import { useQuery } from '@tanstack/react-query'
import { Dropdown, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { server } from '../api'
import { Bell, useReminders } from '../features/reminders/Bell'
import { useI18n } from '../i18n'
import { clockSeconds, date } from '../lib/time'
import { maySee, PLACES, SELDOM, type PlaceName } from './access'
import { MoreIcon, PlaceIcon } from './icons'
import { useConnection, useNow, useSpeed } from './LiveProvider'
import { useSession, useUser } from './SessionProvider'
import { useTheme } from './ThemeProvider'

/** So many places have room for their names in the bar of a phone. */
const ON_A_PHONE = 5

/** The frame of every page: where one can go, what time it is, whether data still arrive, who one is. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useI18n()
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t.nav.skip}
      </a>
      <header className="bar">
        <Brand />
        <Navigation />
        <div className="bar-end">
          <LiveState />
          <Bell />
          <Clock />
          <Switches />
          <Account />
        </div>
      </header>
      <StalledStrip />
      <NoticeStrip />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

export function Brand() {
  const { t } = useI18n()
  return (
    <Link href="/map" className="brand">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <path className="brand-jing" d="M3 12c6-5 10 4 15 0s7-5 11-2" />
        <path className="brand-wei" d="M3 21c6 4 10-5 15-1s7 3 11 1" />
      </svg>
      <span>{t.product}</span>
    </Link>
  )
}

function Navigation() {
  const { t } = useI18n()
  const [location] = useLocation()
  const { role } = useUser()
  const places = PLACES.filter((place) => maySee(role, place))
  const first = places.length > ON_A_PHONE ? ON_A_PHONE - 1 : places.length
  const seldom = places.filter((place) => SELDOM.has(place))
  const isHere = (place: PlaceName) => location.startsWith(`/${place}`)
  return (
    <nav aria-label={t.nav.label} className="places">
      {places.map((place, i) => (
        <Link
          key={place}
          href={`/${place}`}
          className={placeClass(isHere(place), i >= first, SELDOM.has(place))}
          aria-current={isHere(place) ? 'page' : undefined}
        >
          <PlaceIcon place={place} />
          <span>{t.nav[place]}</span>
          {place === 'alarms' && <Waiting />}
        </Link>
      ))}
      {first < places.length && (
        <MorePlaces places={places.slice(first)} isHere={isHere} className="place-more" />
      )}
      {seldom.length > 0 && <MorePlaces places={seldom} isHere={isHere} className="place-more-seldom" />}
    </nav>
  )
}

const placeClass = (here: boolean, further: boolean, seldom: boolean) =>
  ['place', here && 'place-here', further && 'place-further', seldom && 'place-seldom']
    .filter(Boolean)
    .join(' ')

/** How many alarms wait for this account. */
function Waiting() {
  const mine = useReminders().data?.mine ?? 0
  if (mine === 0) return null
  // The bell says it to those who listen; here it would only be in the way of the place's name.
  return (
    <span className="place-count" aria-hidden="true">
      {mine > 999 ? '999+' : mine}
    </span>
  )
}

/** The places that a bar has no room for: on a phone many, on a desk's screen those that few open daily. */
function MorePlaces({
  places,
  isHere,
  className,
}: {
  places: PlaceName[]
  isHere: (place: PlaceName) => boolean
  className: string
}) {
  const { t } = useI18n()
  const [, navigate] = useLocation()
  const here = places.find(isHere)
  return (
    <Dropdown
      trigger={['click']}
      placement="topRight"
      menu={{
        selectedKeys: here ? [here] : [],
        items: places.map((place) => ({
          key: place,
          icon: <PlaceIcon place={place} />,
          label: t.nav[place],
          onClick: () => navigate(`/${place}`),
        })),
      }}
    >
      <button type="button" className={here ? `place ${className} place-here` : `place ${className}`}>
        <MoreIcon />
        <span>{here ? t.nav[here] : t.nav.more}</span>
      </button>
    </Dropdown>
  )
}

function LiveState() {
  const { t } = useI18n()
  const connection = useConnection()
  const word = connection.state === 'live' ? t.shell.live : t.shell.connecting
  return (
    <Tooltip title={connection.state === 'live' ? t.shell.liveHint : undefined}>
      <span className={`live live-${connection.state}`} role="status">
        <i aria-hidden="true" />
        <span>{word}</span>
      </span>
    </Tooltip>
  )
}

function StalledStrip() {
  const { t } = useI18n()
  const connection = useConnection()
  if (connection.state !== 'stalled') return null
  return (
    <div className="strip-stalled" role="alert">
      {t.shell.stalled(clockSeconds(connection.since))}
    </div>
  )
}

/** What the server says of its own state, as while a simulated city is still telling its history. */
function NoticeStrip() {
  const { language } = useI18n()
  const info = useQuery({
    queryKey: ['server'],
    queryFn: server,
    refetchInterval: (query) => (query.state.data?.notice ? 2_000 : 60_000),
  })
  const notice = info.data?.notice
  if (!notice) return null
  return (
    <div className="strip-notice" role="status">
      {notice[language]}
    </div>
  )
}

function Clock() {
  const { t } = useI18n()
  const now = useNow(1_000)
  const speed = useSpeed()
  return (
    <Tooltip title={speed === 1 ? t.shell.zoneRule : `${t.shell.zoneRule} · ${t.shell.scenarioHint}`}>
      <span className="clock">
        <span className="clock-time">
          <span className="clock-date">{date(now)} </span>
          {clockSeconds(now)}
        </span>
        <span className="clock-zone">
          {speed === 1 ? (
            t.shell.zone
          ) : (
            <>
              <span className="clock-zone-beside">{t.shell.zone} · </span>
              {t.shell.scenario(String(speed))}
            </>
          )}
        </span>
      </span>
    </Tooltip>
  )
}

/** Language and theme. */
export function Switches() {
  const { t, language, setLanguage } = useI18n()
  const { name, toggle } = useTheme()
  return (
    <span className="switches">
      <button
        type="button"
        className="switch"
        aria-label={t.shell.toEnglish}
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {language === 'zh' ? 'EN' : '中'}
      </button>
      <Tooltip title={name === 'light' ? t.shell.toDark : t.shell.toLight}>
        <button
          type="button"
          className="switch"
          aria-label={name === 'light' ? t.shell.toDark : t.shell.toLight}
          onClick={toggle}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
            <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" />
          </svg>
        </button>
      </Tooltip>
    </span>
  )
}

function Account() {
  const { t } = useI18n()
  const user = useUser()
  const { signOut } = useSession()
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', label: `${user.login} · ${t.roles[user.role]}`, disabled: true },
          { type: 'divider' },
          { key: 'out', label: t.shell.signOut, onClick: () => void signOut() },
        ],
      }}
    >
      <button type="button" className="account" aria-label={`${t.shell.account} ${user.name}`}>
        <span className="account-mark" aria-hidden="true">
          {user.name.slice(0, 1)}
        </span>
        <span className="account-name">
          {user.name}
          <small>{t.roles[user.role]}</small>
        </span>
      </button>
    </Dropdown>
  )
}
