import { useQuery } from '@tanstack/react-query'
import { Button, Input, Segmented } from 'antd'
import { useDeferredValue, useState } from 'react'
import { libraries, type Enforcer } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { AvailabilityForm } from './AvailabilityForm'
import { libraryWords } from './words'

/** Spans by which certificates that end are looked for: a choice of the page, no rule. */
const SPANS = [30, 60, 90]
/** From when the table itself points at a certificate. */
const SOON_DAYS = 60

/** The officers of the library, those whose certificate ends first before the others. */
export function OfficersTab() {
  const words = useWords(libraryWords)
  const { t } = useI18n()
  const [typed, setTyped] = useState('')
  const [within, setWithin] = useState(0)
  const [changing, setChanging] = useState<Enforcer>()
  const q = useDeferredValue(typed.trim())
  const list = useQuery({
    queryKey: ['libraries', 'enforcers', q, within],
    queryFn: () => libraries.enforcers({ q, ...(within > 0 ? { ending_within: within } : {}) }),
    placeholderData: (previous) => previous,
  })
  return (
    <>
      <div className="filters">
        <Input
          className="filter-search"
          allowClear
          value={typed}
          placeholder={words.findOfficer}
          aria-label={words.findOfficer}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span className="caption">{words.ending}</span>
        <Segmented
          aria-label={words.ending}
          value={within}
          onChange={setWithin}
          options={[
            { value: 0, label: words.endingAll },
            ...SPANS.map((value) => ({ value, label: words.endingDays(count(value)) })),
          ]}
        />
        <span className="filters-end">
          <Button href={libraries.enforcersUrl('xlsx')}>{t.common.export} Excel</Button>
        </span>
      </div>
      <Loaded query={list}>
        {(data) =>
          data.items.length === 0 ? (
            <EmptyNote title={within > 0 && data.total > 0 ? words.noneEnding : words.noOfficers}>
              {data.total === 0 && words.noOfficersHint}
            </EmptyNote>
          ) : (
            <Panel className="panel-flush">
              <OfficerTable items={data.items} onChange={data.may_keep ? setChanging : undefined} />
            </Panel>
          )
        }
      </Loaded>
      {changing && (
        <AvailabilityForm key={changing.id} officer={changing} onClose={() => setChanging(undefined)} />
      )}
    </>
  )
}

function OfficerTable({
  items,
  onChange,
}: {
  items: Enforcer[]
  onChange: ((officer: Enforcer) => void) | undefined
}) {
  const words = useWords(libraryWords)
  const { t } = useI18n()
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.tab.enforcers}</caption>
        <thead>
          <tr>
            <th scope="col">{words.column.officer}</th>
            <th scope="col">{words.column.unit}</th>
            <th scope="col">{words.column.certificate}</th>
            <th scope="col">{words.column.specialities}</th>
            <th scope="col">{words.column.leave}</th>
            <th scope="col">{words.column.conflicts}</th>
            {onChange && (
              <th scope="col">
                <span className="visually-hidden">{words.change}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {items.map((officer) => (
            <tr key={officer.id} data-officer={officer.id}>
              <td>
                {officer.name || words.forgotten} <span className="caption mono">{officer.id}</span>
              </td>
              <td>{officer.unit}</td>
              <td>
                <Certificate officer={officer} />
              </td>
              <td>
                {officer.specialities
                  .map((code) => wordFor(words.specialities, code))
                  .join(t.common.listSign) || '—'}
              </td>
              <td>
                {officer.leave.map(({ from, until }) => (
                  <div key={from} className="nowrap">
                    {from} — {until}
                  </div>
                ))}
                {officer.leave.length === 0 && '—'}
              </td>
              <td>
                {officer.conflicts.map(({ enterprise, ground }) => (
                  <div key={enterprise + ground}>
                    <span className="mono">{enterprise}</span>{' '}
                    <span className="caption">{wordFor(words.grounds, ground)}</span>
                  </div>
                ))}
                {officer.conflicts.length === 0 && '—'}
              </td>
              {onChange && (
                <td className="nowrap">
                  <Button size="small" onClick={() => onChange(officer)}>
                    {words.change}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Certificate({ officer }: { officer: Enforcer }) {
  const words = useWords(libraryWords)
  const { standing, days_left: left } = officer
  const soon = standing === 'holds' && typeof left === 'number' && left <= SOON_DAYS
  return (
    <>
      <span className={`certificate certificate-${soon ? 'soon' : standing}`}>
        {words.standing[standing]}
        {soon && ` · ${left === 0 ? words.lastDay : words.daysLeft(count(left))}`}
      </span>
      <div className="caption nowrap">
        {officer.certified_from} — {officer.certified_until}
      </div>
      <div className="caption">{words.certificate(officer.certificate_number, officer.issuer)}</div>
    </>
  )
}
