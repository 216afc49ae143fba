import { Button } from 'antd'
import { Link } from 'wouter'
import { inspections, type Draw } from '../../api'
import { useWords } from '../../i18n'
import { count } from '../../lib/number'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import { STALE } from './form'
import { inspectionWords } from './words'

/** Opens the inspections of everybody who was drawn, and leads to them. */
export function FromDraw({ draw, may }: { draw: Draw; may: boolean }) {
  const words = useWords(inspectionWords)
  const open = useAttempt((_: undefined, key) => inspections.open(draw.id, key), STALE)
  if (draw.stage !== 'drawn') return null
  return (
    <>
      {may && (
        <Button loading={open.isPending} onClick={() => open.mutate(undefined)}>
          {words.openFromDraw}
        </Button>
      )}
      <Link href={`/inspections?draw=${encodeURIComponent(draw.id)}`} className="link">
        {words.inspectionsOfDraw}
      </Link>
      {open.data && (
        <span className="caption" role="status">
          {words.openedFromDraw(count(open.data.opened), count(open.data.off_site), count(open.data.there))}
        </span>
      )}
      {open.error && <ProblemNote error={open.error} />}
    </>
  )
}
