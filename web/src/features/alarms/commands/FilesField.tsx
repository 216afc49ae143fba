import { useState } from 'react'
import { uploadFile, type StoredFile } from '../../../api'
import { useWords } from '../../../i18n'
import { bytes } from '../../../lib/number'
import { ProblemNote } from '../../../ui/notes'
import { alarmWords } from '../words'

/** Files that come with a command: taken with the phone's camera or chosen, uploaded at once, kept by hash. */
export function FilesField({
  files,
  onChange,
}: {
  files: StoredFile[]
  onChange: (files: StoredFile[]) => void
}) {
  const words = useWords(alarmWords)
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<Error>()

  const add = async (chosen: File[]) => {
    setError(undefined)
    let all = files
    try {
      for (const file of chosen) {
        setBusy(file.name)
        const stored = await uploadFile(file)
        all = [...all.filter(({ hash }) => hash !== stored.hash), stored]
        onChange(all)
      }
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)))
    } finally {
      setBusy(undefined)
    }
  }

  return (
    <div className="files-field">
      <label className="files-add">
        <input
          type="file"
          accept="image/*,video/mp4,application/pdf"
          capture="environment"
          multiple
          onChange={(event) => {
            // The list is the field's own: emptying the field empties it, and files still to come would be lost.
            const chosen = [...(event.target.files ?? [])]
            event.target.value = ''
            void add(chosen)
          }}
        />
        <span aria-hidden="true">＋</span> {words.field.addFiles}
      </label>
      {busy && <p role="status">{words.uploading(busy)}</p>}
      {error && <ProblemNote error={error} />}
      <FileList files={files} onRemove={(hash) => onChange(files.filter((file) => file.hash !== hash))} />
    </div>
  )
}

const isPicture = (file: StoredFile): boolean => file.media_type.startsWith('image/')

/** Stored files: pictures as pictures, others by name and size. */
export function FileList({ files, onRemove }: { files: StoredFile[]; onRemove?: (hash: string) => void }) {
  const words = useWords(alarmWords)
  if (files.length === 0) return null
  return (
    <ul className="file-list">
      {files.map((file) => (
        <li key={file.hash}>
          <a href={file.url} target="_blank" rel="noreferrer">
            {isPicture(file) && <img src={file.url} alt={file.name} loading="lazy" />}
            <span className="file-name">{file.name}</span>
            <span className="caption">{bytes(file.size)}</span>
          </a>
          {onRemove && (
            <button
              type="button"
              className="switch"
              aria-label={words.removeFile(file.name)}
              onClick={() => onRemove(file.hash)}
            >
              ✕
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
