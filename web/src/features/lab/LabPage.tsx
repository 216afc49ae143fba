import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { ApiError, lab, type LabAnswer, type LabTables } from '../../api'
import { useWords } from '../../i18n'
import { count, figure } from '../../lib/number'
import { uuid } from '../../lib/random'
import { useDraft } from '../../lib/useDraft'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import '../alarms/alarms.css'
import './lab.css'
import { NameForm } from './NameForm'
import { ResultChart } from './ResultChart'
import { ResultGrid } from './ResultGrid'
import { SidePanel } from './SidePanel'
import { useQueryRun } from './useQueryRun'
import { labWords } from './words'

/** Queries that are remembered in this browser. */
const HISTORY = 20

/** SQL for analysts. */
export default function LabPage() {
  const words = useWords(labWords)
  const tables = useQuery({ queryKey: ['lab', 'tables'], queryFn: lab.tables })
  return (
    <div className="page">
      <PageHead title={words.title} note={words.note} />
      <Loaded query={tables}>
        {(told) =>
          told.available ? (
            <Desk told={told} />
          ) : (
            <EmptyNote title={words.missing}>{words.missingHint}</EmptyNote>
          )
        }
      </Loaded>
    </div>
  )
}

function Desk({ told }: { told: LabTables }) {
  const words = useWords(labWords)
  const queries = useQueryClient()
  const field = useRef<HTMLTextAreaElement>(null)
  const draft = useDraft('lab', { text: 'select * from enterprises limit 20', history: [] as string[] })
  const { run, cancel, running, answered, error } = useQueryRun()
  const { text, history } = draft.value
  const [naming, setNaming] = useState(false)

  // To the place of a mistake, if it is known.
  useEffect(() => {
    const told = error instanceof ApiError ? (error.problem.detail_en ?? '') : ''
    const place = /^line (\d+), column (\d+)$/.exec(told)
    if (place) select(field.current, Number(place[1]), Number(place[2]))
  }, [error])

  function start() {
    draft.patch({ history: [text, ...history.filter((old) => old !== text)].slice(0, HISTORY) })
    void run(text)
  }

  function insert(word: string) {
    const at = field.current?.selectionStart ?? text.length
    const end = field.current?.selectionEnd ?? at
    draft.patch({ text: `${text.slice(0, at)}${word}${text.slice(end)}` })
    field.current?.focus()
  }

  const save = useMutation({
    mutationFn: (name: string) => lab.save({ name, text, shared: false }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['lab', 'saved'] }),
  })

  return (
    <div className="lab">
      <SidePanel
        tables={told.tables}
        history={history}
        insert={insert}
        open={(whole) => draft.patch({ text: whole })}
      />
      <div className="lab-main">
        <Panel title={words.editor} extra={<span className="caption">{words.editorHint}</span>}>
          <textarea
            ref={field}
            className="lab-text"
            aria-label={words.editor}
            spellCheck={false}
            value={text}
            onChange={(event) => draft.patch({ text: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) start()
              if (event.key === 'Escape') cancel()
            }}
          />
          <div className="lab-actions">
            <Button type="primary" disabled={running !== undefined || text.trim() === ''} onClick={start}>
              {words.run}
            </Button>
            {running && <Button onClick={cancel}>{words.cancel}</Button>}
            <Button disabled={text.trim() === ''} onClick={() => setNaming(true)}>
              {words.save}
            </Button>
            {running && (
              <span role="status">
                {words.running(count(running.scanned), figure(running.elapsed_ms / 1000))}
              </span>
            )}
          </div>
          {told.limits && (
            <p className="caption">
              {words.limits(
                count(told.limits.time_s),
                count(told.limits.memory_mib),
                count(told.limits.rows),
              )}
            </p>
          )}
          {error && <ProblemNote error={error} />}
          {save.error && <ProblemNote error={save.error} />}
          {naming && <NameForm onClose={() => setNaming(false)} onNamed={(name) => save.mutate(name)} />}
        </Panel>
        <Result answer={answered?.answer} text={answered?.text ?? text} />
      </div>
    </div>
  )
}

/** Selects the word at a line and column, both counted from 1. */
function select(field: HTMLTextAreaElement | null, line: number, column: number) {
  if (!field) return
  const before = field.value.split('\n').slice(0, line - 1)
  const start = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1
  const word = /^\w*/.exec(field.value.slice(start))?.[0] ?? ''
  field.focus()
  field.setSelectionRange(start, start + Math.max(1, word.length))
}

type View = 'table' | 'line' | 'bar'

function Result({ answer, text }: { answer: LabAnswer | undefined; text: string }) {
  const words = useWords(labWords)
  const [view, setView] = useState<View>('table')
  const [failed, setFailed] = useState<Error>()
  if (!answer) {
    return (
      <Panel title={words.result}>
        <EmptyNote title={words.noResult}>{words.noResultHint}</EmptyNote>
      </Panel>
    )
  }
  const save = (format: 'csv' | 'xlsx') => {
    setFailed(undefined)
    lab.export(uuid(), text, format).catch((error: unknown) => setFailed(error as Error))
  }
  return (
    <Panel
      title={words.result}
      extra={
        <span className="caption">
          {words.summary(count(answer.rows.length), count(answer.scanned), figure(answer.elapsed_ms / 1000))}
        </span>
      }
    >
      <div className="lab-actions">
        <Segmented<View>
          aria-label={words.view}
          value={view}
          onChange={setView}
          options={(['table', 'line', 'bar'] as const).map((value) => ({ value, label: words[value] }))}
        />
        <Button size="small" onClick={() => save('csv')}>
          {words.exportCsv}
        </Button>
        <Button size="small" onClick={() => save('xlsx')}>
          {words.exportXlsx}
        </Button>
      </div>
      {failed && <ProblemNote error={failed} />}
      {answer.cut && <p className="caption">{answer.cut === 'rows' ? words.cutRows : words.cutBytes}</p>}
      {view === 'table' ? <ResultGrid answer={answer} /> : <ResultChart answer={answer} type={view} />}
    </Panel>
  )
}
