import { Button, Input, InputNumber } from 'antd'
import { useId, useState } from 'react'
import { draws, type Draw, type DrawCandidates, type NewPlan } from '../../api'
import { useWords } from '../../i18n'
import { count } from '../../lib/number'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import {
  BadTable,
  objectRows,
  officerRows,
  poolsOf,
  recusalRows,
  type OfficerRow,
  type PoolOf,
  type RecusalRow,
} from './csv'
import { FromLibraries } from './FromLibraries'
import { officeWords } from './office/words'
import { STALE } from './stale'

interface Chosen {
  title: string
  quota: number | null
  basis: string
  weights: Record<string, number | null>
}

/** Puts the plan together from tables and freezes it. */
export function CommitForm({ draw }: { draw: Draw }) {
  const words = useWords(officeWords)
  const [pools, setPools] = useState<PoolOf[]>([])
  const [officers, setOfficers] = useState<OfficerRow[]>([])
  const [recusals, setRecusals] = useState<RecusalRow[]>([])
  const [pairings, setPairings] = useState<NewPlan['pairings']>([])
  const [chosen, setChosen] = useState<Record<string, Chosen>>({})
  const [authority, setAuthority] = useState('')
  const [minutes, setMinutes] = useState<number | null>(60)
  const commit = useAttempt(
    (body: Parameters<typeof draws.commit>[1], key) => draws.commit(draw.id, body, key),
    STALE,
  )
  const titleOf = (id: string) => pools.find((pool) => pool.id === id)?.title ?? ''
  const of = (id: string): Chosen => chosen[id] ?? { title: titleOf(id), quota: null, basis: '', weights: {} }
  const take = (found: DrawCandidates) => {
    setPools(
      found.pools.map(({ id, title, classes, candidates }) => ({
        id,
        title,
        classes: classes.map((item) => item.id),
        classTitles: Object.fromEntries(classes.map((item) => [item.id, item.title])),
        candidates,
        eligible: candidates.filter(({ excluded }) => excluded === undefined).length,
      })),
    )
    setChosen(
      Object.fromEntries(
        found.pools.map(({ id, title, quota }) => [
          id,
          { title, quota: quota?.left ?? null, basis: quota?.words ?? '', weights: {} },
        ]),
      ),
    )
    setOfficers(found.officers.map(({ officer }) => officer))
    setRecusals(found.recusals)
    setPairings(found.pairings)
  }
  const weight = (id: string, name: string) => of(id).weights[name] ?? 1
  // A pool of which nothing is left to draw is no part of the plan.
  const drawnFrom = pools.filter(({ id }) => (of(id).quota ?? 0) > 0)
  const whole =
    pools.length > 0 &&
    officers.length > 0 &&
    authority.trim() !== '' &&
    minutes !== null &&
    drawnFrom.length > 0 &&
    pools.every(({ id }) => of(id).quota !== null) &&
    drawnFrom.every(({ id }) => of(id).title.trim() !== '' && of(id).basis.trim() !== '')
  const submit = () => {
    if (!whole) return
    const out = new Set(
      pools.filter(({ id }) => of(id).quota === 0).flatMap((pool) => pool.candidates.map((item) => item.id)),
    )
    commit.mutate({
      authority: authority.trim(),
      minutes,
      officers,
      recusals: recusals.filter(({ object }) => !out.has(object)),
      pairings,
      pools: drawnFrom.map(({ id, classes, classTitles, candidates }) => ({
        id,
        title: of(id).title.trim(),
        quota: of(id).quota ?? 0,
        basis: of(id).basis.trim(),
        classes: classes.map((name) => ({
          id: name,
          title: classTitles?.[name] ?? name,
          weight: weight(id, name),
        })),
        candidates,
      })),
    })
  }
  return (
    <form
      className="act-form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h3>{words.plan}</h3>
      <p className="caption">{words.planHint}</p>
      <FromLibraries id={draw.id} take={take} />
      <p className="caption">{words.orTables}</p>
      <div className="draw-form">
        <TableField
          label={words.objectsTable}
          read={(text) => poolsOf(objectRows(text))}
          take={setPools}
          size={pools.reduce((sum, pool) => sum + pool.candidates.length, 0)}
        />
        <TableField
          label={words.officersTable}
          read={officerRows}
          take={setOfficers}
          size={officers.length}
        />
        <TableField
          label={words.recusalsTable}
          read={recusalRows}
          take={setRecusals}
          size={recusals.length}
        />
      </div>
      {pools.map((pool) => (
        <PoolFields
          key={pool.id}
          pool={pool}
          chosen={of(pool.id)}
          onChange={(part) => setChosen({ ...chosen, [pool.id]: { ...of(pool.id), ...part } })}
        />
      ))}
      <div className="filters">
        <label className="act-field act-field-wide">
          <span className="caption">{words.authority}</span>
          <Input value={authority} onChange={(event) => setAuthority(event.target.value)} />
        </label>
        <label className="act-field">
          <span className="caption">
            {draw.parties.length > 0 ? words.minutesToReveal : words.minutesAhead}
          </span>
          <InputNumber min={1} max={20_160} precision={0} value={minutes} onChange={setMinutes} />
        </label>
        <span className="filters-end">
          <Button type="primary" htmlType="submit" disabled={!whole} loading={commit.isPending}>
            {words.freeze}
          </Button>
        </span>
      </div>
      {commit.error && <ProblemNote error={commit.error} keptDraft />}
    </form>
  )
}

