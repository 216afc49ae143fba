import { Input } from 'antd'
import { useId } from 'react'
import { useWords } from '../../../i18n'
import { Field } from '../../alarms/commands/Field'
import { actWords } from './words'

const KINDS = ['evidence', 'punishable', 'jurisdiction', 'limitation'] as const

interface Condition {
  kind: string
  ground: string
}

/** The four conditions of filing, each with its ground. */
export function ConditionsField({
  value,
  onChange,
  problem,
}: {
  value: unknown
  onChange: (value: Condition[]) => void
  problem: string | undefined
}) {
  const words = useWords(actWords)
  const id = useId()
  const given = Array.isArray(value) ? (value as Condition[]) : []
  const groundOf = (kind: string) => given.find((condition) => condition.kind === kind)?.ground ?? ''
  const change = (kind: string, ground: string) =>
    onChange(KINDS.map((one) => ({ kind: one, ground: one === kind ? ground : groundOf(one) })))
  return (
    <>
      {KINDS.map((kind) => (
        <Field
          key={kind}
          id={`${id}-${kind}`}
          label={words.condition[kind]}
          problem={groundOf(kind).trim() === '' ? problem : undefined}
        >
          <Input
            id={`${id}-${kind}`}
            value={groundOf(kind)}
            onChange={(event) => change(kind, event.target.value)}
          />
        </Field>
      ))}
    </>
  )
}
