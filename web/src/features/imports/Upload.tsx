import { useMutation } from '@tanstack/react-query'
import { Button, Progress } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { imports, type Sent, type UploadedSheet } from '../../api'
import { useWords } from '../../i18n'
import { bytes } from '../../lib/number'
import { ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { importWords } from './words'

/** Whether somebody did not want to wait. */
export const isGivenUp = (error: Error): boolean => error.name === 'AbortError'

/** Takes a file: dropped, or chosen with the keyboard. */
export function Upload({ onUploaded }: { onUploaded: (sheet: UploadedSheet) => void }) {
  const words = useWords(importWords)
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [sent, setSent] = useState<Sent>()
  const [giveUp, setGiveUp] = useState<AbortController>()
  const upload = useMutation({
    mutationFn: (file: File) => {
      const leaving = new AbortController()
      setSent(undefined)
      setGiveUp(leaving)
      return imports.upload(file, { onSent: setSent, signal: leaving.signal })
    },
    onSuccess: onUploaded,
  })
  const take = (files: FileList | null) => {
    const [file] = files ?? []
    if (file) upload.mutate(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <Panel>
      <div
        className={over ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>
          {words.drop}{' '}
          <Button type="primary" loading={upload.isPending} onClick={() => input.current?.click()}>
            {words.choose}
          </Button>
        </p>
        <input
          ref={input}
          type="file"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={words.choose}
          accept=".csv,.txt,.tsv,.xlsx,.xlsm,.xls"
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
        <p className="caption">{words.dropHint}</p>
        {upload.isPending && (
          <div className="import-progress">
            <p role="status">
              {sent && sent.bytes < sent.of
                ? words.uploading(upload.variables.name, bytes(sent.bytes), bytes(sent.of))
                : words.inspecting(upload.variables.name)}
            </p>
            <Progress
              size="small"
              showInfo={false}
              percent={sent ? (100 * sent.bytes) / sent.of : 0}
              aria-label={upload.variables.name}
            />
            <Button size="small" onClick={() => giveUp?.abort()}>
              {words.giveUp}
            </Button>
          </div>
        )}
      </div>
      {upload.error && !isGivenUp(upload.error) && <ProblemNote error={upload.error} />}
    </Panel>
  )
}
