import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import { credentials, type Credential, type ShownSecret } from '../../../api'
import { useNow } from '../../../app/LiveProvider'
import { useI18n, useWords } from '../../../i18n'
import { count } from '../../../lib/number'
import { uuid } from '../../../lib/random'
import { shortTime } from '../../../lib/time'
import { EmptyNote, Loaded, ProblemNote } from '../../../ui/notes'
import { Panel } from '../../../ui/page'
import { Field } from '../../alarms/commands/Field'
import { refusedTotal } from '../../monitoring/counters'
import { IssueForm } from './IssueForm'
import { SecretShown } from './SecretShown'
import { credentialWords } from './words'

/** Secrets of meters and push clients: given, replaced, taken away. For administrators. */
export function Credentials({ meters }: { meters: string[] }) {
  const words = useWords(credentialWords)
  const list = useQuery({ queryKey: ['credentials'], queryFn: credentials.list })
  const [adding, setAdding] = useState(false)
  const [shown, setShown] = useState<ShownSecret>()
  const [act, setAct] = useState<Act>()
  return (
    <Panel
      className="panel-flush"
      title={words.title}
      extra={<Button onClick={() => setAdding(true)}>{words.add}</Button>}
    >
      <p className="caption credential-hint">{words.hint}</p>
      <Loaded query={list}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyNote title={words.none}>{words.noneHint}</EmptyNote>
          ) : (
            <CredentialTable rows={rows} onAct={setAct} />
          )
        }
      </Loaded>
      {adding && <IssueForm meters={meters} onClose={() => setAdding(false)} onIssued={setShown} />}
      {act && <ActForm key={act.holder} act={act} onClose={() => setAct(undefined)} onSecret={setShown} />}
      {shown && <SecretShown secret={shown} onClose={() => setShown(undefined)} />}
    </Panel>
  )
}

interface Act {
  holder: string
  what: 'rotate' | 'revoke'
}

function CredentialTable({ rows, onAct }: { rows: Credential[]; onAct: (act: Act) => void }) {
  const words = useWords(credentialWords)
  const now = useNow()
  return (
    <div className="scroll-x">
      <table className="sheet devices">
        <caption className="visually-hidden">{words.title}</caption>
        <thead>
          <tr>
            {(['holder', 'state', 'sources', 'issued', 'expires'] as const).map((name) => (
              <th key={name} scope="col">
                {words.column[name]}
              </th>
            ))}
            <th scope="col" className="number">
              {words.column.received}
            </th>
            <th scope="col" className="number">
              {words.column.refused}
            </th>
            <th scope="col">{words.column.act}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.holder}>
              <td className="mono">{row.holder}</td>
              <td className={row.state === 'holds' ? '' : 'faint'}>{words.state[row.state]}</td>
              <td className="mono">{row.sources.join(' ') || '—'}</td>
              <td className="nowrap">{shortTime(row.issued_at, now)}</td>
              <td className="nowrap">{row.expires_at ? shortTime(row.expires_at, now) : '—'}</td>
              <td className="number">{row.device ? count(row.device.readings_received) : '—'}</td>
              <td className="number">{row.device ? count(refusedTotal(row.device)) : '—'}</td>
              <td className="nowrap">
                {row.state !== 'revoked' && (
                  <>
                    <Button size="small" onClick={() => onAct({ holder: row.holder, what: 'rotate' })}>
                      {words.rotate}
                    </Button>{' '}
                    <Button size="small" danger onClick={() => onAct({ holder: row.holder, what: 'revoke' })}>
                      {words.revoke}
                    </Button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ActForm({
  act,
  onClose,
  onSecret,
}: {
  act: Act
  onClose: () => void
  onSecret: (secret: ShownSecret) => void
}) {
  const words = useWords(credentialWords)
  const { t } = useI18n()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const key = useRef(uuid())
  const isRevocation = act.what === 'revoke'
  const run = useMutation({
    mutationFn: async () => {
      if (!isRevocation) return credentials.rotate(act.holder, key.current)
      await credentials.revoke(act.holder, reason, key.current)
      return undefined
    },
    onSuccess: (secret) => {
      void queries.invalidateQueries({ queryKey: ['credentials'] })
      if (secret) onSecret(secret)
      else void message.success(words.revoked)
      onClose()
    },
  })
  return (
    <Modal
      open
      title={`${isRevocation ? words.revoke : words.rotate} ${act.holder}`}
      onCancel={onClose}
      onOk={() => run.mutate()}
      okText={isRevocation ? words.revoke : words.rotate}
      cancelText={t.common.cancel}
      okButtonProps={{
        danger: isRevocation,
        disabled: isRevocation && !reason.trim(),
        loading: run.isPending,
      }}
    >
      <div className="command-form">
        <p>{isRevocation ? words.revokeAsk : words.rotateAsk}</p>
        {isRevocation && (
          <Field label={words.reason} id="revoke-reason">
            <Input id="revoke-reason" value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        )}
        {run.error && <ProblemNote error={run.error} />}
      </div>
    </Modal>
  )
}
