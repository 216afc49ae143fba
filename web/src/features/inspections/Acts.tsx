import { useQuery } from '@tanstack/react-query'
import { Input, Segmented, Select } from 'antd'
import { useId, useState, type ReactNode } from 'react'
import {
  inspections,
  libraries,
  type InspectionAct,
  type InspectionDetail,
  type InspectionFinding,
} from '../../api'
import { useWords, wordFor } from '../../i18n'
import { date } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { useNow } from '../../app/LiveProvider'
import { ActChoice } from '../../ui/act'
import { AnswerForm } from './AnswerForm'
import { Form, Labelled, STALE, useInspectionAct, Words } from './form'
import { periods } from './periods'
import { inspectionWords } from './words'
import '../../ui/act-form.css'

const FINDINGS = ['nothing', 'minor', 'violation'] as const
const WANTED = ['self_report', 'photos', 'documents'] as const

/** What this account may do now, one act at a time. */
export function Acts({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  const may = (command: InspectionDetail['may'][number]) => one.may.includes(command)
  const of = (key: string, label: string, form: ReactNode) => ({ key, label, form })
  const acts = [
    may('visit') && of('visit', words.visit, <VisitForm one={one} />),
    may('gather') && !one.dossier && of('gather', words.gather, <GatherForm one={one} />),
    may('conclude') && of('conclude', words.conclude, <ConcludeForm one={one} />),
    may('answer') && of('answer', words.answer, <AnswerForm one={one} />),
    may('ask') && of('ask', words.ask, <AskForm one={one} />),
    may('escalate') &&
      of(
        'escalate',
        words.escalate,
        <WordsForm
          one={one}
          label={words.escalateReason}
          button={words.escalate}
          act={(reason) => ({ act: 'escalate', reason })}
        />,
      ),
    may('gather') && one.dossier && of('gather', words.gatherAgain, <GatherForm one={one} />),
    may('give_up') &&
      of(
        'give-up',
        words.giveUp,
        <WordsForm
          one={one}
          label={words.giveUpReason}
          button={words.giveUp}
          act={(reason) => ({ act: 'give_up', reason })}
          danger
        />,
      ),
  ].filter((act) => act !== false && act !== null && act !== undefined)
  return <ActChoice title={words.acts} acts={acts} />
}

function WordsForm({
  one,
  label,
  button,
  danger = false,
  act,
}: {
  one: InspectionDetail
  label: string
  button: string
  danger?: boolean
  act: (words: string) => InspectionAct
}) {
  const [text, setText] = useState('')
  const attempt = useInspectionAct(one)
  const ready = text.trim() !== ''
  return (
    <Form
      ready={ready}
      attempt={attempt}
      button={button}
      danger={danger}
      onSubmit={() => attempt.mutate(act(text))}
    >
      <Words label={label} value={text} onChange={setText} />
    </Form>
  )
}

function GatherForm({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  const id = useId()
  const all = periods(date(useNow(60_000)))
  const [period, setPeriod] = useState(all[0] ?? '')
  const attempt = useAttempt(
    (wanted: string, key) => inspections.gather(one.id, one.version, wanted, key),
    STALE,
  )
  return (
    <Form ready attempt={attempt} button={words.gather} onSubmit={() => attempt.mutate(period)}>
      <Labelled id={id} label={words.period}>
        <Select
          id={id}
          value={period}
          onChange={setPeriod}
          options={all.map((value) => ({ value, label: value }))}
        />
      </Labelled>
    </Form>
  )
}

function FindingField({
  value,
  onChange,
  without = [],
}: {
  value: InspectionFinding
  onChange: (value: InspectionFinding) => void
  without?: readonly InspectionFinding[]
}) {
  const words = useWords(inspectionWords)
  return (
    <Segmented
      aria-label={words.column.finding}
      value={value}
      onChange={onChange}
      options={FINDINGS.map((finding) => ({
        value: finding,
        label: words.finding[finding],
        disabled: without.includes(finding),
      }))}
    />
  )
}

/** Concludes on the dossier, with words on everything that it leaves open. */
function ConcludeForm({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  const shows = (one.dossier?.problems.length ?? 0) > 0
  const [finding, setFinding] = useState<InspectionFinding>(shows ? 'minor' : 'nothing')
  const [text, setText] = useState('')
  const [notes, setNotes] = useState<Record<string, string>>({})
  const attempt = useInspectionAct(one)
  const gaps = one.dossier?.gaps ?? []
  const settled = gaps.every(({ code }) => (notes[code] ?? '').trim() !== '')
  return (
    <Form
      ready={settled && text.trim() !== ''}
      attempt={attempt}
      button={words.concludeButton}
      onSubmit={() => attempt.mutate({ act: 'conclude', finding, words: text, settled: notes })}
    >
      <FindingField value={finding} onChange={setFinding} without={shows ? ['nothing'] : []} />
      {shows && <p className="caption">{words.problemsBlock}</p>}
      {gaps.length > 0 && <p className="caption">{words.settleHint}</p>}
      {gaps.map(({ code }) => (
        <Words
          key={code}
          label={wordFor(words.gap, code)}
          value={notes[code] ?? ''}
          onChange={(note) => setNotes({ ...notes, [code]: note })}
        />
      ))}
      <Words label={words.conclusionWords} value={text} onChange={setText} />
    </Form>
  )
}

function DayField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <Labelled id={id} label={label}>
      <Input id={id} type="date" value={value} onChange={(event) => onChange(event.target.value)} />
    </Labelled>
  )
}

function AskForm({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  const id = useId()
  const [wanted, setWanted] = useState<(typeof WANTED)[number]>('self_report')
  const [text, setText] = useState('')
  const [until, setUntil] = useState('')
  const attempt = useInspectionAct(one)
  return (
    <Form
      ready={text.trim() !== '' && until !== ''}
      attempt={attempt}
      button={words.ask}
      onSubmit={() => attempt.mutate({ act: 'ask', wanted, words: text, until })}
    >
      <Labelled id={id} label={words.wantedLabel}>
        <Select
          id={id}
          value={wanted}
          onChange={setWanted}
          options={WANTED.map((value) => ({ value, label: words.wanted[value] }))}
        />
      </Labelled>
      <Words label={words.askWords} value={text} onChange={setText} />
      <DayField label={words.until} value={until} onChange={setUntil} />
    </Form>
  )
}

/** Records a visit, with the officers that were drawn unless others went. */
function VisitForm({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  const base = useId()
  const [day, setDay] = useState('')
  const [officers, setOfficers] = useState(one.officers.map(({ id }) => id))
  const [instead, setInstead] = useState('')
  const [together, setTogether] = useState(one.beside.map(({ id }) => id))
  const [items, setItems] = useState<string[]>([])
  const [finding, setFinding] = useState<InspectionFinding>('nothing')
  const [text, setText] = useState('')
  const attempt = useInspectionAct(one)
  const all = useQuery({ queryKey: ['enforcers', ''], queryFn: () => libraries.enforcers({}) })
  const list = useQuery({ queryKey: ['inspection-items', ''], queryFn: () => libraries.items('') })
  const drawn = one.officers.map(({ id }) => id)
  const others = officers.length !== drawn.length || officers.some((id) => !drawn.includes(id))
  const ready =
    day !== '' &&
    officers.length >= 2 &&
    items.length > 0 &&
    text.trim() !== '' &&
    (!others || instead !== '')
  return (
    <Form
      ready={ready}
      attempt={attempt}
      button={words.visit}
      onSubmit={() =>
        attempt.mutate({
          act: 'visit',
          day,
          officers,
          items,
          finding,
          words: text,
          together,
          instead: others ? instead : null,
        })
      }
    >
      <DayField label={words.visitDay} value={day} onChange={setDay} />
      <Labelled id={`${base}officers`} label={words.visitOfficers}>
        <Select
          id={`${base}officers`}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          value={officers}
          onChange={setOfficers}
          options={(all.data?.items ?? []).map(({ id, name, unit }) => ({
            value: id,
            label: `${name || id} · ${unit}`,
          }))}
        />
      </Labelled>
      {others && drawn.length > 0 && (
        <Words label={words.visitInstead} value={instead} onChange={setInstead} />
      )}
      {one.beside.length > 0 && (
        <Labelled id={`${base}together`} label={words.visitTogether}>
          <Select
            id={`${base}together`}
            mode="multiple"
            value={together}
            onChange={setTogether}
            options={one.beside.map(({ id }) => ({ value: id, label: id }))}
          />
        </Labelled>
      )}
      <Labelled id={`${base}items`} label={words.visitItems}>
        <Select
          id={`${base}items`}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          value={items}
          onChange={setItems}
          options={(list.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Labelled>
      <FindingField value={finding} onChange={setFinding} />
      <Words label={words.visitWords} value={text} onChange={setText} />
    </Form>
  )
}
