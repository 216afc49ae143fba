import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { publicDraws, type PublicDraw } from '../../api'
import { useWords } from '../../i18n'
import { clockSeconds, date } from '../../lib/time'
import { EmptyNote, Loaded, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { officeWords } from './office/words'
import { ReportView } from './ReportView'
import { Results } from './Results'
import { verifyAside } from './verifying'
import { drawWords } from './words'

/** What the bureau has published of its draws: commitments at once, records later. */
export function PublicDraws() {
  const words = useWords(drawWords)
  const query = useQuery({ queryKey: ['public-draws'], queryFn: publicDraws.list })
  return (
    <Panel title={words.publishedTitle}>
      <Loaded query={query}>
        {(list) =>
          list.draws.length === 0 ? (
            <EmptyNote title={words.nonePublished}>{words.nonePublishedHint}</EmptyNote>
          ) : (
            list.draws.map((draw) => <OneDraw key={draw.id} draw={draw} />)
          )
        }
      </Loaded>
    </Panel>
  )
}

function OneDraw({ draw }: { draw: PublicDraw }) {
  const words = useWords(drawWords)
  const stages = useWords(officeWords).stage
  const last = draw.attempts.at(-1)
  const verify = useMutation({
    mutationFn: async () => {
      const record = await publicDraws.record(draw.id)
      return verifyAside(new TextEncoder().encode(JSON.stringify(record)))
    },
  })
  return (
    <section aria-label={draw.title} className="draw-public" data-draw={draw.id}>
      <h3>
        {draw.title} <span className="caption mono">{draw.id}</span>
      </h3>
      <ul className="draw-parties">
        {draw.attempts.map((attempt) => (
          <li key={attempt.number}>
            <span className={`draw-state draw-state-${attempt.stage}`}>{words.attempt(attempt.number)}</span>{' '}
            {stages[attempt.stage]} · {date(attempt.committed_at)} {clockSeconds(attempt.committed_at)} ·{' '}
            <span className="mono draw-hash">{attempt.commitment}</span>
            {attempt.void && <span> · {attempt.void.reason}</span>}
          </li>
        ))}
      </ul>
      {draw.published ? (
        <>
          <Button loading={verify.isPending} onClick={() => verify.mutate()}>
            {words.verifyPublished}
          </Button>{' '}
          <a className="link" href={publicDraws.recordUrl(draw.id)} download={`${draw.id}.json`}>
            {words.download}
          </a>
          <Results id={draw.id} />
        </>
      ) : (
        <p className="caption">{last?.stage === 'committed' ? words.waits : words.notPublished}</p>
      )}
      {verify.error && <ProblemNote error={verify.error} />}
      {verify.data && <ReportView report={verify.data} kept={false} />}
    </section>
  )
}
