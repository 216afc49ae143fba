import { useQuery } from '@tanstack/react-query'
import { Popover } from 'antd'
import { useState } from 'react'
import { Link } from 'wouter'
import { reminders, type Reminders } from '../../api'
import { BellIcon } from '../../app/icons'
import { useI18n, useWords, wordFor } from '../../i18n'
import { AlarmTitle, DueText } from '../../ui/tags'
import { Left } from '../cases/marks'
import { caseWords } from '../cases/words'
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
  if (!found || (found.mine === 0 && found.reminded + found.cases_reminded === 0)) return null
  const all = found.reminded + found.cases_reminded
  const overdue = found.overdue + found.cases_overdue
  const tone = overdue > 0 ? 'bell-over' : all > 0 ? 'bell-soon' : ''
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      content={<Pressing found={found} onGo={() => setOpen(false)} />}
    >
      <button
        type="button"
        className={`bell ${tone}`}
        aria-expanded={open}
        aria-label={words.label(all, overdue)}
      >
        <BellIcon />
        {all > 0 && <span aria-hidden="true">{all > 99 ? '99+' : all}</span>}
      </button>
    </Popover>
  )
}

function Pressing({ found, onGo }: { found: Reminders; onGo: () => void }) {
  const words = useWords(reminderWords)
  const caseWords_ = useWords(caseWords)
  const { name } = useI18n()
  return (
    <section className="pressing" aria-label={words.title}>
      <h2>{words.title}</h2>
      {found.items.length + found.cases.length === 0 && <p className="secondary">{words.none}</p>}
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
      <ul>
        {found.cases.map(({ case: id, party, deadline }) => (
          <li key={`${id}.${deadline.kind}.${deadline.subject ?? ''}`}>
            <Link href={`/cases/${id}`} onClick={onGo}>
              <span className="pressing-what">
                <strong>{wordFor(caseWords_.deadline, deadline.kind)}</strong>
                <span className="secondary">{name(party)}</span>
              </span>
              <Left deadline={deadline} />
            </Link>
          </li>
        ))}
      </ul>
      {found.cases.length < found.cases_reminded && (
        <p className="caption">{words.more(found.cases_reminded - found.cases.length)}</p>
      )}
      <Link href="/alarms?mine=true" onClick={onGo}>
        {words.mine(found.mine)}
      </Link>
    </section>
  )
}
