import { Button, Checkbox, Input } from 'antd'
import type { SyntheticEvent } from 'react'
import { rules, type KindRules, type RuleBook, type RuleParameter } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { useAttempt } from '../../lib/useAttempt'
import { fromField } from '../../lib/time'
import { useDraft } from '../../lib/useDraft'
import { ProblemNote } from '../../ui/notes'
import { ExtentField } from './ExtentField'
import { EVERYBODY, extentOf, isWhole } from './extents'
import { ParameterName, ParameterValue } from './ParameterPanel'
import { changesAnything, faultOf, typedOf, valuesOf, type Typed } from './values'
import { ruleWords } from './words'

/** Empty is no time. */
const instant = (field: string) => (field === '' ? null : fromField(field))

const NOTHING_TYPED: Typed = {}

/** A new rule: each value beside its bounds, from when to when, and why. What was typed survives a reload. */
export function ProposeForm({
  book,
  kind,
  onClose,
}: {
  book: RuleBook
  kind: KindRules
  onClose: () => void
}) {
  const words = useWords(ruleWords)
  const draft = useDraft(`rule.${kind.kind}`, {
    typed: NOTHING_TYPED,
    extent: EVERYBODY,
    from: '',
    to: '',
    reason: '',
  })
  const { extent, from, to, reason } = draft.value
  const typed = { ...typedOf(kind.parameters), ...draft.value.typed }
  const close = () => {
    draft.drop()
    onClose()
  }
  const propose = useAttempt(
    (body: Parameters<typeof rules.propose>[0], key: string) => rules.propose(body, key),
    ['rules', 'ledger'],
    close,
  )
  const sound = kind.parameters.every((parameter) => !faultOf(parameter, typed[parameter.code] ?? ''))
  // Where a narrower rule judges, the city's values are a change too: the server knows.
  const changed = extent.kind !== 'city' || changesAnything(kind.parameters, typed)
  const whole = sound && changed && isWhole(extent) && reason.trim() !== ''
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (!whole) return
    const values = valuesOf(kind.parameters, typed)
    const [valid_from, valid_to] = [instant(from), instant(to)]
    propose.mutate({ kind: kind.kind, extent: extentOf(extent), values, valid_from, valid_to, reason })
  }
  const type = (code: string, text: string) => draft.patch({ typed: { ...draft.value.typed, [code]: text } })
  return (
    <form className="rule-form" onSubmit={submit}>
      <p className="secondary">
        <strong>{words.changeTitle}</strong> {words.changeHint(book.least_shadow_h)}
        {draft.restored && <span className="caption"> {words.restored}</span>}
      </p>
      <ul className="rule-fields">
        {kind.parameters.map((parameter) => (
          <Field
            key={parameter.code}
            parameter={parameter}
            text={typed[parameter.code] ?? ''}
            onType={(text) => type(parameter.code, text)}
          />
        ))}
      </ul>
      <div className="rule-when">
        <ExtentField book={book} choice={extent} onChoose={(chosen) => draft.patch({ extent: chosen })} />
        <label>
          <span className="caption">{words.validFrom}</span>
          <Input
            type="datetime-local"
            value={from}
            title={words.validFromHint}
            onChange={(event) => draft.patch({ from: event.target.value })}
          />
        </label>
        <label>
          <span className="caption">{words.validTo}</span>
          <Input
            type="datetime-local"
            value={to}
            onChange={(event) => draft.patch({ to: event.target.value })}
          />
        </label>
        <label className="rule-reason">
          <span className="caption">{words.reason}</span>
          <Input
            maxLength={500}
            value={reason}
            onChange={(event) => draft.patch({ reason: event.target.value })}
          />
        </label>
      </div>
      <div className="rule-acts">
        <Button type="primary" htmlType="submit" disabled={!whole} loading={propose.isPending}>
          {words.submit}
        </Button>
        <Button onClick={close}>{words.cancel}</Button>
        {!changed && <span className="caption">{words.unchanged}</span>}
      </div>
      {propose.error && <ProblemNote error={propose.error} keptDraft />}
    </form>
  )
}

function Field({
  parameter,
  text,
  onType,
}: {
  parameter: RuleParameter
  text: string
  onType: (text: string) => void
}) {
  const words = useWords(ruleWords)
  const { name } = useI18n()
  const fault = faultOf(parameter, text)
  const hint = `rule-hint-${parameter.code}`
  const said = {
    not_number: words.notNumber,
    not_whole: words.notWhole,
    out_of_bounds: words.outOfBounds(figure(parameter.least), figure(parameter.most)),
  }
  const isSwitch = parameter.form === 'switch'
  return (
    <li className={fault ? 'rule-field rule-field-wrong' : 'rule-field'}>
      {isSwitch ? (
        <>
          <ParameterName parameter={parameter} />
          <Checkbox
            aria-label={name(parameter)}
            checked={Number(text) !== 0}
            onChange={(event) => onType(event.target.checked ? '1' : '0')}
          >
            {Number(text) !== 0 ? words.yes : words.no}
          </Checkbox>
        </>
      ) : (
        <label>
          <span className="rule-parameter">
            {name(parameter)}
            <span className="caption mono">{parameter.code}</span>
          </span>
          <Input
            inputMode="decimal"
            value={text}
            suffix={parameter.unit || undefined}
            status={fault ? 'error' : undefined}
            aria-invalid={fault !== undefined}
            aria-describedby={hint}
            onChange={(event) => onType(event.target.value)}
          />
        </label>
      )}
      <span id={hint} className="caption" role={fault ? 'alert' : undefined}>
        {fault ? (
          <span className="urgent">{said[fault]}</span>
        ) : (
          <>
            {!isSwitch && `${figure(parameter.least)} – ${figure(parameter.most)} · `}
            {words.column.value} <ParameterValue parameter={parameter} value={parameter.value} /> ·{' '}
            {words.column.default} <ParameterValue parameter={parameter} value={parameter.default} />
          </>
        )}
      </span>
      {Number(text) !== parameter.default && (
        <Button size="small" type="link" onClick={() => onType(String(parameter.default))}>
          {words.reset}
        </Button>
      )}
    </li>
  )
}
