import { Button, Input, Modal, Select } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { type DeviceRequestKind, type DeviceRequestList } from '../../api'
import { useWords, wordFor } from '../../i18n'
import { ProblemNote } from '../../ui/notes'
import { FirstConnection } from './FirstConnection'
import { isValid, protocolValue } from './fields'
import { ParameterField } from './ParameterField'
import { useAsk } from './useAsk'
import { deviceRequestWords } from './words'

/** Chooses a request, with fields for what it carries. */
export function AskForm({ list }: { list: DeviceRequestList }) {
  const words = useWords(deviceRequestWords)
  const [code, setCode] = useState<string>()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [confirming, setConfirming] = useState(false)
  const kinds = list.kinds.filter((kind) => kind.allowed && kind.available)
  const kind = kinds.find((kind) => kind.code === code)
  const forget = () => {
    setTyped({})
    setConfirming(false)
  }
  const ask = useAsk(list.mn, forget)
  if (kinds.length === 0) return null
  const values = kind ? valuesOf(kind, typed) : {}
  const wrong = kind?.parameters.find((parameter) => !isValid(parameter, values[parameter.name] ?? ''))
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (!kind || wrong) return
    if (kind.careful) setConfirming(true)
    else ask.mutate({ kind: kind.code, values })
  }
  return (
    <form className="device-ask" onSubmit={submit}>
      <div className="filters">
        <Select
          aria-label={words.choose}
          placeholder={words.choose}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={code}
          onChange={(next: string) => {
            setCode(next)
            forget()
            ask.reset()
          }}
          options={kinds.map((kind) => ({
            value: kind.code,
            label: `${wordFor(words.kind, kind.code)} (${kind.command})`,
          }))}
        />
        {kind?.parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={typed[parameter.name] ?? ''}
            onChange={(value) => setTyped({ ...typed, [parameter.name]: value })}
          />
        ))}
        <Button
          htmlType="submit"
          type="primary"
          disabled={!kind || !!wrong || !list.connected}
          loading={ask.isPending}
        >
          {words.ask}
        </Button>
        <FirstConnection list={list} />
      </div>
      {!list.connected && <p className="secondary">{words.notConnected}</p>}
      {kind?.unverified && <p className="caption">{words.unverified}</p>}
      {wrong && Object.keys(typed).length > 0 && (
        <p className="caption">{words.invalid(wordFor(words.parameter, wrong.name))}</p>
      )}
      {ask.error && <ProblemNote error={ask.error} keptDraft />}
      {confirming && kind && (
        <Confirm
          title={wordFor(words.kind, kind.code)}
          busy={ask.isPending}
          onClose={() => setConfirming(false)}
          onConfirm={(reason) => ask.mutate({ kind: kind.code, values, reason })}
        />
      )}
    </form>
  )
}

function valuesOf(kind: DeviceRequestKind, typed: Record<string, string>): Record<string, string> {
  const pairs = kind.parameters.map(
    (parameter) => [parameter.name, protocolValue(parameter, typed[parameter.name] ?? '')] as const,
  )
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}

function Confirm({
  title,
  busy,
  onClose,
  onConfirm,
}: {
  title: string
  busy: boolean
  onClose: () => void
  onConfirm: (reason: string) => void
}) {
  const words = useWords(deviceRequestWords)
  const [reason, setReason] = useState('')
  return (
    <Modal
      open
      title={title}
      okText={words.confirm}
      cancelText={words.cancelForm}
      okButtonProps={{ danger: true, disabled: reason.trim() === '', loading: busy }}
      onCancel={onClose}
      onOk={() => onConfirm(reason)}
    >
      <p>{words.careful}</p>
      <Input.TextArea
        aria-label={words.reason}
        placeholder={words.reason}
        maxLength={500}
        rows={3}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  )
}
