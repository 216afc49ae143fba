import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useRef, useState } from 'react'
import type { Device, Logger } from '../../../api'
import { loggers as api } from '../../../api'
import { useNow } from '../../../app/LiveProvider'
import { useRole } from '../../../app/SessionProvider'
import { useI18n, useWords } from '../../../i18n'
import { count } from '../../../lib/number'
import { uuid } from '../../../lib/random'
import { shortTime } from '../../../lib/time'
import { EmptyNote, ProblemNote } from '../../../ui/notes'
import { Panel } from '../../../ui/page'
import { TargetLink } from '../lists'
import { KeyForm } from './KeyForm'
import { dialectWords } from './words'

type Dialect = NonNullable<Device['dialect']>
type Mode = Pick<Dialect, 'crc_mode' | 'length_offset'>

/** An act that has to be confirmed. */
interface Act {
  title: string
  text: string
  label: string
  danger?: boolean
  carryOut: (key: string) => Promise<unknown>
}

/** Loggers that deviate, encrypt or repeat themselves, and what may be done about it. */
export function DialectPanel({ loggers }: { loggers: Logger[] }) {
  const words = useWords(dialectWords)
  const mayKeys = useRole() === 'administrator'
  const [act, setAct] = useState<Act>()
  const [keyFor, setKeyFor] = useState<{ mn?: string }>()
  const shown = loggers.filter(speaksOtherwise)
  const setKey = mayKeys && loggers.length > 0 && (
    <Button size="small" onClick={() => setKeyFor({})}>
      {words.setKeyFor}
    </Button>
  )
  return (
    <Panel
      className="panel-flush"
      title={words.title}
      extra={
        <span className="filters">
          <span className="caption">{words.hint}</span>
          {setKey}
        </span>
      }
    >
      {shown.length === 0 ? (
        <EmptyNote title={words.none}>{words.noneHint}</EmptyNote>
      ) : (
        <DialectTable loggers={shown} onAct={setAct} onKey={(mn) => setKeyFor({ mn })} />
      )}
      {act && <Confirm act={act} onClose={() => setAct(undefined)} />}
      {keyFor && <KeyForm loggers={loggers} mn={keyFor.mn} onClose={() => setKeyFor(undefined)} />}
    </Panel>
  )
}

interface TableProps {
  loggers: Logger[]
  onAct: (act: Act) => void
  onKey: (mn: string) => void
}

