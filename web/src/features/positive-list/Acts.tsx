import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useId, useState, type ReactNode } from 'react'
import {
  positiveList,
  type ListAct,
  type ListChecked,
  type ListEntryDetail,
  type ListStanding,
} from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { useAttempt } from '../../lib/useAttempt'
import { ActChoice, type OneAct } from '../../ui/act'
import { ProblemNote } from '../../ui/notes'
import { listWords } from './words'

export const STALE = ['positive-list']

export const useListAct = (standing: Pick<ListStanding, 'enterprise' | 'version'>, after?: () => void) =>
  useAttempt(
    (act: ListAct, key) => positiveList.act(standing.enterprise.code, standing.version, act, key),
    STALE,
    after,
  )

/** What this account may do with the proposal or entry now, one act at a time. */
export function Acts({ standing, entry }: { standing: ListStanding; entry: ListEntryDetail }) {
  const words = useWords(listWords)
  return <ActChoice title={words.acts} acts={useActs(standing, entry)} />
}

/** The acts that are open to the account, what presses first. */
function useActs(standing: ListStanding, entry: ListEntryDetail): OneAct[] {
  const words = useWords(listWords)
  const may = (command: ListStanding['may'][number]) => standing.may.includes(command)
  const inWords = (label: string, button: string, act: (words: string) => ListAct, danger = false) => (
    <WordsForm standing={standing} label={label} button={button} act={act} danger={danger} />
  )
  const of = (key: string, label: string, form: ReactNode): OneAct => ({ key, label, form })
  const acts: (OneAct | false)[] = [
    may('review') && of('review', words.review, <ReviewForm standing={standing} entry={entry} />),
    ...(may('answer') ? (entry.notice?.objections ?? []) : []).map(
      ({ summary, upheld }, index) =>
        typeof upheld !== 'boolean' &&
        of(
          `answer-${String(index)}`,
          words.answer(count(index + 1)),
          <AnswerForm standing={standing} objection={index} summary={summary} />,
        ),
    ),
    may('enter') && of('enter', words.enter, <EnterForm standing={standing} entry={entry} />),
    may('keep') &&
      of(
        'keep',
        words.keep,
        inWords(words.keepReason, words.keep, (reason) => ({ act: 'keep', reason })),
      ),
    may('object') &&
      of(
        'object',
        words.object,
        inWords(words.objectSummary, words.object, (summary) => ({ act: 'object', summary })),
      ),
    may('renew') && of('renew', words.renew, <RenewForm standing={standing} entry={entry} />),
    may('propose_removal') &&
      of(
        'propose-removal',
        words.proposeRemoval,
        inWords(words.proposeRemovalReason, words.proposeRemoval, (reason) => ({
          act: 'propose_removal',
          reason,
        })),
      ),
    may('remove') &&
      of(
        'remove',
        words.remove,
        inWords(words.removeReason, words.remove, (reason) => ({ act: 'remove', reason }), true),
      ),
    may('withdraw') &&
      of(
        'withdraw',
        words.withdraw,
        inWords(words.withdrawReason, words.withdraw, (reason) => ({ act: 'withdraw', reason }), true),
      ),
  ]
  return acts.filter((act) => act !== false)
}

/** What the machine finds now: it may know less, or more, than when it was last looked at. */
function useFresh(standing: ListStanding, entry: ListEntryDetail): ListChecked[] {
  const { code } = standing.enterprise
  const category = entry.category.id
  const fresh = useQuery({
    queryKey: ['positive-list', 'check', code, category],
    queryFn: () => positiveList.check(code, category),
  })
  return (fresh.data ?? entry.report).checked
}

/** Puts it on the list, with words on what has become unknown since it was approved. */
function EnterForm({ standing, entry }: { standing: ListStanding; entry: ListEntryDetail }) {
  const words = useWords(listWords)
  const [notes, setNotes] = useState<Record<string, string>>({})
  const attempt = useListAct(standing)
  const said = entry.notice?.settled ?? {}
  const unknown = useFresh(standing, entry).filter(
    ({ verdict, basis }) => verdict === 'unknown' && !said[basis.rule],
  )
  const settled = unknown.every(({ basis }) => (notes[basis.rule] ?? '').trim() !== '')
  return (
    <form
      className="list-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (settled) attempt.mutate({ act: 'enter', settled: notes })
      }}
    >
      <Settling unknown={unknown} notes={notes} onChange={setNotes} />
      <Button type="primary" htmlType="submit" disabled={!settled} loading={attempt.isPending}>
        {words.enter}
      </Button>
      {attempt.error && <ProblemNote error={attempt.error} keptDraft />}
    </form>
  )
}

