import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, InputNumber, Modal, Select } from 'antd'
import { useRef, useState } from 'react'
import { cityMap, loggers, type WaitingLogger } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords } from '../../i18n'
import type { Dictionary } from '../../i18n/zh'
import { count } from '../../lib/number'
import { uuid } from '../../lib/random'
import { shortTime } from '../../lib/time'
import { Field } from '../alarms/commands/Field'
import { Loaded, ProblemNote } from '../../ui/notes'
import { Facts, Panel } from '../../ui/page'
import { UnverifiedTag } from '../../ui/tags'
import { deviceWords } from './words'

/** Loggers that nobody has registered, and the form that makes one of them belong somewhere. */
export function WaitingRoom() {
  const words = useWords(deviceWords)
  const { t } = useI18n()
  const now = useNow()
  const waiting = useQuery({ queryKey: ['loggers', 'waiting'], queryFn: loggers.waiting })
  const [chosen, setChosen] = useState<WaitingLogger>()
  return (
    <Panel title={words.waiting} extra={<span className="caption">{words.waitingHint}</span>}>
      <Loaded query={waiting}>
        {(all) =>
          all.length === 0 ? (
            <p className="secondary">
              {words.noWaiting} · {words.noWaitingHint}
            </p>
          ) : (
            <ul className="waiting">
              {all.map((logger) => (
                <li key={logger.mn}>
                  <div className="item-line">
                    <strong className="mono">{logger.mn}</strong>
                  </div>
                  <Facts
                    items={[
                      [words.firstSeen, shortTime(logger.first_seen, now)],
                      [t.common.lastSeen, shortTime(logger.last_seen, now)],
                      [words.frames, count(logger.frames)],
                      [
                        words.factors,
                        latestText(t, logger) || <span className="faint">{t.common.noData}</span>,
                      ],
                      logger.system && [words.system, <SystemCode key="system" system={logger.system} />],
                      logger.peer && [
                        words.peer,
                        <span key="peer" className="mono">
                          {logger.peer}
                        </span>,
                      ],
                    ]}
                  />
                  <Button onClick={() => setChosen(logger)}>{words.adopt}</Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {chosen && <AdoptForm key={chosen.mn} logger={chosen} onClose={() => setChosen(undefined)} />}
    </Panel>
  )
}

/** What a logger says that it watches: code and name. */
function SystemCode({ system }: { system: NonNullable<WaitingLogger['system']> }) {
  const words = useWords(deviceWords)
  const { name } = useI18n()
  return (
    <>
      <span className="mono">ST {system.code}</span>{' '}
      {system.name ? name({ name: system.name, name_en: system.name_en ?? '' }) : words.systemUnknown}{' '}
      {system.unverified && <UnverifiedTag />}
    </>
  )
}

/** How long the gateway usually takes to read the frames that waited. */
const TAKEN_OVER_MS = 3_000

/** What it sends, so that one recognises it: `w01018 24.1`. */
const latestText = (t: Dictionary, logger: WaitingLogger): string =>
  logger.latest.map(({ factor, value }) => `${factor} ${value}`).join(t.common.listSign)

function AdoptForm({ logger, onClose }: { logger: WaitingLogger; onClose: () => void }) {
  const words = useWords(deviceWords)
  const { t, name } = useI18n()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const known = useQuery({ queryKey: ['loggers', 'known'], queryFn: loggers.list })
  // One logger reports for an outlet or station: those that have theirs cannot be chosen.
  const taken = new Set(known.data?.loggers.map(({ target }) => `${target.kind}:${target.id}`))
  const [target, setTarget] = useState<string>()
  const [interval, setInterval] = useState<number | null>(60)
  const key = useRef(uuid())
  const adopt = useMutation({
    mutationFn: () => {
      const [kind = '', id = ''] = splitOnce(target ?? '')
      const place = kind === 'station' ? { station: id } : { outlet: id }
      return loggers.adopt(logger.mn, { target: place, realtime_interval_s: interval ?? 60 }, key.current)
    },
    onSuccess: () => {
      const refresh = () => {
        for (const stale of ['loggers', 'map', 'outlet', 'series'])
          void queries.invalidateQueries({ queryKey: [stale] })
      }
      refresh()
      // The gateway takes over what waited a moment after the register has changed.
      setTimeout(refresh, TAKEN_OVER_MS)
      void message.success(words.adopted)
      onClose()
    },
  })
  const owner = (code: string) => city.data?.enterprises.find((item) => item.code === code)
  return (
    <Modal
      open
      title={words.adoptTitle(logger.mn)}
      onCancel={onClose}
      onOk={() => adopt.mutate()}
      okText={words.adopt}
      cancelText={t.common.cancel}
      okButtonProps={{ disabled: !target || !interval, loading: adopt.isPending }}
    >
      <div className="command-form">
        <Field label={words.target} id="target">
          <Select
            id="target"
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={words.targetHint}
            value={target}
            onChange={setTarget}
            options={[
              ...(city.data?.outlets ?? []).map((outlet) => {
                const of = owner(outlet.enterprise)
                return {
                  value: `outlet:${outlet.id}`,
                  label: `${of ? name(of) : outlet.enterprise} · ${name(outlet)}`,
                }
              }),
              ...(city.data?.stations ?? []).map((station) => ({
                value: `station:${station.id}`,
                label: name(station),
              })),
            ].filter(({ value }) => !taken.has(value))}
          />
        </Field>
        <Field label={words.interval} id="interval">
          <InputNumber
            id="interval"
            min={1}
            max={86400}
            precision={0}
            value={interval}
            onChange={setInterval}
          />
        </Field>
        {adopt.error && <ProblemNote error={adopt.error} />}
      </div>
    </Modal>
  )
}

function splitOnce(text: string): string[] {
  const at = text.indexOf(':')
  return [text.slice(0, at), text.slice(at + 1)]
}
