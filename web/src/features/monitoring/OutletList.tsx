import { Input } from 'antd'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { CityMap, OutletPoint } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { STATUSES } from '../../lib/status'
import { EmptyNote } from '../../ui/notes'
import { StatusMark } from '../../ui/StatusMark'
import { monitoringWords } from './words'

/** Every outlet that this account sees, the worst first. */
export function OutletList({ city, chosen }: { city: CityMap; chosen: string | undefined }) {
  const words = useWords(monitoringWords)
  const { name } = useI18n()
  const [text, setText] = useState('')
  const owners = useMemo(() => new Map(city.enterprises.map((item) => [item.code, item])), [city.enterprises])
  const wanted = text.trim().toLowerCase()
  const shown = useMemo(() => {
    const matches = (outlet: OutletPoint) => {
      const owner = owners.get(outlet.enterprise)
      const where = [outlet.id, outlet.name, outlet.name_en, owner?.name, owner?.name_en].join(' ')
      return where.toLowerCase().includes(wanted)
    }
    return city.outlets
      .filter(matches)
      .toSorted((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) || a.id.localeCompare(b.id))
  }, [city.outlets, owners, wanted])
  return (
    <nav className="outlet-list" aria-label={words.outlets}>
      <Input
        allowClear
        placeholder={words.find}
        aria-label={words.find}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {shown.length === 0 && (
        <EmptyNote title={city.outlets.length ? words.noMatch : words.none}>
          {city.outlets.length ? undefined : words.noneHint}
        </EmptyNote>
      )}
      <ul>
        {shown.map((outlet) => {
          const owner = owners.get(outlet.enterprise)
          return (
            <li key={outlet.id}>
              <Link
                href={`/monitoring/${outlet.id}`}
                className={outlet.id === chosen ? 'outlet-item outlet-item-here' : 'outlet-item'}
                aria-current={outlet.id === chosen ? 'page' : undefined}
              >
                <span className="outlet-item-owner">{owner ? name(owner) : outlet.enterprise}</span>
                <span className="item-line">
                  <span className="secondary">{name(outlet)}</span>
                  <StatusMark status={outlet.status} />
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
