import { Button, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { deviceRequests, type DeviceRequestList, type RequestParameter } from '../../api'
import { useWords } from '../../i18n'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import { isValid } from './fields'
import { ParameterField } from './ParameterField'
import { STALE } from './useAsk'
import { deviceRequestWords } from './words'

/** The requests of a first connection that carry values, in their order. */
const SETTINGS = ['set_timeouts', 'set_realtime_interval', 'set_minute_interval']
const USUAL: Record<string, string> = { OverTime: '10', ReCount: '3', RtdInterval: '60', MinInterval: '10' }

/** Tells a logger all that a host tells one that connects for the first time, as one action. */
export function FirstConnection({ list }: { list: DeviceRequestList }) {
  const words = useWords(deviceRequestWords)
  const [open, setOpen] = useState(false)
  const kinds = list.kinds.filter(({ code, allowed }) => allowed && SETTINGS.includes(code))
  if (kinds.length < SETTINGS.length) return null
  const parameters = kinds.filter(({ available }) => available).flatMap((kind) => kind.parameters)
  return (
    <>
      <Button disabled={!list.connected} onClick={() => setOpen(true)}>
        {words.firstConnection}
      </Button>
      {open && <Settings mn={list.mn} parameters={parameters} onClose={() => setOpen(false)} />}
    </>
  )
}

function Settings({
  mn,
  parameters,
  onClose,
}: {
  mn: string
  parameters: RequestParameter[]
  onClose: () => void
}) {
  const words = useWords(deviceRequestWords)
  const [values, setValues] = useState(USUAL)
  const [facilities, setFacilities] = useState(false)
  const number = (name: string) => Number(values[name])
  const settings = {
    over_time_s: number('OverTime'),
    retries: number('ReCount'),
    realtime_interval_s: number('RtdInterval'),
    minute_interval_min: number('MinInterval'),
    facilities,
  }
  const begin = useAttempt(
    (body: typeof settings, key: string) => deviceRequests.firstConnection(mn, body, key),
    STALE,
    onClose,
  )
  const wrong = parameters.some((parameter) => !isValid(parameter, values[parameter.name] ?? ''))
  return (
    <Modal
      open
      title={words.firstConnection.replace('…', '')}
      okText={words.ask}
      cancelText={words.cancelForm}
      okButtonProps={{ disabled: wrong, loading: begin.isPending }}
      onCancel={onClose}
      onOk={() => begin.mutate(settings)}
    >
      <p>{words.firstConnectionHint}</p>
      <div className="filters">
        {parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={values[parameter.name] ?? ''}
            onChange={(value) => setValues({ ...values, [parameter.name]: value })}
          />
        ))}
      </div>
      <Checkbox checked={facilities} onChange={(event) => setFacilities(event.target.checked)}>
        {words.facilities}
      </Checkbox>
      {begin.error && <ProblemNote error={begin.error} keptDraft />}
    </Modal>
  )
}
