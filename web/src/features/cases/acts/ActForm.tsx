import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { cases, type CaseAct, type CaseDetail } from '../../../api'
import { useWords, wordFor } from '../../../i18n'
import { useDraft } from '../../../lib/useDraft'
import { LoadingNote, ProblemNote } from '../../../ui/notes'
import { Timeline } from '../Timeline'
import { ActControl } from './ActControl'
import { ACT_FIELDS, bodyOf, missingOf, type Typed } from './fields'
import { useCaseAct } from './useCaseAct'
import { actWords } from './words'
import '../../../ui/act-form.css'

/** What a form begins with: what the case says already need not be typed again. */
function beginning(file: CaseDetail, act: string): Typed {
  const today = file.now.slice(0, 10)
  const whole = file.evidence.filter((item) => item.intact && !item.found_altered)
  const told = act === 'decide' && file.notice
  return {
    on: today,
    obtained_on: today,
    evidence:
      act === 'check_evidence' || act === 'move_evidence' ? undefined : whole.map((item) => item.number),
    agrees: 'true',
    ...(act === 'serve' && {
      document: file.decision ? 'decision' : file.notice ? 'notice' : 'order',
      way: 'direct',
    }),
    ...(act === 'notify' && { facts: file.summary.suspected }),
    ...(told && { facts: told.facts, provisions: told.provisions.join('\n') }),
    ...(file.measures.length > 0 && { measure: file.measures.length }),
    ...(file.referrals.length > 0 && { referral: file.referrals.length }),
    ...(file.orders.length > 0 && { order: file.orders.length }),
    ...(file.dailies.length > 0 && act !== 'pay' && { daily: file.dailies.length }),
  }
}

/** The form of an act: its fields, what came in between, one button. */
export function ActForm({ file, act, onClose }: { file: CaseDetail; act: string; onClose: () => void }) {
  const words = useWords(actWords)
  const draft = useDraft<Typed>(`case.${file.summary.id}.${act}`, beginning(file, act))
  const [missing, setMissing] = useState<string[]>([])
  const sender = useCaseAct(file, () => {
    draft.drop()
    onClose()
  })
  const law = useQuery({
    queryKey: ['case-law', file.summary.id],
    queryFn: () => cases.law(file.summary.id),
    staleTime: 60_000,
  })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const lacks = missingOf(act, draft.value)
    setMissing(lacks)
    // The list of fields makes the body; the API checks every one of them again.
    if (lacks.length === 0) sender.send(bodyOf(act, draft.value) as unknown as CaseAct)
  }
  return (
    <form className="case-act" onSubmit={submit} aria-label={wordFor(words.act, act)} noValidate>
      {draft.restored && (
        <p className="caption" role="status">
          {words.restored}{' '}
          <button type="button" className="link" onClick={draft.drop}>
            {words.discard}
          </button>
        </p>
      )}
      {law.data ? (
        (ACT_FIELDS[act] ?? []).map((field) => (
          <ActControl
            key={field.name}
            field={field}
            file={file}
            law={law.data}
            value={draft.value[field.name]}
            missing={missing.includes(field.name)}
            onChange={(value) => draft.patch({ [field.name]: value })}
          />
        ))
      ) : law.error ? (
        <ProblemNote error={law.error} retry={() => void law.refetch()} />
      ) : (
        <LoadingNote />
      )}
      {sender.since && (
        <div className="note note-problem" role="alert">
          <strong>{words.conflict}</strong>
          <p>{words.conflictHint}</p>
          <Timeline entries={sender.since} />
          <Button size="small" onClick={sender.acceptCurrent}>
            {words.useCurrent}
          </Button>
        </div>
      )}
      {sender.error && <ProblemNote error={sender.error} keptDraft />}
      <div className="acts">
        <Button type="primary" htmlType="submit" loading={sender.busy} disabled={sender.since !== undefined}>
          {words.submit}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </form>
  )
}
