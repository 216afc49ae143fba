import { useMutation } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useRef, useState } from 'react'
import { libraries, type LibraryKind, type LibraryPreview } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { PastImports } from './PastImports'
import { libraryWords } from './words'

/** A file into one of the libraries: looked at, confirmed, and later undone as a whole. */
export function ImportTab() {
  const words = useWords(libraryWords)
  const [kind, setKind] = useState<LibraryKind>('objects')
  const [file, setFile] = useState<File>()
  const input = useRef<HTMLInputElement>(null)
  const look = useMutation({ mutationFn: (chosen: File) => libraries.preview(kind, chosen) })
  const forget = () => {
    setFile(undefined)
    look.reset()
  }
  const take = useAttempt((chosen: File, key) => libraries.import(kind, chosen, key), ['libraries'], forget)
  const choose = (chosen: File | undefined) => {
    if (!chosen) return
    take.reset()
    setFile(chosen)
    look.mutate(chosen)
  }
  return (
    <>
      <Panel>
        <div className="library-kind">
          <Segmented
            aria-label={words.kind}
            value={kind}
            onChange={(value) => {
              setKind(value)
              forget()
              take.reset()
            }}
            options={(['objects', 'enforcers', 'items'] as const).map((value) => ({
              value,
              label: words.tab[value],
            }))}
          />
          <Button type={file ? 'default' : 'primary'} onClick={() => input.current?.click()}>
            {words.choose}
          </Button>
          {file && <span className="mono">{file.name}</span>}
          <input
            ref={input}
            type="file"
            className="visually-hidden"
            tabIndex={-1}
            aria-label={words.choose}
            accept=".csv,.txt,.xlsx,.xlsm,.xls"
            onChange={(event) => {
              choose(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </div>
        <p className="caption">{words.chooseHint}</p>
        {look.isPending && <p role="status">{words.looking}…</p>}
        {look.error && <ProblemNote error={look.error} />}
        {take.error && <ProblemNote error={take.error} />}
        {take.data && <p role="status">✓ {words.imported(take.data.id)}</p>}
      </Panel>
      {file && look.data && (
        <PreviewPanel
          preview={look.data}
          pending={take.isPending}
          onImport={() => take.mutate(file)}
          onGiveUp={forget}
        />
      )}
      <PastImports />
    </>
  )
}

function PreviewPanel({
  preview,
  pending,
  onImport,
  onGiveUp,
}: {
  preview: LibraryPreview
  pending: boolean
  onImport: () => void
  onGiveUp: () => void
}) {
  const words = useWords(libraryWords)
  const { t } = useI18n()
  const usable = preview.added + preview.changed + preview.unchanged
  return (
    <Panel title={words.preview} className="library-preview">
      <p className="library-counts" role="status">
        {(['added', 'changed', 'unchanged', 'refused'] as const).map((name) => (
          <span key={name}>
            {words[name]} <b>{count(preview[name])}</b>
          </span>
        ))}
      </p>
      {preview.same_as && <p className="urgent">{words.sameAs(preview.same_as)}</p>}
      {preview.missing_columns.length > 0 && (
        <p className="urgent">{words.missingColumns(preview.missing_columns.join(t.common.listSign))}</p>
      )}
      {preview.unknown_headings.length > 0 && (
        <p className="caption">{words.unknownHeadings(preview.unknown_headings.join(t.common.listSign))}</p>
      )}
      {preview.refusals.length > 0 && <Refusals preview={preview} />}
      {preview.first.length > 0 && <FirstRows preview={preview} />}
      <div className="acts">
        <Button
          type="primary"
          disabled={usable === 0 || Boolean(preview.same_as)}
          loading={pending}
          onClick={onImport}
        >
          {words.import(count(usable))}
        </Button>
        <Button onClick={onGiveUp}>{words.giveUp}</Button>
      </div>
    </Panel>
  )
}

function Refusals({ preview }: { preview: LibraryPreview }) {
  const words = useWords(libraryWords)
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.refusals}</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              {words.row}
            </th>
            {[words.where, words.why, words.text].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.refusals.map((refusal) => (
            <tr key={`${String(refusal.row)}${refusal.column}`}>
              <td className="number">{count(refusal.row)}</td>
              <td>{refusal.column}</td>
              <td className="urgent">{wordFor(words.reason, refusal.reason)}</td>
              <td className="mono">{refusal.text || '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A glance at what would be taken; the whole of it is in the file. */
const GLANCE = 8

function FirstRows({ preview }: { preview: LibraryPreview }) {
  const words = useWords(libraryWords)
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.preview}</caption>
        <tbody>
          {preview.first.slice(0, GLANCE).map((row) => (
            <tr key={row.id}>
              <td className="nowrap">{wordFor(words.changes, row.change)}</td>
              <td>{row.name}</td>
              <td className="mono">{row.id}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
