import { useMutation, useQuery } from '@tanstack/react-query'
import { AutoComplete, Button, Input, Select } from 'antd'
import { useId } from 'react'
import { useLocation } from 'wouter'
import { cityMap, positiveList, type ListCategory } from '../../api'
import { useUser } from '../../app/SessionProvider'
import { useI18n, useWords } from '../../i18n'
import { useAttempt } from '../../lib/useAttempt'
import { useDraft } from '../../lib/useDraft'
import { ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { STALE } from './Acts'
import { ReportTable } from './ReportTable'
import { listWords } from './words'

interface Typed {
  code: string
  category: string
  statement: string
}

/** Proposes an enterprise, after the machine has said how it stands with the criteria. */
export function ProposeForm({ categories, done }: { categories: ListCategory[]; done: () => void }) {
  const words = useWords(listWords)
  const { name } = useI18n()
  const user = useUser()
  const [, navigate] = useLocation()
  const own = user.scope.kind === 'enterprise' ? (user.scope.code ?? '') : ''
  const draft = useDraft<Typed>('positive-list.propose', { code: own, category: '', statement: '' })
  const { code, category, statement } = draft.value
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const look = useMutation({ mutationFn: () => positiveList.check(code.trim(), category) })
  const propose = useAttempt(
    async (_: string, key) => {
      const standing = await positiveList.one(code.trim())
      return positiveList.act(
        code.trim(),
        standing.version,
        { act: 'propose', category, statement: statement.trim() },
        key,
      )
    },
    STALE,
    () => {
      draft.drop()
      done()
      navigate(`/positive-list/${code.trim()}`)
    },
  )
  const chosen = code.trim() !== '' && category !== ''
  const [codeField, statementField] = [useId(), useId()]
  return (
    <Panel title={words.proposeTitle} className="act-form">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (chosen && statement.trim() !== '') propose.mutate('propose')
        }}
      >
        <div className="filters">
          <div className="act-field act-field-wide">
            <label className="caption" htmlFor={codeField}>
              {words.enterprise}
            </label>
            <AutoComplete
              id={codeField}
              disabled={own !== ''}
              value={code}
              onChange={(value: string) => draft.patch({ code: value })}
              showSearch={{
                filterOption: (typed, option) => (option?.label ?? '').includes(typed),
              }}
              options={(city.data?.enterprises ?? []).map((item) => ({
                value: item.code,
                label: `${name(item)} ${item.code}`,
              }))}
            />
          </div>
          <Select
            aria-label={words.category}
            placeholder={words.category}
            value={category || undefined}
            onChange={(value: string) => draft.patch({ category: value })}
            popupMatchSelectWidth={false}
            options={categories.map((item) => ({
              value: item.id,
              label: `${String(item.number)} · ${name(item)}`,
            }))}
          />
          <Button disabled={!chosen} loading={look.isPending} onClick={() => look.mutate()}>
            {words.check}
          </Button>
        </div>
        {look.error && <ProblemNote error={look.error} />}
        {look.data && <ReportTable report={look.data} />}
        <div className="list-form">
          <div className="act-field">
            <label className="caption" htmlFor={statementField}>
              {words.statement} · {words.statementHint}
            </label>
            <Input.TextArea
              id={statementField}
              rows={2}
              maxLength={1000}
              value={statement}
              onChange={(event) => draft.patch({ statement: event.target.value })}
            />
          </div>
          <Button
            type="primary"
            htmlType="submit"
            disabled={!chosen || statement.trim() === ''}
            loading={propose.isPending}
          >
            {words.submit}
          </Button>
        </div>
        {propose.error && <ProblemNote error={propose.error} keptDraft />}
      </form>
    </Panel>
  )
}
