import { useState } from 'react'
import type { UploadedSheet } from '../../api'
import { useWords } from '../../i18n'
import { PageHead } from '../../ui/page'
import { PastImports } from './PastImports'
import { SheetForm } from './SheetForm'
import { Upload } from './Upload'
import { importWords } from './words'
import '../alarms/alarms.css'
import './imports.css'

/** Files of readings: uploaded, understood, rehearsed, confirmed; and those of before, with undoing. */
export default function ImportsPage() {
  const words = useWords(importWords)
  const [sheet, setSheet] = useState<UploadedSheet>()
  return (
    <div className="page">
      <PageHead title={words.title} note={words.intro} />
      {sheet ? (
        <SheetForm key={sheet.file} file={sheet} onDone={() => setSheet(undefined)} />
      ) : (
        <Upload onUploaded={setSheet} />
      )}
      <PastImports />
    </div>
  )
}
