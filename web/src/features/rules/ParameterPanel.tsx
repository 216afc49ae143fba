import { Button } from 'antd'
import { useState } from 'react'
import type { KindRules, RuleBook, RuleParameter } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { EmptyNote } from '../../ui/notes'
import { Panel, Quantity } from '../../ui/page'
import { ProposeForm } from './ProposeForm'
import { Sheet } from './Sheet'
import { ruleWords } from './words'

/** What a kind is judged by now, and the form that proposes something else. */
export function ParameterPanel({ book, kind }: { book: RuleBook; kind: KindRules }) {
  const words = useWords(ruleWords)
  const { t } = useI18n()
  const [changing, setChanging] = useState(false)
  const tunable = kind.parameters.length > 0
  const mayPropose = book.may_propose && tunable && !kind.shadow
  return (
    <Panel
      title={`${t.kind[kind.kind]} · ${words.parameters}`}
      className="panel-table"
      extra={
        mayPropose && !changing ? (
          <Button onClick={() => setChanging(true)}>{words.change}</Button>
        ) : (
          book.may_propose && kind.shadow && <span className="caption">{words.shadowRuns}</span>
        )
      }
    >
      {!tunable && <EmptyNote title={words.fixed}>{words.fixedHint}</EmptyNote>}
      {tunable && changing && mayPropose && (
        <ProposeForm book={book} kind={kind} onClose={() => setChanging(false)} />
      )}
      {tunable && !(changing && mayPropose) && <ParameterTable parameters={kind.parameters} />}
    </Panel>
  )
}

function ParameterTable({ parameters }: { parameters: RuleParameter[] }) {
  const words = useWords(ruleWords)
  return (
    <Sheet label={words.parameters}>
      <thead>
        <tr>
          <th scope="col">{words.column.parameter}</th>
          <th scope="col" className="number">
            {words.column.value}
          </th>
          <th scope="col" className="number">
            {words.column.default}
          </th>
          <th scope="col" className="number">
            {words.column.bounds}
          </th>
        </tr>
      </thead>
      <tbody>
        {parameters.map((parameter) => (
          <tr key={parameter.code} data-parameter={parameter.code}>
            <th scope="row">
              <ParameterName parameter={parameter} />
            </th>
            <td className="number">
              <ParameterValue parameter={parameter} value={parameter.value} strong />
            </td>
            <td className="number secondary">
              <ParameterValue parameter={parameter} value={parameter.default} />
            </td>
            <td className="number secondary nowrap">
              {parameter.form !== 'switch' && `${figure(parameter.least)} – ${figure(parameter.most)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </Sheet>
  )
}

/** A parameter's name in the language of the page, with its code. */
export function ParameterName({ parameter }: { parameter: RuleParameter }) {
  const { name } = useI18n()
  return (
    <span className="rule-parameter">
      <span>{name(parameter)}</span>
      <span className="caption mono">{parameter.code}</span>
    </span>
  )
}

/** A value with its unit; a switch is yes or no. */
export function ParameterValue({
  parameter,
  value,
  strong,
}: {
  parameter: RuleParameter
  value: number
  strong?: boolean
}) {
  const words = useWords(ruleWords)
  const isChanged = strong && value !== parameter.default
  if (parameter.form === 'switch') {
    const text = value ? words.yes : words.no
    return isChanged ? <b>{text}</b> : <>{text}</>
  }
  return <Quantity value={value} unit={parameter.unit} strong={isChanged} />
}
