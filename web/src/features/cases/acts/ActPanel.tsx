import { Button } from 'antd'
import { useState } from 'react'
import type { CaseDetail } from '../../../api'
import { useWords, wordFor } from '../../../i18n'
import { Panel } from '../../../ui/page'
import { ActForm } from './ActForm'
import { ACT_FIELDS } from './fields'
import { actWords } from './words'

/** So many acts stand in sight; the others are a click away. */
const FIRST = 4

/** What this account may do in the case now, as the server says, and the form of what was chosen. */
export function ActPanel({ file }: { file: CaseDetail }) {
  const words = useWords(actWords)
  const [chosen, setChosen] = useState<string>()
  const may = file.may.filter((act) => act in ACT_FIELDS)
  const button = (act: string, i: number) => (
    <Button
      key={act}
      type={i === 0 && chosen === undefined ? 'primary' : 'default'}
      aria-expanded={chosen === act}
      onClick={() => setChosen(chosen === act ? undefined : act)}
    >
      {wordFor(words.act, act)}
    </Button>
  )
  return (
    <Panel title={words.panel}>
      {may.length === 0 && chosen === undefined ? (
        <p className="secondary">
          <strong>{words.nothing}</strong>
          <br />
          <span className="caption">{words.nothingHint}</span>
        </p>
      ) : (
        <div className="case-acts">
          {may.slice(0, FIRST).map(button)}
          {may.length > FIRST && (
            <details className="case-more-acts">
              <summary className="caption">{words.more(`${may.length - FIRST}`)}</summary>
              <div className="case-acts">{may.slice(FIRST).map((act) => button(act, -1))}</div>
            </details>
          )}
        </div>
      )}
      {chosen !== undefined && (
        <ActForm key={chosen} file={file} act={chosen} onClose={() => setChosen(undefined)} />
      )}
    </Panel>
  )
}