function DialectTable({ loggers, onAct, onKey }: TableProps) {
  const { column, title } = useWords(dialectWords)
  return (
    <div className="scroll-x">
      <table className="sheet devices dialects">
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {[column.logger, column.protocol, column.check, column.key, column.repeats, column.acts].map(
              (heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {loggers.map(({ mn, target, device }) => {
            if (!device?.dialect) return null
            return (
              <tr key={mn}>
                <td>
                  <span className="mono">{mn}</span>
                  <br />
                  <TargetLink target={target} />
                </td>
                <td>{device.protocol ?? <span className="faint">—</span>}</td>
                <td>
                  <Check dialect={device.dialect} />
                </td>
                <td>
                  <Encryption device={device} dialect={device.dialect} />
                </td>
                <td>
                  <Repeats dialect={device.dialect} />
                </td>
                <td>
                  <Acts mn={mn} dialect={device.dialect} onAct={onAct} onKey={onKey} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** Whether there is something to say of how a logger speaks. */
export const speaksOtherwise = ({ device }: Logger): boolean => !!device && hasSomethingToSay(device)

const isStandard = ({ crc_mode: mode, length_offset: offset }: Mode) => mode === 'hj212' && offset === 0

function hasSomethingToSay({ dialect, frames_refused: refused }: Device): boolean {
  if (!dialect) return false
  const counts = [dialect.opened, dialect.repeated, dialect.replayed, dialect.incomplete, dialect.held]
  const keys = (refused.key_wrong ?? 0) + (refused.key_missing ?? 0)
  return (
    !isStandard(dialect) || !!dialect.readable_as || dialect.key_set || keys > 0 || counts.some((n) => n > 0)
  )
}

/** A deviation in words. */
function useDeviation(): (mode: Mode) => string {
  const words = useWords(dialectWords)
  const { t } = useI18n()
  const modes: Record<string, string> = words.mode
  return ({ crc_mode: mode, length_offset: offset }) =>
    [modes[mode] ?? mode, ...(offset === 0 ? [] : [words.offset(offset)])].join(t.common.listSign)
}

function Check({ dialect }: { dialect: Dialect }) {
  const words = useWords(dialectWords)
  const deviation = useDeviation()
  const readable = dialect.readable_as
  return (
    <>
      {deviation(dialect)}
      {readable && (
        <p className="counter-refused">{words.readableAs(deviation(readable), count(readable.frames))}</p>
      )}
    </>
  )
}

function Encryption({ device, dialect }: { device: Device; dialect: Dialect }) {
  const words = useWords(dialectWords)
  const now = useNow()
  const { key_wrong: wrong = 0, key_missing: missing = 0 } = device.frames_refused
  const state = [
    dialect.key_set ? words.keySet : words.plain,
    dialect.opened > 0 && words.opened(count(dialect.opened)),
    dialect.last_opened && words.lastOpened(shortTime(dialect.last_opened, now)),
  ]
  return (
    <>
      {state.filter(Boolean).join(' · ')}
      {dialect.key_offered && <p className="secondary">{words.offered}</p>}
      {wrong > 0 && <p className="counter-refused">{words.keyWrong(count(wrong))}</p>}
      {missing > 0 && <p className="counter-refused">{words.keyMissing(count(missing))}</p>}
    </>
  )
}

function Repeats({ dialect }: { dialect: Dialect }) {
  const words = useWords(dialectWords)
  const parts = [
    dialect.repeated > 0 && words.repeated(count(dialect.repeated)),
    dialect.incomplete > 0 && words.incomplete(count(dialect.incomplete)),
    dialect.held > 0 && words.held(count(dialect.held)),
  ].filter(Boolean)
  return (
    <>
      {parts.join(' · ')}
      {dialect.replayed > 0 && <p className="counter-refused">{words.replayed(count(dialect.replayed))}</p>}
      {parts.length === 0 && dialect.replayed === 0 && <span className="faint">—</span>}
    </>
  )
}

interface ActsProps {
  mn: string
  dialect: Dialect
  onAct: (act: Act) => void
  onKey: (mn: string) => void
}

function Acts({ mn, dialect, onAct, onKey }: ActsProps) {
  const words = useWords(dialectWords)
  const deviation = useDeviation()
  const role = useRole()
  const readable = dialect.readable_as
  const profile = (mode: Mode) => (key: string) =>
    api.setProfile(mn, { crc_mode: mode.crc_mode, length_offset: mode.length_offset }, key)
  const acts: (Act | false)[] = [
    !!readable && {
      title: words.acceptTitle(mn),
      text: words.acceptText(deviation(readable)),
      label: words.accept,
      carryOut: profile(readable),
    },
    !isStandard(dialect) && {
      title: words.backTitle(mn),
      text: words.backText,
      label: words.back,
      carryOut: profile({ crc_mode: 'hj212', length_offset: 0 }),
    },
  ]
  const keyActs: (Act | false)[] = [
    dialect.key_set &&
      !dialect.key_offered && {
        title: words.rotateTitle(mn),
        text: words.rotateText,
        label: words.rotate,
        carryOut: (key) => api.rotateKey(mn, key),
      },
    dialect.key_set && {
      title: words.removeTitle(mn),
      text: words.removeText,
      label: words.remove,
      danger: true,
      carryOut: (key) => api.removeKey(mn, key),
    },
  ]
  const mayKeys = role === 'administrator'
  const all = [...(mayKeys || role === 'duty_officer' ? acts : []), ...(mayKeys ? keyActs : [])]
  return (
    <span className="dialect-acts">
      {all.map(
        (act) =>
          act && (
            <Button key={act.label} size="small" danger={act.danger ?? false} onClick={() => onAct(act)}>
              {act.label}
            </Button>
          ),
      )}
      {mayKeys && (
        <Button size="small" onClick={() => onKey(mn)}>
          {words.setKey}
        </Button>
      )}
    </span>
  )
}

function Confirm({ act, onClose }: { act: Act; onClose: () => void }) {
  const words = useWords(dialectWords)
  const queries = useQueryClient()
  const { message } = App.useApp()
  const key = useRef(uuid())
  const carryOut = useMutation({
    mutationFn: () => act.carryOut(key.current),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['loggers'] })
      void message.success(words.done)
      onClose()
    },
  })
  return (
    <Modal
      open
      title={act.title}
      okText={act.label}
      okButtonProps={{ danger: act.danger ?? false, loading: carryOut.isPending }}
      onOk={() => carryOut.mutate()}
      onCancel={onClose}
    >
      <p>{act.text}</p>
      {carryOut.error && <ProblemNote error={carryOut.error} />}
    </Modal>
  )
}
