import { useQuery } from '@tanstack/react-query'
import { Popover } from 'antd'
import { useState } from 'react'
import { Link } from 'wouter'
import { reminders, type Reminders } from '../../api'
import { BellIcon } from '../../app/icons'
import { useI18n, useWords } from '../../i18n'
import { AlarmTitle, DueText } from '../../ui/tags'
import { reminderWords } from './words'
import './reminders.css'

/** What presses for this account; the server says by its event stream when it has changed. */
export const useReminders = () =>
  useQuery({ queryKey: ['reminders'], queryFn: reminders, refetchInterval: 60_000 })

/** A bell with a number, and behind it what presses, the most pressing first. Nothing opens by itself. */
export function Bell() {
  const words = useWords(reminderWords)
  const [open, setOpen] = useState(false)
  const query = useReminders()
  const found = query.data
  if (!found || (found.mine === 0 && found.reminded === 0)) return null
  const tone = found.overdue > 0 ? 'bell-over' : found.reminded > 0 ? 'bell-soon' : ''
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      content={<Pressing found={found} onGo={() => setOpen(false)} />}
    >
      <button type="button" className={`bell ${tone}`} aria-expanded={open} aria-label={words.label(found)}>
        <BellIcon />
        {found.reminded > 0 && <span aria-hidden="true">{found.reminded > 99 ? '99+' : found.reminded}</span>}
      </button>
    </Popover>
  )
}

function Pressing({ found, onGo }: { found: Reminders; onGo: () => void }) {
  const words = useWords(reminderWords)
  const { name } = useI18n()
  return (
    <section className="pressing" aria-label={words.title}>
      <h2>{words.title}</h2>
      {found.items.length === 0 && <p className="secondary">{words.none}</p>}
      <ul>
        {found.items.map(({ alarm, due }) => (
          <li key={alarm.id}>
            <Link href={`/alarms/${alarm.id}`} onClick={onGo}>
              <span className="pressing-what">
                <AlarmTitle alarm={alarm} />
                <span className="secondary">{alarm.enterprise && name(alarm.enterprise)}</span>
              </span>
              <DueText due={due} />
            </Link>
          </li>
        ))}
      </ul>
      {found.items.length < found.reminded && (
        <p className="caption">{words.more(found.reminded - found.items.length)}</p>
      )}
      <Link href="/alarms?mine=true" onClick={onGo}>
        {words.mine(found.mine)}
      </Link>
    </section>
  )
}
