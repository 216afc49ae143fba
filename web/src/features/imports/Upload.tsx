import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { imports, type UploadedSheet } from '../../api'
import { useWords } from '../../i18n'
import { ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { importWords } from './words'

/** Takes a file: dropped, or chosen with the keyboard. */
export function Upload({ onUploaded }: { onUploaded: (sheet: UploadedSheet) => void }) {
  const words = useWords(importWords)
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const upload = useMutation({ mutationFn: imports.upload, onSuccess: onUploaded })
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
        {upload.isPending && <p role="status">{words.uploading(upload.variables.name)}</p>}
      </div>
      {upload.error && <ProblemNote error={upload.error} />}
    </Panel>
  )
}
