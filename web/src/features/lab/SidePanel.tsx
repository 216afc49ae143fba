import { App, Button } from 'antd'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { lab, type LabTables, type SavedQuery } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { EXAMPLES } from './examples'
import { NameForm } from './NameForm'
import { labWords } from './words'

interface SidePanelProps {
  tables: LabTables['tables']
  history: string[]
  /** Puts a word where the cursor is. */
  insert: (word: string) => void
  /** Puts a whole query in the place of what is there. */
  open: (text: string) => void
}

/** What one can ask about and what one has asked before. */
export function SidePanel({ tables, history, insert, open }: SidePanelProps) {
  const words = useWords(labWords)
  const { language } = useI18n()
  return (
    <div className="lab-side">
      <Panel title={words.tables}>
        {tables.map((table) => (
          <details key={table.name}>
            <summary title={table[language]}>{table.name}</summary>
            <p className="caption">{table[language]}</p>
            <ul>
              {table.columns.map((column) => (
                <li key={column.name}>
                  <button type="button" className="lab-word" onClick={() => insert(column.name)}>
                    <span className="mono">{column.name}</span>
                    <small>{column[language]}</small>
                  </button>
                </li>
              ))}
            </ul>
          </details>
        ))}
      </Panel>
      <Panel title={words.examples}>
        <ul>
          {(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[]).map((name) => (
            <li key={name}>
              <button type="button" className="lab-word" onClick={() => open(EXAMPLES[name])}>
                {words.example[name]}
              </button>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={words.saved}>
        <Saved open={open} />
      </Panel>
      <Panel title={words.history}>
        {history.length === 0 && <p className="caption">{words.noHistory}</p>}
        <ul>
          {history.map((text) => (
            <li key={text}>
              <button type="button" className="lab-word mono" onClick={() => open(text)}>
                {text.slice(0, 80)}
              </button>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}

function Saved({ open }: { open: (text: string) => void }) {
  const words = useWords(labWords)
  const { message } = App.useApp()
  const queries = useQueryClient()
  const saved = useQuery({ queryKey: ['lab', 'saved'], queryFn: lab.saved })
  const [renamed, setRenamed] = useState<SavedQuery>()
  const again = () => queries.invalidateQueries({ queryKey: ['lab', 'saved'] })

  async function change(query: SavedQuery, to: Partial<SavedQuery>) {
    const { name, text, shared } = { ...query, ...to }
    await lab.change(query.id, { name, text, shared })
    await again()
  }

  async function remove(query: SavedQuery) {
    await lab.remove(query.id)
    await again()
    const undo = (
      <Button type="link" size="small" onClick={() => void change(query, {})}>
        {words.undo}
      </Button>
    )
    void message.info({
      content: (
        <>
          {words.removed(query.name)} {undo}
        </>
      ),
      duration: 8,
    })
  }

  return (
    <Loaded query={saved}>
      {(all) => (
        <>
          {all.length === 0 && <EmptyNote title={words.noSaved}>{words.noSavedHint}</EmptyNote>}
          <ul>
            {all.map((query) => (
              <li key={query.id}>
                <button type="button" className="lab-word" onClick={() => open(query.text)}>
                  {query.name}
                  {!query.own && <small>{words.foreign}</small>}
                </button>
                {query.own && (
                  <span>
                    <Button type="link" size="small" onClick={() => setRenamed(query)}>
                      {words.rename}
                    </Button>
                    <Button
                      type="link"
                      size="small"
                      aria-pressed={query.shared}
                      onClick={() => void change(query, { shared: !query.shared })}
                    >
                      {query.shared ? `✓ ${words.shared}` : words.share}
                    </Button>
                    <Button type="link" size="small" onClick={() => void remove(query)}>
                      {words.remove}
                    </Button>
                  </span>
                )}
              </li>
            ))}
          </ul>
          {renamed && (
            <NameForm
              name={renamed.name}
              onClose={() => setRenamed(undefined)}
              onNamed={(name) => void change(renamed, { name })}
            />
          )}
        </>
      )}
    </Loaded>
  )
}
