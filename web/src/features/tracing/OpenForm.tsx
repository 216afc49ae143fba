import { Input, Select } from 'antd'
import { useId, useState } from 'react'
import { useLocation } from 'wouter'
import { tracings, type TracingList } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { fromField } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { ActModal, TimeField } from '../../ui/act'
import { tracingWords } from './words'

/** Opens a tracing by hand: which station, of what, and when. */
export function OpenForm({ stations, onClose }: { stations: TracingList['stations']; onClose: () => void }) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  const base = useId()
  const [, navigate] = useLocation()
  const [station, setStation] = useState<string>()
  const [factor, setFactor] = useState<string>()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const factors = stations.find((one) => one.station.code === station)?.factors ?? []
  const act = useAttempt(
    (_: null, key) =>
      tracings.open({ station, factor, from: fromField(from), to: fromField(to), reason }, key),
    ['tracings'],
  )
  const ready = Boolean(station && factor && from && to && reason.trim())
  return (
    <ActModal
      title={words.open}
      confirm={words.open}
      ready={ready}
      act={act}
      onClose={onClose}
      onOk={() => act.mutate(null, { onSuccess: ({ id }) => navigate(`/tracing/${id}`) })}
    >
      <div className="tracing-form">
        <label className="act-field" htmlFor={`${base}station`}>
          <span className="caption">{words.station}</span>
          <Select
            id={`${base}station`}
            showSearch={{ optionFilterProp: 'label' }}
            value={station}
            onChange={(value: string) => {
              setStation(value)
              setFactor(undefined)
            }}
            options={stations.map((one) => ({ value: one.station.code, label: name(one.station) }))}
          />
        </label>
        <label className="act-field" htmlFor={`${base}factor`}>
          <span className="caption">{words.factor}</span>
          <Select
            id={`${base}factor`}
            value={factor}
            disabled={!station}
            onChange={setFactor}
            options={factors.map((one) => ({ value: one.code, label: name(one) }))}
          />
        </label>
        <TimeField label={words.from} value={from} onChange={setFrom} />
        <TimeField label={words.to} value={to} onChange={setTo} />
        <label className="act-field" htmlFor={`${base}reason`}>
          <span className="caption">{words.reason}</span>
          <Input.TextArea
            id={`${base}reason`}
            autoSize={{ minRows: 1, maxRows: 6 }}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="caption">{words.openHint}</p>
      </div>
    </ActModal>
  )
}
