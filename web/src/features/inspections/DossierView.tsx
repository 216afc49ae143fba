import { Link } from 'wouter'
import type { InspectionDetail, InspectionDossier } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { EmptyNote } from '../../ui/notes'
import { Facts, Panel } from '../../ui/page'
import { IllustrativeTag, UnverifiedTag } from '../../ui/tags'
import { inspectionWords } from './words'

const tenths = (perMille: number) => (perMille / 10).toFixed(1)

/** What the machine gathered, what it shows and what it leaves open. */
export function DossierView({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  const { dossier } = one
  if (!dossier) {
    if (one.way === 'on_site') return null
    return (
      <Panel title={words.dossier}>
        <EmptyNote title={words.noDossier}>{words.noDossierHint}</EmptyNote>
      </Panel>
    )
  }
  const by = dossier.gathered_by === 'machine' ? words.machine : dossier.gathered_by
  return (
    <Panel
      title={`${words.dossier} · ${words.span(dossier.from, dossier.to)}`}
      extra={<span className="caption">{words.gathered(by, dateTime(dossier.gathered_at))}</span>}
    >
      <div className={`inspection-proposal inspection-proposal-${dossier.proposal}`}>
        <strong>{wordFor(words.proposal, dossier.proposal)}</strong>
        <span className="caption">{words.proposalHint}</span>
      </div>
      <Problems dossier={dossier} />
      <Gaps dossier={dossier} />
      <h3>{words.data}</h3>
      <Outlets dossier={dossier} />
      <Others dossier={dossier} />
    </Panel>
  )
}

function Problems({ dossier }: { dossier: InspectionDossier }) {
  const words = useWords(inspectionWords)
  const { t } = useI18n()
  const text = (code: string, size: number) => words.problem[code as keyof typeof words.problem](count(size))
  return (
    <>
      <h3>{words.problems}</h3>
      {dossier.problems.length === 0 && <p className="caption">{words.noProblems}</p>}
      <ul className="inspection-list">
        {dossier.problems.map(({ code, count: size, ids }) => (
          <li key={code}>
            {text(code, size)} <span className="caption mono">{ids.join(t.common.listSign)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Gaps({ dossier }: { dossier: InspectionDossier }) {
  const words = useWords(inspectionWords)
  if (dossier.gaps.length === 0) return null
  return (
    <>
      <h3>{words.gaps}</h3>
      <ul className="inspection-list">
        {dossier.gaps.map(({ code, per_mille: had, wanted_per_mille: wanted, basis }) => (
          <li key={code}>
            {wordFor(words.gap, code)}{' '}
            <span className="caption">
              {typeof had === 'number' &&
                (typeof wanted === 'number'
                  ? words.percentOf(tenths(had), tenths(wanted))
                  : words.percent(tenths(had)))}{' '}
              {basis && <>{basis.source}</>}
            </span>{' '}
            {basis?.illustrative ? <IllustrativeTag /> : basis?.unverified && <UnverifiedTag />}
          </li>
        ))}
      </ul>
    </>
  )
}

function Outlets({ dossier }: { dossier: InspectionDossier }) {
  const words = useWords(inspectionWords)
  if (dossier.outlets.length === 0) return <p className="caption">{words.noOutlets}</p>
  const figures = ['expected', 'received', 'valid', 'stopped', 'over'] as const
  return (
    <>
      <div className="scroll-x">
        <table className="sheet">
          <caption className="visually-hidden">{words.data}</caption>
          <thead>
            <tr>
              <th scope="col">{words.outlet}</th>
              {figures.map((key) => (
                <th key={key} scope="col" className="inspection-number">
                  {words[key]}
                </th>
              ))}
              <th scope="col">{words.lost}</th>
            </tr>
          </thead>
          <tbody>
            {dossier.outlets.map((outlet) => (
              <tr key={outlet.id}>
                <td>
                  <Link href={`/monitoring/${outlet.id}`}>{outlet.name}</Link>
                </td>
                {figures.map((key) => (
                  <td key={key} className="inspection-number">
                    {count(outlet[`${key}_h`])}
                  </td>
                ))}
                <td>
                  {outlet.lost.map(({ reason, hours }) => (
                    <div key={reason} className="caption">
                      {reason === 'missing' ? words.missing : words.mark(reason)} {count(hours)}
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="caption">{words.hours}</p>
    </>
  )
}

function Others({ dossier }: { dossier: InspectionDossier }) {
  const words = useWords(inspectionWords)
  const { transmission_per_mille: rate, target, power, record } = dossier
  return (
    <Facts
      items={[
        typeof rate === 'number' && [
          words.transmission,
          target ? words.percentOf(tenths(rate), tenths(target.per_mille)) : words.percent(tenths(rate)),
        ],
        [
          words.power,
          power ? (
            <>
              {words.meters(count(power.lines), count(power.units))}{' '}
              <span className="caption">
                {words.metered(count(power.metered_h), count(power.expected_h))}
              </span>
            </>
          ) : (
            words.noPower
          ),
        ],
        [words.alarms, <Alarms dossier={dossier} />],
        [
          words.record,
          record
            ? words.recordOf(
                record.known_until,
                count(record.penalties),
                count(record.emergencies),
                count(record.false_data),
              )
            : words.unknown,
        ],
        [words.cases, <Cases dossier={dossier} />],
        [words.earlier, <Earlier dossier={dossier} />],
      ]}
    />
  )
}

function Alarms({ dossier }: { dossier: InspectionDossier }) {
  const words = useWords(inspectionWords)
  const { t } = useI18n()
  if (dossier.alarms.length === 0) return <>{words.noAlarms}</>
  return (
    <ul className="plain-list">
      {dossier.alarms.map((alarm) => (
        <li key={alarm.id}>
          <Link href={`/alarms/${alarm.id}`}>{wordFor(t.kind, alarm.kind)}</Link>
          <span className="caption">
            {alarm.raised} ·{' '}
            {alarm.to_case
              ? words.toCase
              : alarm.outcome
                ? wordFor(t.outcome, alarm.outcome)
                : alarm.open
                  ? words.openAlarm
                  : words.noVerdict}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Cases({ dossier }: { dossier: InspectionDossier }) {
  const words = useWords(inspectionWords)
  if (dossier.cases.length === 0) return <>{words.noCases}</>
  return (
    <ul className="plain-list">
      {dossier.cases.map((file) => (
        <li key={file.id}>
          <Link href={`/cases/${file.id}`} className="mono">
            {file.id}
          </Link>
          <span className="caption">
            {file.opened} {file.open && `· ${words.openAlarm}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Earlier({ dossier }: { dossier: InspectionDossier }) {
  const words = useWords(inspectionWords)
  if (dossier.inspections.length === 0) return <>{words.noEarlier}</>
  return (
    <ul className="plain-list">
      {dossier.inspections.map((earlier) => (
        <li key={earlier.id}>
          <Link href={`/inspections/${earlier.id}`}>
            {earlier.day} · {words.way[earlier.way]}
          </Link>
          <span className="caption">{words.finding[earlier.finding]}</span>
        </li>
      ))}
    </ul>
  )
}
