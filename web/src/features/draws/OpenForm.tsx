import { useQuery } from '@tanstack/react-query'
import { Button, Input, Segmented, Select } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { draws } from '../../api'
import { useWords } from '../../i18n'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { officeWords } from './office/words'
import { PLANS } from './plans/keys'
import { STALE } from './stale'
import '../../ui/act-form.css'

interface Party {
  party: string
  role: string
  login: string
}

/** Opens a draw: for what, when visits are, and where chance will come from. */
export function OpenForm({ done }: { done: () => void }) {
  const words = useWords(officeWords)
  const [typed, setTyped] = useState({ id: '', title: '', visits_from: '', visits_until: '' })
  const [beacon, setBeacon] = useState(false)
  const [parties, setParties] = useState<Party[]>([
    { party: 'bureau', role: words.bureau, login: '' },
    { party: 'inspectors', role: words.inspectors, login: '' },
  ])
  const [plan, setPlan] = useState<number>()
  const plans = useQuery({ queryKey: PLANS, queryFn: draws.plans })
  const approved = (plans.data?.plans ?? []).filter(({ in_force: holds }) => holds != null)
  const open = useAttempt(draws.open, [...STALE, ...PLANS], done)
  const whole =
    Object.values(typed).every((text) => text.trim() !== '') &&
    (beacon || parties.every((party) => Object.values(party).every((text: string) => text.trim() !== '')))
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (whole) open.mutate({ ...typed, plan: plan ?? null, parties: beacon ? [] : parties })
  }
  const field = (name: keyof typeof typed, type?: string) => (
    <label className="act-field">
      <span className="caption">{words.field[name]}</span>
      <Input
        type={type}
        value={typed[name]}
        onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
      />
    </label>
  )
  const change = (index: number, part: Partial<Party>) =>
    setParties(parties.map((party, i) => (i === index ? { ...party, ...part } : party)))
  return (
    <Panel title={words.open} className="act-form">
      <form onSubmit={submit}>
        <div className="filters">
          {field('id')}
          {field('title')}
          {field('visits_from', 'date')}
          {field('visits_until', 'date')}
          {approved.length > 0 && (
            <div className="act-field">
              <span className="caption">{words.underPlan}</span>
              <Select
                allowClear
                aria-label={words.underPlan}
                placeholder={words.noPlan}
                value={plan}
                onChange={setPlan}
                options={approved.map(({ year }) => ({ value: year, label: words.planOf(String(year)) }))}
              />
            </div>
          )}
          <div className="act-field">
            <span className="caption">{words.chance}</span>
            <Segmented
              value={beacon ? 'beacon' : 'parties'}
              options={[
                { value: 'parties', label: words.byParties },
                { value: 'beacon', label: words.byBeacon },
              ]}
              onChange={(value) => setBeacon(value === 'beacon')}
            />
          </div>
        </div>
        <p className="caption">{beacon ? words.beaconHint : words.partiesHint}</p>
        {!beacon &&
          parties.map((party, index) => (
            <div className="filters" key={index}>
              {(['party', 'role', 'login'] as const).map((name) => (
                <label className="act-field" key={name}>
                  <span className="caption">{`${words.partyField[name]} ${index + 1}`}</span>
                  <Input
                    value={party[name]}
                    onChange={(event) => change(index, { [name]: event.target.value })}
                  />
                </label>
              ))}
              {parties.length > 2 && index > 0 && (
                <Button onClick={() => setParties(parties.filter((_, i) => i !== index))}>
                  {words.remove}
                </Button>
              )}
            </div>
          ))}
        <div className="acts">
          {!beacon && parties.length < 16 && (
            <Button onClick={() => setParties([...parties, { party: '', role: '', login: '' }])}>
              {words.addParty}
            </Button>
          )}
          <Button type="primary" htmlType="submit" disabled={!whole} loading={open.isPending}>
            {words.open}
          </Button>
        </div>
        {open.error && <ProblemNote error={open.error} keptDraft />}
      </form>
    </Panel>
  )
}