/** An act that needs words. */
function WordsForm({
  standing,
  label,
  button,
  danger = false,
  act,
}: {
  standing: ListStanding
  label: string
  button: string
  danger?: boolean
  act: (words: string) => ListAct
}) {
  const field = useId()
  const [text, setText] = useState('')
  const attempt = useListAct(standing, () => setText(''))
  return (
    <form
      className="list-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') attempt.mutate(act(text))
      }}
    >
      <Labelled id={field} label={label}>
        <Input id={field} maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} />
      </Labelled>
      <Button danger={danger} htmlType="submit" disabled={text.trim() === ''} loading={attempt.isPending}>
        {button}
      </Button>
      {attempt.error && <ProblemNote error={attempt.error} keptDraft />}
    </form>
  )
}

function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="act-field">
      <label className="caption" htmlFor={id}>
        {label}
      </label>
      {children}
    </div>
  )
}

/** Approves, with words on everything that the machine does not know, or declines. */
function ReviewForm({ standing, entry }: { standing: ListStanding; entry: ListEntryDetail }) {
  const words = useWords(listWords)
  const [notes, setNotes] = useState<Record<string, string>>({})
  const attempt = useListAct(standing)
  const fresh = useFresh(standing, entry)
  const unknown = fresh.filter(({ verdict }) => verdict === 'unknown')
  const failed = fresh.some(({ verdict }) => verdict === 'failed')
  const settled = unknown.every(({ basis }) => (notes[basis.rule] ?? '').trim() !== '')
  return (
    <>
      <form
        className="list-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (settled && !failed) attempt.mutate({ act: 'approve', settled: notes })
        }}
      >
        <Settling unknown={unknown} notes={notes} onChange={setNotes} />
        {failed && <p className="urgent">{words.failedBlocks}</p>}
        <Button type="primary" htmlType="submit" disabled={!settled || failed} loading={attempt.isPending}>
          {words.approve}
        </Button>
        {attempt.error && <ProblemNote error={attempt.error} keptDraft />}
      </form>
      <WordsForm
        standing={standing}
        danger
        label={words.declineReason}
        button={words.decline}
        act={(reason) => ({ act: 'decline', reason })}
      />
    </>
  )
}

function RenewForm({ standing, entry }: { standing: ListStanding; entry: ListEntryDetail }) {
  const words = useWords(listWords)
  const [notes, setNotes] = useState<Record<string, string>>({})
  const attempt = useListAct(standing)
  const unknown = useFresh(standing, entry).filter(({ verdict }) => verdict === 'unknown')
  const settled = unknown.every(({ basis }) => (notes[basis.rule] ?? '').trim() !== '')
  return (
    <form
      className="list-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (settled) attempt.mutate({ act: 'renew', settled: notes })
      }}
    >
      <p className="caption">{words.renewHint}</p>
      <Settling unknown={unknown} notes={notes} onChange={setNotes} />
      <Button htmlType="submit" disabled={!settled} loading={attempt.isPending}>
        {words.renew}
      </Button>
      {attempt.error && <ProblemNote error={attempt.error} keptDraft />}
    </form>
  )
}

function Settling({
  unknown,
  notes,
  onChange,
}: {
  unknown: ListEntryDetail['report']['checked']
  notes: Record<string, string>
  onChange: (notes: Record<string, string>) => void
}) {
  const words = useWords(listWords)
  const { name } = useI18n()
  const base = useId()
  if (unknown.length === 0) return null
  return (
    <>
      <p className="caption">{words.settleHint}</p>
      {unknown.map(({ basis, name: zh, name_en: en }) => (
        <Labelled
          key={basis.rule}
          id={base + basis.rule}
          label={words.settle(name({ name: zh, name_en: en }))}
        >
          <Input
            id={base + basis.rule}
            maxLength={1000}
            value={notes[basis.rule] ?? ''}
            onChange={(event) => onChange({ ...notes, [basis.rule]: event.target.value })}
          />
        </Labelled>
      ))}
    </>
  )
}

function AnswerForm({
  standing,
  objection,
  summary,
}: {
  standing: ListStanding
  objection: number
  summary: string
}) {
  const words = useWords(listWords)
  const field = useId()
  const [finding, setFinding] = useState('')
  const attempt = useListAct(standing, () => setFinding(''))
  const give = (upheld: boolean) => attempt.mutate({ act: 'answer', objection, upheld, finding })
  const ready = finding.trim() !== ''
  return (
    <form
      className="list-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) give(false)
      }}
    >
      <strong>{words.answer(count(objection + 1))}</strong>
      <p className="list-immune">{summary}</p>
      <Labelled id={field} label={words.finding}>
        <Input
          id={field}
          maxLength={1000}
          value={finding}
          onChange={(event) => setFinding(event.target.value)}
        />
      </Labelled>
      <div className="acts">
        <Button htmlType="submit" disabled={!ready} loading={attempt.isPending}>
          {words.notUpheld}
        </Button>
        <Button danger disabled={!ready} loading={attempt.isPending} onClick={() => give(true)}>
          {words.upheld}
        </Button>
      </div>
      {attempt.error && <ProblemNote error={attempt.error} keptDraft />}
    </form>
  )
}
