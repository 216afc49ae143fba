import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { libraries, type Enforcer } from '../../api'
import { useWords } from '../../i18n'
import { useAttempt } from '../../lib/useAttempt'
import { ActModal } from '../../ui/act'
import { libraryWords } from './words'

const GROUNDS = ['party_or_kin', 'interest', 'other'] as const

/** When an officer cannot go, and where: the whole of both is said anew. */
export function AvailabilityForm({ officer, onClose }: { officer: Enforcer; onClose: () => void }) {
  const words = useWords(libraryWords)
  const [leave, setLeave] = useState(officer.leave)
  const [conflicts, setConflicts] = useState(officer.conflicts)
  const save = useAttempt(
    (_: undefined, key) => libraries.available(officer.id, { leave, conflicts }, key),
    ['libraries'],
    onClose,
  )
  const ready =
    leave.every(({ from, until }) => from !== '' && until !== '') &&
    conflicts.every(({ enterprise }) => enterprise.trim() !== '')
  const put = <T,>(list: T[], index: number, part: Partial<T>) =>
    list.map((item, i) => (i === index ? { ...item, ...part } : item))
  const without = <T,>(list: T[], index: number) => list.filter((_, i) => i !== index)
  return (
    <ActModal
      title={words.changeTitle(`${officer.name} ${officer.id}`.trim())}
      confirm={words.save}
      ready={ready}
      act={save}
      onOk={() => save.mutate(undefined)}
      onClose={onClose}
    >
      <div className="library-lines">
        <p className="caption">{words.changeHint}</p>
        {leave.map((span, index) => (
          <div className="filters" key={index}>
            {(['from', 'until'] as const).map((end) => (
              <label className="act-field" key={end}>
                <span className="caption">{`${words[end]} ${index + 1}`}</span>
                <Input
                  type="date"
                  value={span[end]}
                  onChange={(event) => setLeave(put(leave, index, { [end]: event.target.value }))}
                />
              </label>
            ))}
            <Button onClick={() => setLeave(without(leave, index))}>{words.remove}</Button>
          </div>
        ))}
        {conflicts.map((conflict, index) => (
          <div className="filters" key={index}>
            <label className="act-field act-field-wide">
              <span className="caption">{`${words.enterprise} ${index + 1}`}</span>
              <Input
                value={conflict.enterprise}
                onChange={(event) => setConflicts(put(conflicts, index, { enterprise: event.target.value }))}
              />
            </label>
            <Select
              aria-label={`${words.ground} ${index + 1}`}
              value={conflict.ground}
              onChange={(ground) => setConflicts(put(conflicts, index, { ground }))}
              options={GROUNDS.map((value) => ({ value, label: words.grounds[value] }))}
            />
            <Button onClick={() => setConflicts(without(conflicts, index))}>{words.remove}</Button>
          </div>
        ))}
        <div className="acts">
          <Button onClick={() => setLeave([...leave, { from: '', until: '' }])}>{words.addLeave}</Button>
          <Button onClick={() => setConflicts([...conflicts, { enterprise: '', ground: 'interest' }])}>
            {words.addConflict}
          </Button>
        </div>
      </div>
    </ActModal>
  )
}
