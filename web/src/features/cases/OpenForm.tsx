import { Button, Input, Select } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { useLocation } from 'wouter'
import { cases, type CaseDetail } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { useAttempt } from '../../lib/useAttempt'
import { useDraft } from '../../lib/useDraft'
import { ProblemNote } from '../../ui/notes'
import { actWords } from './acts/words'
import '../../ui/act-form.css'

type Violations = { code: string; name: string; name_en: string }[]

/** Opens a case: of an alarm, whose party it has, or by hand. */
export function OpenForm({
  violations,
  alarm,
  suspected = '',
  day = '',
}: {
  violations: Violations
  alarm?: string
  suspected?: string
  day?: string
}) {
  const words = useWords(actWords)
  const { name } = useI18n()
  const [, navigate] = useLocation()
  const { value, patch, drop } = useDraft(`case.open.${alarm ?? 'by-hand'}`, {
    suspected,
    act: '',
    found_on: day,
    ended_on: day,
    party: '',
    reason: '',
  })
  const [missing, setMissing] = useState(false)
  const [opened, setOpened] = useState<CaseDetail>()
  const open = useAttempt(
    async (_: undefined, key) => {
      const { suspected, act, found_on, ended_on, party, reason } = value
      const of = alarm ? { alarm } : { party, reason }
      const answer = await cases.open(
        { suspected, found_on, investigators: [], ...(act && { act }), ...(ended_on && { ended_on }), ...of },
        key,
      )
      setOpened(answer)
      drop()
      navigate(`/cases/${answer.summary.id}`)
    },
    ['cases', 'alarm'],
  )
  const needed = [value.suspected, value.found_on, ...(alarm ? [] : [value.party, value.reason])]
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const whole = needed.every((text) => text.trim() !== '')
    setMissing(!whole)
    if (whole && !opened) open.mutate(undefined)
  }
  const line = (field: 'suspected' | 'found_on' | 'ended_on' | 'party' | 'reason', type?: string) => (
    <label className="act-field act-field-wide">
      <span className="caption">{words.field[field]}</span>
      <Input type={type} value={value[field]} onChange={(event) => patch({ [field]: event.target.value })} />
    </label>
  )
  return (
    <form className="act-form" onSubmit={submit} aria-label={words.act.open} noValidate>
      <div className="filters">
        {!alarm && line('party')}
        {line('suspected')}
        <label className="act-field act-field-wide">
          <span className="caption">{`${words.field.act} (${words.optional})`}</span>
          <Select
            value={value.act}
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={words.field.act}
            onChange={(act: string) => patch({ act })}
            options={[
              { value: '', label: '—' },
              ...violations.map((violation) => ({ value: violation.code, label: name(violation) })),
            ]}
          />
        </label>
        {line('found_on', 'date')}
        {line('ended_on', 'date')}
        {!alarm && line('reason')}
      </div>
      {missing && (
        <p className="urgent" role="alert">
          {words.required}
        </p>
      )}
      <div className="acts">
        <Button type="primary" htmlType="submit" loading={open.isPending}>
          {words.act.open}
        </Button>
      </div>
      {open.error && <ProblemNote error={open.error} keptDraft />}
    </form>
  )
}
