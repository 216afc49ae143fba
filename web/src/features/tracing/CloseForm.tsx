import { Input, Select } from 'antd'
import { useId, useState } from 'react'
import { tracings, type TracingDetail, type TracingVerdict } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { useAttempt } from '../../lib/useAttempt'
import { ActModal } from '../../ui/act'
import { percent } from './parts'
import { tracingWords } from './words'

const VERDICTS = ['enterprises', 'not_in_register', 'regional', 'not_found'] as const

/** Says what turned out. */
export function CloseForm({ one, onClose }: { one: TracingDetail; onClose: () => void }) {
  const words = useWords(tracingWords)
  const { name } = useI18n()
  const base = useId()
  const [verdict, setVerdict] = useState<TracingVerdict>()
  const [enterprises, setEnterprises] = useState<string[]>([])
  const [text, setText] = useState('')
  const act = useAttempt(
    (given: TracingVerdict, key) =>
      tracings.close(one.id, one.version, { verdict: given, enterprises, words: text }, key),
    ['tracings', 'tracing'],
    onClose,
  )
  const named = verdict !== 'enterprises' || enterprises.length > 0
  return (
    <ActModal
      title={words.closeTitle}
      confirm={words.close}
      ready={verdict !== undefined && named && text.trim() !== ''}
      act={act}
      onClose={onClose}
      onOk={() => verdict && act.mutate(verdict)}
    >
      <div className="tracing-form">
        <p className="caption">{words.closeHint}</p>
        <label className="act-field" htmlFor={`${base}verdict`}>
          <span className="caption">{words.closing}</span>
          <Select
            id={`${base}verdict`}
            value={verdict}
            onChange={setVerdict}
            options={VERDICTS.map((value) => ({ value, label: words.verdict[value] }))}
          />
        </label>
        {verdict === 'enterprises' && (
          <label className="act-field" htmlFor={`${base}who`}>
            <span className="caption">{words.who}</span>
            <Select
              id={`${base}who`}
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              value={enterprises}
              onChange={setEnterprises}
              options={(one.ranking?.candidates ?? []).map(({ enterprise, probability }) => ({
                value: enterprise.code,
                label: `${name(enterprise)} · ${percent(probability)}`,
              }))}
            />
          </label>
        )}
        <label className="act-field" htmlFor={`${base}words`}>
          <span className="caption">{words.words}</span>
          <Input.TextArea
            id={`${base}words`}
            autoSize={{ minRows: 2, maxRows: 8 }}
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      </div>
    </ActModal>
  )
}
