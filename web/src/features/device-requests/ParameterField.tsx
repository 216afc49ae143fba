import { Input, Select } from 'antd'
import type { RequestParameter } from '../../api'
import { useWords, wordFor } from '../../i18n'
import { deviceRequestWords } from './words'

const FIELD_TYPES: Record<string, string> = {
  time: 'datetime-local',
  time_of_day: 'time',
  password: 'password',
  number: 'number',
}

/** A field for one value of a request. */
export function ParameterField({
  parameter,
  value,
  onChange,
}: {
  parameter: RequestParameter
  value: string
  onChange: (value: string) => void
}) {
  const words = useWords(deviceRequestWords)
  const label = wordFor(words.parameter, parameter.name)
  if (parameter.form === 'one_of') {
    return (
      <Select
        aria-label={label}
        placeholder={label}
        allowClear={!parameter.required}
        popupMatchSelectWidth={false}
        value={value || undefined}
        onChange={(next: string | undefined) => onChange(next ?? '')}
        options={parameter.one_of.map((one) => ({ value: String(one), label: String(one) }))}
      />
    )
  }
  return (
    <label className="device-field">
      <span className="caption">{label}</span>
      <Input
        type={FIELD_TYPES[parameter.form] ?? 'text'}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        {...(parameter.form === 'number' && { min: parameter.min ?? 0, max: parameter.max ?? undefined })}
      />
    </label>
  )
}
