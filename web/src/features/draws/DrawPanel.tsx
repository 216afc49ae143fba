import { useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { Link } from 'wouter'
import { draws, type Draw, type DrawCommand } from '../../api'
import { useWords } from '../../i18n'
import { count } from '../../lib/number'
import { clockSeconds, date, dateTime } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import { Facts, Panel } from '../../ui/page'
import { UnverifiedTag } from '../../ui/tags'
import { CommitForm } from './CommitForm'
import { StageMark } from './DrawsPage'
import { FromDraw } from '../inspections/FromDraw'
import { officeWords } from './office/words'
import { ReportView } from './ReportView'
import { resultWords } from './resultWords'
import { RoundForm, SecretForm } from './ChanceForms'
import { STALE } from './stale'
import { verifyAside } from './verifying'

const second = (time: string) => `${date(time)} ${clockSeconds(time)}`

/** One draw: how far it is, and what this account may do now. */
export function DrawPanel({ draw }: { draw: Draw }) {
  const words = useWords(officeWords)
  const results = useWords(resultWords)
  const { frozen } = draw
  const may = (command: DrawCommand) => draw.may.includes(command)
  return (
    <Panel title={draw.title} extra={<StageMark draw={draw} />}>
      <Facts
        items={[
          [words.column.id, <span className="mono">{draw.id}</span>],
          [words.column.visits, `${draw.visits_from} — ${draw.visits_until}`],
          draw.plan != null && [
            words.underPlan,
            <Link href="/draws/plans">{words.planOf(String(draw.plan))}</Link>,
          ],
          [words.attemptNumber, draw.number],
          frozen && [words.commitment, <span className="mono draw-hash">{frozen.commitment}</span>],
          frozen && [words.frozenAt, second(frozen.at)],
          frozen && [
            words.size,
            words.sizeOf(count(frozen.quota), count(frozen.objects), count(frozen.officers)),
          ],
          frozen?.deadline && [words.deadline, second(frozen.deadline)],
          frozen?.round && [
            words.round,
            words.roundDue(String(frozen.round.round), second(frozen.round.due)),
          ],
          draw.drawn_at && [words.drawnAt, second(draw.drawn_at)],
          draw.publish_by && [results.title, <PublishBy by={draw.publish_by} />],
          draw.void && [words.voidReason, `${draw.void.reason} (${second(draw.void.at)})`],
          draw.void && draw.void.silent.length > 0 && [words.silent, draw.void.silent.join(', ')],
        ]}
      />
      {draw.parties.length > 0 && <Parties draw={draw} />}
      {(may('share') || may('reveal')) && <SecretForm draw={draw} />}
      {may('round') && frozen?.round && <RoundForm draw={draw} round={frozen.round.round} />}
      {may('commit') && <CommitForm draw={draw} />}
      <div className="acts">
        {may('publish') && <PublishButton id={draw.id} />}
        {may('record') && <RecordButton draw={draw} />}
        <FromDraw draw={draw} may={may('record')} />
      </div>
      {may('abandon') && <ReasonForm id={draw.id} command="abandon" />}
      {may('void') && <ReasonForm id={draw.id} command="void" />}
      {draw.earlier.length > 0 && (
        <ul className="draw-faults">
          {draw.earlier.map((attempt, index) => (
            <li key={index}>
              {words.earlier(dateTime(attempt.opened_at), words.stage[attempt.stage], attempt.reason)}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** By when what was found has to be public, as long as it is not. */
function PublishBy({ by }: { by: NonNullable<Draw['publish_by']> }) {
  const words = useWords(resultWords)
  return (
    <>
      {words.publishBy(by.day)} {by.over && <strong className="urgent">{words.publishOver}</strong>}{' '}
      <span className="caption">{by.rule.source}</span> {by.rule.unverified && <UnverifiedTag />}
    </>
  )
}

function Parties({ draw }: { draw: Draw }) {
  const words = useWords(officeWords)
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{words.parties}</caption>
        <thead>
          <tr>
            <th scope="col">{words.partyField.role}</th>
            <th scope="col">{words.account}</th>
            <th scope="col">{words.share}</th>
            <th scope="col">{words.secret}</th>
          </tr>
        </thead>
        <tbody>
          {draw.parties.map((party) => (
            <tr key={party.party}>
              <td>
                {party.role} <span className="caption mono">{party.party}</span>
              </td>
              <td>
                {party.account.name || party.account.id}
                {party.mine && <span className="caption"> · {words.mine}</span>}
              </td>
              <td>{party.share ? `✓ ${words.given}` : `○ ${words.waiting}`}</td>
              <td>{party.revealed ? `✓ ${words.revealed}` : `○ ${words.waiting}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function PublishButton({ id }: { id: string }) {
  const words = useWords(officeWords)
  const publish = useAttempt((_: undefined, key) => draws.publish(id, key), STALE)
  return (
    <>
      <Button type="primary" loading={publish.isPending} onClick={() => publish.mutate(undefined)}>
        {words.publish}
      </Button>
      {publish.error && <ProblemNote error={publish.error} />}
    </>
  )
}

/** Reads the record, which is noted, and checks it in this browser. */
function RecordButton({ draw }: { draw: Draw }) {
  const words = useWords(officeWords)
  const read = useMutation({
    mutationFn: async () => {
      const record = await draws.record(draw.id)
      return verifyAside(new TextEncoder().encode(JSON.stringify(record)), draw.frozen?.commitment)
    },
  })
  return (
    <>
      <Button loading={read.isPending} onClick={() => read.mutate()}>
        {words.record}
      </Button>
      <span className="caption">{words.recordHint}</span>
      {read.error && <ProblemNote error={read.error} />}
      {read.data && (
        <div className="draw-record">
          <ReportView report={read.data} kept />
        </div>
      )}
    </>
  )
}

function ReasonForm({ id, command }: { id: string; command: 'abandon' | 'void' }) {
  const words = useWords(officeWords)
  const field = useId()
  const [reason, setReason] = useState('')
  const act = useAttempt(
    (text: string, key) => draws[command](id, text, key),
    STALE,
    () => setReason(''),
  )
  return (
    <form
      className="draw-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() !== '') act.mutate(reason)
      }}
    >
      <div className="draw-kept">
        <label htmlFor={field}>{command === 'void' ? words.voidHint : words.abandonHint}</label>
        <Input
          id={field}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <Button danger htmlType="submit" disabled={reason.trim() === ''} loading={act.isPending}>
        {command === 'void' ? words.void : words.abandon}
      </Button>
      {act.error && <ProblemNote error={act.error} keptDraft />}
    </form>
  )
}
