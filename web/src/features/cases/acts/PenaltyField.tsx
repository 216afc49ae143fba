import { useQuery } from '@tanstack/react-query'
import { Checkbox, Input, Segmented } from 'antd'
import { useId } from 'react'
import { cases, type CaseFineGiven } from '../../../api'
import { useWords } from '../../../i18n'
import { ProblemNote } from '../../../ui/notes'
import { Field } from '../../alarms/commands/Field'
import { FineView } from '../DecisionPanel'
import { caseWords } from '../words'
import type { ControlProps } from './ActControl'
import { FineField } from './FineField'
import { lawWords } from './law/words'
import { actWords } from './words'

interface Penalty {
  warning: boolean
  fine?: CaseFineGiven
  other?: string
}

type Given = ControlProps & { problem: string | undefined }

/** A penalty: a warning, a fine that builds up in sight, what else. */
export function PenaltyField({ file, law, value, onChange, problem }: Given) {
  const words = useWords(actWords)
  const texts = useWords(lawWords)
  const id = useId()
  const penalty = (value ?? { warning: false }) as Penalty
  const mode = penalty.fine === undefined ? 'none' : penalty.fine.amount != null ? 'by_hand' : 'by_table'
  const told = file.notice?.penalty.fine
  const first = law.tables[0]
  const start: Record<string, CaseFineGiven | undefined> = {
    by_hand: { amount: '', reason: '' },
    by_table: {
      pack: told?.pack ?? first?.pack ?? '',
      table: told?.table ?? first?.table ?? '',
      given: (told?.given as CaseFineGiven['given']) ?? {},
      reasons: {},
    },
  }
  const choose = (next: string) => {
    const fine = start[next]
    const { warning, other } = penalty
    onChange({ warning, ...(other && { other }), ...(fine && { fine }) })
  }
  return (
    <fieldset className="field case-penalty">
      <legend>{words.field.penalty}</legend>
      {problem && (
        <p className="urgent" role="alert">
          {problem}
        </p>
      )}
      <Checkbox
        checked={penalty.warning}
        onChange={(event) => onChange({ ...penalty, warning: event.target.checked })}
      >
        {texts.fine.warning}
      </Checkbox>
      <Segmented
        value={mode}
        aria-label={texts.fine.fine}
        options={[
          { value: 'none', label: texts.fine.none },
          { value: 'by_table', label: texts.fine.byTable, disabled: law.tables.length === 0 },
          { value: 'by_hand', label: texts.fine.byHand },
        ]}
        onChange={choose}
      />
      {penalty.fine && (
        <>
          <FineField law={law} value={penalty.fine} onChange={(fine) => onChange({ ...penalty, fine })} />
          <Preview id={file.summary.id} fine={penalty.fine} />
        </>
      )}
      <Field id={id} label={texts.fine.other}>
        <Input
          id={id}
          value={penalty.other ?? ''}
          onChange={(event) => onChange({ ...penalty, other: event.target.value })}
        />
      </Field>
    </fieldset>
  )
}

/** What the fine would be as it is typed; the same reckoning that the decision will hold. */
function Preview({ id, fine }: { id: string; fine: CaseFineGiven }) {
  const whole = fine.amount == null ? fine.table : fine.amount !== '' && fine.reason !== ''
  const query = useQuery({
    queryKey: ['case-reckoning', id, fine],
    queryFn: () => cases.reckon(id, fine),
    enabled: Boolean(whole),
    placeholderData: (before) => before,
    retry: false,
  })
  if (!whole) return null
  return (
    <div className="case-preview" aria-live="polite">
      {query.error ? <ProblemNote error={query.error} /> : query.data && <FineView fine={query.data} />}
    </div>
  )
}

/** How a case is decided: with a penalty, or without one and why. */
export function OutcomeField(props: Given) {
  const { value, onChange, problem } = props
  const words = useWords(actWords)
  const texts = useWords(caseWords)
  const id = useId()
  const outcome = (value ?? {}) as { penalty?: Penalty; no_penalty?: string; not_established?: string }
  const kind =
    outcome.no_penalty !== undefined
      ? 'no_penalty'
      : outcome.not_established !== undefined
        ? 'not_established'
        : 'penalty'
  const beginning: Record<string, object> = {
    penalty: {},
    no_penalty: { no_penalty: '' },
    not_established: { not_established: '' },
  }
  return (
    <>
      <Segmented
        value={kind}
        aria-label={words.field.penalty}
        options={(['penalty', 'no_penalty', 'not_established'] as const).map((one) => ({
          value: one,
          label: texts.outcome[one],
        }))}
        onChange={(next) => onChange(beginning[next])}
      />
      {kind === 'penalty' ? (
        <PenaltyField {...props} value={outcome.penalty} onChange={(penalty) => onChange({ penalty })} />
      ) : (
        <Field id={id} label={words.field.reason} problem={problem}>
          <Input.TextArea
            id={id}
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={outcome[kind] ?? ''}
            onChange={(event) => onChange({ [kind]: event.target.value })}
          />
        </Field>
      )}
    </>
  )
}
