import { useQuery } from '@tanstack/react-query'
import { Input, Segmented, Select } from 'antd'
import { useEffect, useId } from 'react'
import { cases, type CaseFactGiven, type CaseLaw } from '../../../api'
import { useI18n, useWords, wordFor } from '../../../i18n'
import { ProblemNote } from '../../../ui/notes'
import { Field } from '../../alarms/commands/Field'
import { ProposalView } from '../TierView'
import { caseWords } from '../words'
import type { ControlProps } from './ActControl'
import { lawWords } from './law/words'
import { actWords } from './words'

interface Tier {
  facts: CaseFactGiven[]
  catalogue?: string
  rung?: string
  /** Whether the person chose the rung, and does not just follow the proposal. */
  chosen?: boolean
  reason?: string
}

/** Facts, the rung that they propose, and where the person places the case. */
export function TierField({ file, law, value, onChange }: ControlProps) {
  const words = useWords(actWords)
  const told = useWords(lawWords)
  const texts = useWords(caseWords)
  const { name } = useI18n()
  const id = useId()
  const tier: Tier = { facts: [], ...(value as Tier | undefined) }
  const asked = { facts: tier.facts, ...(tier.catalogue && { catalogue: tier.catalogue }) }
  const query = useQuery({
    queryKey: ['case-proposal', file.summary.id, asked],
    queryFn: () => cases.propose(file.summary.id, asked),
    placeholderData: (before) => before,
    retry: false,
  })
  const proposed = query.data?.rung
  const rung = tier.rung
  const change = (part: Partial<Tier>) => {
    onChange({ ...tier, ...part })
  }
  // The form is whole as soon as a rung is proposed: who agrees need not choose. Who chose keeps what they chose.
  const followed = !tier.chosen && proposed !== undefined && tier.rung !== proposed
  useEffect(() => {
    if (followed) onChange({ ...tier, rung: proposed })
  })
  const deciding = new Set(query.data?.open.flatMap((rule) => rule.unknown.map((fact) => fact.code)))
  const first = law.facts.filter(
    (fact) => deciding.has(fact.key) || tier.facts.some((f) => f.fact === fact.key),
  )
  const others = law.facts.filter((fact) => !first.includes(fact))
  const row = (fact: CaseLaw['facts'][number]) => (
    <FactRow key={fact.key} fact={fact} given={tier.facts} onChange={(facts) => change({ facts })} />
  )
  return (
    <fieldset className="field case-tier">
      <legend>{words.act.set_tier}</legend>
      <Field id={`${id}-catalogue`} label={told.tier.catalogue}>
        <Select
          id={`${id}-catalogue`}
          showSearch={{ optionFilterProp: 'label' }}
          value={tier.catalogue ?? ''}
          onChange={(catalogue: string) => change({ catalogue })}
          options={[
            { value: '', label: told.tier.noCatalogue },
            ...law.catalogue.map((entry) => ({ value: entry.code, label: name(entry) })),
          ]}
        />
      </Field>
      <p className="caption">{told.tier.deciding}</p>
      {first.map(row)}
      <details>
        <summary className="caption">{told.tier.allFacts(`${others.length}`)}</summary>
        {others.map(row)}
      </details>
      {query.error && <ProblemNote error={query.error} />}
      {query.data && <ProposalView proposal={query.data} />}
      <Field id={`${id}-rung`} label={told.tier.rung}>
        <Select
          id={`${id}-rung`}
          value={rung ?? null}
          onChange={(next: string) => change({ rung: next, chosen: true })}
          options={Object.entries(texts.rung).map(([code, label]) => ({ value: code, label }))}
        />
      </Field>
      {rung !== undefined && proposed !== undefined && rung !== proposed && (
        <Field
          id={`${id}-reason`}
          label={told.tier.reason}
          hint={told.tier.asProposed(wordFor(texts.rung, proposed))}
        >
          <Input.TextArea
            id={`${id}-reason`}
            autoSize={{ minRows: 2 }}
            value={tier.reason ?? ''}
            onChange={(event) => change({ reason: event.target.value })}
          />
        </Field>
      )}
    </fieldset>
  )
}

/** A fact: not known, yes or no, or a figure; what contradicts the register needs its reason. */
function FactRow({
  fact,
  given,
  onChange,
}: {
  fact: CaseLaw['facts'][number]
  given: CaseFactGiven[]
  onChange: (given: CaseFactGiven[]) => void
}) {
  const told = useWords(lawWords)
  const { language } = useI18n()
  const mine = given.find((one) => one.fact === fact.key)
  const value = mine?.value ?? ''
  const set = (change: Partial<CaseFactGiven>) => {
    const rest = given.filter((one) => one.fact !== fact.key)
    const next = { fact: fact.key, value, reason: mine?.reason ?? '', ...change }
    onChange(next.value === '' ? rest : [...rest, next])
  }
  const label = language === 'en' ? fact.name_en : fact.name
  const contradicts = fact.known != null && value !== '' && value !== fact.known
  return (
    <div className="case-fact">
      <span>
        {label}
        {fact.known != null && (
          <span className="caption">
            {' '}
            {told.tier.known(
              fact.known === 'true' ? told.tier.yes : fact.known === 'false' ? told.tier.no : fact.known,
            )}
          </span>
        )}
      </span>
      {fact.figure ? (
        <Input
          className="case-figure"
          inputMode="decimal"
          aria-label={label}
          value={value}
          onChange={(event) => set({ value: event.target.value.trim() })}
        />
      ) : (
        <Segmented
          size="small"
          value={value}
          aria-label={label}
          options={[
            { value: '', label: told.tier.unknown },
            { value: 'true', label: told.tier.yes },
            { value: 'false', label: told.tier.no },
          ]}
          onChange={(next) => set({ value: next })}
        />
      )}
      {contradicts && (
        <Input
          aria-label={told.tier.contradicts}
          placeholder={told.tier.contradicts}
          value={mine?.reason ?? ''}
          onChange={(event) => set({ reason: event.target.value })}
        />
      )}
    </div>
  )
}
