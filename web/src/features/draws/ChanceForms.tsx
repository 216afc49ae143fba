import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { draws, type Draw } from '../../api'
import { useWords } from '../../i18n'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import { officeWords } from './office/words'
import { keptSecret, makeSecret, shareOf, type Seat } from './secrets'
import { STALE } from './stale'

const SECRET = /^[0-9a-f]{64}$/

/** For the party that this account speaks for: first the hash of a secret, later the secret itself. */
export function SecretForm({ draw }: { draw: Draw }) {
  const mine = draw.parties.find((party) => party.mine)
  if (!mine) return null
  const seat = { draw: draw.id, number: draw.number, party: mine.party }
  return draw.may.includes('share') ? (
    <ShareForm seat={seat} />
  ) : (
    <RevealForm key={draw.number} seat={seat} share={mine.share ?? undefined} />
  )
}

function ShareForm({ seat }: { seat: Seat }) {
  const words = useWords(officeWords)
  const give = useAttempt((secret: string, key) => draws.share(seat.draw, shareOf(seat, secret), key), STALE)
  return (
    <div>
      <p>{words.shareHint}</p>
      <Button type="primary" loading={give.isPending} onClick={() => give.mutate(makeSecret(seat))}>
        {words.giveShare}
      </Button>
      {give.error && <ProblemNote error={give.error} />}
    </div>
  )
}

function RevealForm({ seat, share }: { seat: Seat; share: string | undefined }) {
  const words = useWords(officeWords)
  const field = useId()
  const [secret, setSecret] = useState(() => keptSecret(seat))
  const reveal = useAttempt((text: string, key) => draws.reveal(seat.draw, text, key), STALE)
  const good = SECRET.test(secret.trim())
  const fits = good && shareOf(seat, secret.trim()) === share
  return (
    <form
      className="draw-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (fits) reveal.mutate(secret.trim())
      }}
    >
      <div className="draw-kept">
        <label htmlFor={field}>{words.secretField}</label>
        <Input
          id={field}
          className="mono"
          value={secret}
          status={secret === '' || fits ? '' : 'error'}
          onChange={(event) => setSecret(event.target.value)}
        />
        <p className={secret === '' || fits ? 'caption' : 'caption urgent'}>
          {fits ? words.secretFits : secret === '' ? words.secretMissing : words.secretWrong}
        </p>
      </div>
      <Button type="primary" htmlType="submit" disabled={!fits} loading={reveal.isPending}>
        {words.reveal}
      </Button>
      {reveal.error && <ProblemNote error={reveal.error} />}
    </form>
  )
}

/** For a draw by the beacon: the round's signature, from wherever it was got; it proves itself. */
export function RoundForm({ draw, round }: { draw: Draw; round: number }) {
  const words = useWords(officeWords)
  const field = useId()
  const [signature, setSignature] = useState('')
  const take = useAttempt((text: string, key) => draws.round(draw.id, { round, signature: text }, key), STALE)
  const good = /^[0-9a-f]{96}$/.test(signature.trim())
  return (
    <form
      className="draw-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (good) take.mutate(signature.trim())
      }}
    >
      <div className="draw-kept">
        <label htmlFor={field}>{words.signatureField(String(round))}</label>
        <Input
          id={field}
          className="mono"
          value={signature}
          onChange={(event) => setSignature(event.target.value)}
        />
        <p className="caption">{words.signatureHint}</p>
      </div>
      <Button type="primary" htmlType="submit" disabled={!good} loading={take.isPending}>
        {words.takeRound}
      </Button>
      {take.error && <ProblemNote error={take.error} keptDraft />}
    </form>
  )
}
