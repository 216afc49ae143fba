import { Button } from 'antd'
import { Link, useLocation } from 'wouter'
import { tracings, type AlarmDetail } from '../../api'
import { useWords } from '../../i18n'
import { useAttempt } from '../../lib/useAttempt'
import { ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { tracingWords } from './words'

/** On the page of a station's alarm: its tracing, or the way to open one. */
export function AlarmTracing({ alarm }: { alarm: AlarmDetail }) {
  const words = useWords(tracingWords)
  const [, navigate] = useLocation()
  const open = useAttempt((id: string, key) => tracings.open({ alarm: id }, key), ['tracings', 'alarm'])
  if (!alarm.tracing && !alarm.may_trace) return null
  return (
    <Panel title={words.title}>
      {alarm.tracing ? (
        <Link href={`/tracing/${alarm.tracing}`} className="link">
          {words.toTracing} <span className="mono">{alarm.tracing}</span>
        </Link>
      ) : (
        <>
          <p className="caption">{words.alarmHint}</p>
          <Button
            loading={open.isPending}
            onClick={() => open.mutate(alarm.id, { onSuccess: ({ id }) => navigate(`/tracing/${id}`) })}
          >
            {words.fromAlarm}
          </Button>
          {open.error && <ProblemNote error={open.error} />}
        </>
      )}
    </Panel>
  )
}
