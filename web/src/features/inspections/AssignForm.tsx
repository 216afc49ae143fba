import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { inspections } from '../../api'
import { useWords } from '../../i18n'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { assignWords } from './assignWords'
import { STALE } from './form'
import '../../ui/act-form.css'

export const CAUSES = ['complaint', 'assignment', 'anomaly', 'emergency'] as const
type Cause = (typeof CAUSES)[number]

/** Has somebody inspected without a draw, for one of the causes that remain for everybody. */
export function AssignForm({ enterprise, done }: { enterprise: string; done: () => void }) {
  const words = useWords(assignWords)
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState({ enterprise, words: '', alarm: '', until: '' })
  const [cause, setCause] = useState<Cause>('complaint')
  const assign = useAttempt(
    async (_: undefined, key) => {
      const one = await inspections.assign({ ...typed, enterprise: typed.enterprise.trim(), cause }, key)
      navigate(`/inspections/${one.id}`)
    },
    STALE,
    done,
  )
  const ready = typed.enterprise.trim() !== '' && typed.words.trim() !== ''
  const field = (name: keyof typeof typed, type?: string, wide = false) => (
    <label className={wide ? 'act-field act-field-wide' : 'act-field'}>
      <span className="caption">{words.field[name]}</span>
      <Input
        type={type}
        value={typed[name]}
        maxLength={1000}
        onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
      />
    </label>
  )
  return (
    <Panel title={words.assign} className="act-form">
      <p className="caption">{words.hint}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) assign.mutate(undefined)
        }}
      >
        <div className="filters">
          {field('enterprise')}
          <div className="act-field">
            <span className="caption">{words.causeLabel}</span>
            <Select
              aria-label={words.causeLabel}
              value={cause}
              onChange={setCause}
              popupMatchSelectWidth={false}
              options={CAUSES.map((value) => ({ value, label: words.cause[value] }))}
            />
          </div>
          {field('alarm')}
          {field('until', 'date')}
          {field('words', undefined, true)}
        </div>
        <div className="acts">
          <Button onClick={done}>{words.close}</Button>
          <Button type="primary" htmlType="submit" disabled={!ready} loading={assign.isPending}>
            {words.assign}
          </Button>
        </div>
        {assign.error && <ProblemNote error={assign.error} keptDraft />}
      </form>
    </Panel>
  )
}