function PoolFields({
  pool,
  chosen,
  onChange,
}: {
  pool: PoolOf
  chosen: Chosen
  onChange: (part: Partial<Chosen>) => void
}) {
  const words = useWords(officeWords)
  return (
    <fieldset className="filters draw-pool">
      <legend>
        <span className="mono">{pool.id}</span>{' '}
        <span className="caption">{words.eligible(count(pool.eligible), count(pool.candidates.length))}</span>
      </legend>
      <label className="act-field">
        <span className="caption">{words.poolTitle}</span>
        <Input value={chosen.title} onChange={(event) => onChange({ title: event.target.value })} />
      </label>
      <label className="act-field">
        <span className="caption">{words.quota}</span>
        <InputNumber
          min={0}
          max={pool.eligible}
          precision={0}
          value={chosen.quota}
          onChange={(quota) => onChange({ quota })}
        />
      </label>
      <label className="act-field act-field-wide">
        <span className="caption">{words.basis}</span>
        <Input value={chosen.basis} onChange={(event) => onChange({ basis: event.target.value })} />
      </label>
      {pool.classes.map((name) => (
        <label className="act-field" key={name}>
          <span className="caption">{words.weightOf(pool.classTitles?.[name] ?? name)}</span>
          <InputNumber
            min={1}
            max={1_000_000}
            precision={0}
            value={chosen.weights[name] ?? 1}
            onChange={(value) => onChange({ weights: { ...chosen.weights, [name]: value } })}
          />
        </label>
      ))}
    </fieldset>
  )
}

/** A file with a table, and what is wrong with it. */
function TableField<T>({
  label,
  read,
  take,
  size,
}: {
  label: string
  read: (text: string) => T
  take: (rows: T) => void
  size: number
}) {
  const words = useWords(officeWords)
  const field = useId()
  const [wrong, setWrong] = useState<string>()
  const choose = async (file: File | undefined) => {
    if (!file) return
    try {
      take(read(await file.text()))
      setWrong(undefined)
    } catch (error) {
      if (!(error instanceof BadTable)) throw error
      setWrong(words.badTable(String(error.line), error.column))
    }
  }
  return (
    <div>
      <label htmlFor={field}>{label}</label>
      <input
        id={field}
        type="file"
        accept=".csv,text/csv"
        onChange={(event) => void choose(event.target.files?.[0])}
      />
      <p className={wrong === undefined ? 'caption' : 'caption urgent'} role="status">
        {wrong ?? words.rowsRead(count(size))}
      </p>
    </div>
  )
}
