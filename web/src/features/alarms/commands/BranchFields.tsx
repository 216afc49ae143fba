import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { cityMap, officers } from '../../../api'
import { useI18n, useWords } from '../../../i18n'
import { alarmWords } from '../words'
import { Field } from './Field'

/** To whom alarms are given. */
export interface Recipient {
  branch: string
  /** Any officer of the branch if empty. */
  officer: string
}

/** The branch, and the officer of that branch who should accept. */
export function BranchFields({
  value: { branch, officer },
  onChange,
  problem,
}: {
  value: Recipient
  onChange: (change: Partial<Recipient>) => void
  problem: string | undefined
}) {
  const words = useWords(alarmWords)
  const { name } = useI18n()
  const districts = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const people = useQuery({
    queryKey: ['officers', branch],
    queryFn: () => officers(branch),
    enabled: branch !== '',
  })
  return (
    <>
      <Field label={words.field.branch} id="branch" problem={problem}>
        <Select
          id="branch"
          value={branch || undefined}
          loading={districts.isPending}
          onChange={(code: string) => onChange({ branch: code, officer: '' })}
          options={(districts.data?.districts ?? []).map((district) => ({
            value: district.code,
            label: name(district),
          }))}
        />
      </Field>
      <Field label={words.field.officer} id="officer" optional>
        <Select
          id="officer"
          value={officer}
          loading={people.isFetching}
          onChange={(id: string) => onChange({ officer: id })}
          options={[
            { value: '', label: words.field.officerAny },
            ...(people.data ?? []).map((person) => ({ value: person.id, label: person.name })),
          ]}
        />
      </Field>
    </>
  )
}
