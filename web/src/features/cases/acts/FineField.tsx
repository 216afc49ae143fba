import { Input, Select } from 'antd'
import { useId } from 'react'
import type { CaseFineGiven, CaseLaw, CaseTable } from '../../../api'
import { useI18n, useWords } from '../../../i18n'
import { Field } from '../../alarms/commands/Field'
import { IllustrativeTag, UnverifiedTag } from '../../../ui/tags'
import { lawWords } from './law/words'

interface Adjust {
  kind: string
  percent?: string
  ground: string
}

/** A fine by a table, factor by factor, or by hand with its reason. */
export function FineField({
  law,
  value,
  onChange,
}: {
  law: CaseLaw
  value: CaseFineGiven
  onChange: (value: CaseFineGiven) => void
}) {
  const words = useWords(lawWords)
  const { language } = useI18n()
  const id = useId()
  if (value.amount != null) {
    return (
      <>
        <Field id={`${id}-amount`} label={words.fine.amount}>
          <Input
            id={`${id}-amount`}
            inputMode="decimal"
            value={value.amount}
            onChange={(event) => onChange({ ...value, amount: event.target.value })}
          />
        </Field>
        <Field id={`${id}-reason`} label={words.fine.handReason}>
          <Input.TextArea
            id={`${id}-reason`}
            autoSize={{ minRows: 2 }}
            value={value.reason ?? ''}
            onChange={(event) => onChange({ ...value, reason: event.target.value })}
          />
        </Field>
      </>
    )
  }
  const key = (table: CaseTable) => `${table.pack}/${table.table}`
  const chosen = law.tables.find((table) => table.pack === value.pack && table.table === value.table)
  return (
    <>
      <Field id={`${id}-table`} label={words.fine.table}>
        <Select
          id={`${id}-table`}
          showSearch={{ optionFilterProp: 'label' }}
          value={chosen ? key(chosen) : null}
          onChange={(picked: string) => {
            const table = law.tables.find((one) => key(one) === picked)
            if (table) onChange({ pack: table.pack, table: table.table, given: {}, reasons: {} })
          }}
          options={law.tables.map((table) => ({
            value: key(table),
            label: `${table.fits ? '● ' : ''}${language === 'en' ? table.violation_en : table.violation}`,
          }))}
        />
      </Field>
      {chosen && (
        <p className="caption">
          {chosen.statute} · {chosen.basis.source}
          {chosen.basis.unverified && <UnverifiedTag />}
          {chosen.basis.illustrative && <IllustrativeTag />}
        </p>
      )}
      {chosen && <Factors table={chosen} value={value} onChange={onChange} />}
      {chosen && <Adjustment value={value} onChange={onChange} />}
    </>
  )
}

type Part = { value: CaseFineGiven; onChange: (value: CaseFineGiven) => void }

const givenOf = (value: CaseFineGiven): Record<string, unknown> => value.given ?? {}

const withGiven = (value: CaseFineGiven, given: Record<string, unknown>): CaseFineGiven => ({
  ...value,
  given: given as unknown as NonNullable<CaseFineGiven['given']>,
})

/** The factors of a table; what the facts of the case say is chosen already. */
function Factors({ table, value, onChange }: Part & { table: CaseTable }) {
  const words = useWords(lawWords)
  const { name } = useI18n()
  const id = useId()
  const given = givenOf(value)
  const set = (key: string, option: unknown) => {
    const others = Object.entries(given).filter(([name]) => name !== key)
    const all = option === undefined ? others : [...others, [key, option]]
    onChange(withGiven(value, Object.fromEntries(all) as Record<string, unknown>))
  }
  return (
    <>
      {table.base && (
        <Field id={`${id}-base`} label={words.fine.base(table.base)}>
          <Input
            id={`${id}-base`}
            inputMode="decimal"
            value={typeof given.base === 'string' ? given.base : ''}
            onChange={(event) => set('base', event.target.value || undefined)}
          />
        </Field>
      )}
      {table.factors.map((factor) => {
        const { known } = factor
        const text = given[factor.key]
        const chosen = typeof text === 'string' ? text : ''
        const contradicts = known != null && chosen !== '' && chosen !== known.option
        return (
          <Field
            key={factor.key}
            id={`${id}-${factor.key}`}
            label={factor.name}
            {...(known && {
              hint: words.fine.known(known.option, known.facts.map((fact) => name(fact)).join('、')),
            })}
          >
            <Select
              id={`${id}-${factor.key}`}
              value={chosen}
              onChange={(option: string) => set(factor.key, option || undefined)}
              options={[
                { value: '', label: words.fine.unproven },
                ...factor.options.map((option) => ({
                  value: option.label,
                  label: `${option.label} (+${option.weight}%)`,
                })),
              ]}
            />
            {known && chosen === '' && (
              <button type="button" className="link" onClick={() => set(factor.key, known.option)}>
                ✓ {known.option}
              </button>
            )}
            {contradicts && (
              <Input
                aria-label={words.fine.contradicts}
                placeholder={words.fine.contradicts}
                value={value.reasons?.[factor.key] ?? ''}
                onChange={(event) =>
                  onChange({ ...value, reasons: { ...value.reasons, [factor.key]: event.target.value } })
                }
              />
            )}
          </Field>
        )
      })}
    </>
  )
}

/** Heavier, lighter, mitigated: with its measure and its ground. */
function Adjustment({ value, onChange }: Part) {
  const words = useWords(lawWords)
  const id = useId()
  const { adjust, ...rest } = givenOf(value)
  const given = (adjust ?? { kind: '', ground: '' }) as Adjust
  const set = (change: Partial<Adjust>) => {
    const next = { ...given, ...change }
    onChange(withGiven(value, next.kind === '' ? rest : { ...rest, adjust: next }))
  }
  return (
    <>
      <Field id={`${id}-kind`} label={words.fine.adjust}>
        <Select
          id={`${id}-kind`}
          value={given.kind}
          onChange={(kind: string) => set({ kind })}
          options={[
            { value: '', label: words.fine.adjustNone },
            ...Object.entries(words.fine.adjustKind).map(([code, label]) => ({ value: code, label })),
          ]}
        />
      </Field>
      {given.kind !== '' && (
        <>
          <Field id={`${id}-percent`} label={words.fine.percent}>
            <Input
              id={`${id}-percent`}
              inputMode="decimal"
              value={given.percent ?? ''}
              onChange={(event) => set({ percent: event.target.value })}
            />
          </Field>
          <Field id={`${id}-ground`} label={words.fine.adjustGround}>
            <Input
              id={`${id}-ground`}
              value={given.ground}
              onChange={(event) => set({ ground: event.target.value })}
            />
          </Field>
        </>
      )}
    </>
  )
}
