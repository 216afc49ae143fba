import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, InputNumber, Select } from 'antd'
import { useRef, useState } from 'react'
import {
  imports,
  type ImportRequest,
  type Proposal,
  type SheetKind,
  type SheetMapping,
  type UploadedSheet,
} from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { uuid } from '../../lib/random'
import { Loaded, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { Field } from '../alarms/commands/Field'
import { ColumnTable } from './ColumnTable'
import { Checking } from './Checking'
import { RehearsalPanel } from './RehearsalPanel'
import { isGivenUp } from './Upload'
import { importWords } from './words'

/** Options of a select from words. */
const optionsOf = <K extends string>(words: Record<K, string>) =>
  (Object.keys(words) as K[]).map((value) => ({ value, label: words[value] }))

/** What a file's sheet means, to be corrected, checked and confirmed. */
export function SheetForm({ file, onDone }: { file: UploadedSheet; onDone: () => void }) {
  const words = useWords(importWords)
  const [sheet, setSheet] = useState(() =>
    Math.max(
      0,
      file.sheets.findIndex(({ hidden }) => !hidden),
    ),
  )
  const [kind, setKind] = useState<SheetKind>('station')
  const proposal = useQuery({
    queryKey: ['imports', 'proposal', file.file, sheet, kind],
    queryFn: () => imports.propose(file.file, sheet, kind),
    // What a person has corrected must not be guessed again.
    staleTime: Infinity,
    retry: false,
  })
  const about = [file.format.toUpperCase(), file.encoding, file.since_1904 && words.since1904]
  return (
    <>
      <Panel
        title={file.name}
        extra={
          <Button size="small" onClick={onDone}>
            {words.another}
          </Button>
        }
      >
        <p className="caption">{about.filter(Boolean).join(' · ')}</p>
        <div className="import-choices">
          {file.sheets.length > 1 && (
            <Field label={words.sheet} id="import-sheet">
              <Select
                id="import-sheet"
                value={sheet}
                onChange={setSheet}
                options={file.sheets.map(({ name, hidden }, index) => ({
                  value: index,
                  label: hidden ? `${name} ${words.hidden}` : name,
                }))}
              />
            </Field>
          )}
          <Field label={words.kind} id="import-kind">
            <Select id="import-kind" value={kind} onChange={setKind} options={optionsOf(words.kinds)} />
          </Field>
        </div>
      </Panel>
      <Loaded query={proposal}>
        {(data) => (
          <MappingForm
            key={`${sheet} ${kind}`}
            file={file.file}
            sheet={sheet}
            proposal={data}
            onDone={onDone}
          />
        )}
      </Loaded>
    </>
  )
}

function MappingForm({
  file,
  sheet,
  proposal,
  onDone,
}: {
  file: string
  sheet: number
  proposal: Proposal
  onDone: () => void
}) {
  const words = useWords(importWords)
  const { t } = useI18n()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [mapping, setMapping] = useState<SheetMapping>(proposal.mapping)
  const key = useRef(uuid())
  const request: ImportRequest = { file, plan: { sheet, mapping } }
  const [giveUp, setGiveUp] = useState<AbortController>()
  const rehearsal = useMutation({
    mutationFn: () => {
      const leaving = new AbortController()
      setGiveUp(leaving)
      return imports.rehearse(request, leaving.signal)
    },
  })
  const begin = useMutation({
    mutationFn: (rows: number) => imports.begin({ ...request, plan: { ...request.plan, rows } }, key.current),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['imports', 'past'] })
      void message.success(words.begun)
      onDone()
    },
  })
  const change = (part: Partial<SheetMapping>) => {
    setMapping((before) => ({ ...before, ...part }))
    // What was found holds for what was asked, and for nothing else.
    rehearsal.reset()
  }
  return (
    <>
      <Panel title={words.columns} extra={<span className="caption">{words.columnsHint}</span>}>
        {mapping === proposal.mapping && proposal.problems.length > 0 && (
          <ul className="import-problems" role="status">
            {proposal.problems.map((code) => (
              <li key={code}>{wordFor(words.problems, code)}</li>
            ))}
          </ul>
        )}
        <ColumnTable
          mapping={mapping}
          headings={proposal.headings}
          rows={proposal.first_rows}
          onChange={(columns) => change({ columns })}
        />
        <div className="import-choices">
          <Field label={words.granularity} id="import-granularity">
            <Select
              id="import-granularity"
              value={mapping.granularity}
              onChange={(granularity) => change({ granularity })}
              options={optionsOf(words.granularities)}
            />
          </Field>
          <Field label={words.stamp} id="import-stamp">
            <Select
              id="import-stamp"
              value={mapping.stamp}
              onChange={(stamp) => change({ stamp })}
              options={optionsOf(words.stamps)}
            />
          </Field>
          <Field label={words.decimal} id="import-decimal">
            <Select
              id="import-decimal"
              value={mapping.decimal}
              onChange={(decimal) => change({ decimal })}
              options={optionsOf(words.decimals)}
            />
          </Field>
          <Field label={words.headings} id="import-headings">
            <InputNumber
              id="import-headings"
              min={0}
              max={100}
              precision={0}
              value={mapping.heading_rows}
              onChange={(heading_rows) => change({ heading_rows: heading_rows ?? 0 })}
            />
          </Field>
          <Field label={words.whole} id="import-source" hint={words.wholeHint} optional>
            <Input
              id="import-source"
              value={mapping.source ?? ''}
              onChange={(event) => change({ source: event.target.value.trim() || null })}
            />
          </Field>
        </div>
        <Button type="primary" loading={rehearsal.isPending} onClick={() => rehearsal.mutate()}>
          {words.check}
        </Button>
        {rehearsal.isPending && <Checking onGiveUp={() => giveUp?.abort()} />}
        {rehearsal.error && !isGivenUp(rehearsal.error) && <ProblemNote error={rehearsal.error} />}
      </Panel>
      {rehearsal.data && (
        <RehearsalPanel
          rehearsal={rehearsal.data}
          request={request}
          confirming={begin.isPending}
          onConfirm={() => begin.mutate(rehearsal.data.rows)}
        />
      )}
      {begin.error && <ProblemNote error={begin.error} />}
      <p className="visually-hidden" role="status">
        {begin.isPending ? t.common.loading : ''}
      </p>
    </>
  )
}
