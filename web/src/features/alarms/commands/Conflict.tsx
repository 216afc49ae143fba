import { Button } from 'antd'
import type { AlarmDetail } from '../../../api'
import { useI18n, useWords } from '../../../i18n'
import { dateTime } from '../../../lib/time'
import { Facts } from '../../../ui/page'
import { officerOf } from '../history'
import { alarmWords } from '../words'

/** Both versions side by side, when somebody else was faster. */
export function Conflict({
  seen,
  current,
  onAccept,
}: {
  seen: AlarmDetail
  current: AlarmDetail
  onAccept: () => void
}) {
  const { t } = useI18n()
  return (
    <div className="conflict" role="alert">
      <strong>{t.errors.conflict}</strong>
      <p>{t.errors.conflictHint}</p>
      <div className="conflict-sides">
        <Version title={t.errors.yours} alarm={seen} />
        <Version title={t.errors.theirs} alarm={current} />
      </div>
      <Button size="small" disabled={current.version === seen.version} onClick={onAccept}>
        {t.errors.useCurrent}
      </Button>
    </div>
  )
}

function Version({ title, alarm }: { title: string; alarm: AlarmDetail }) {
  const { t } = useI18n()
  const words = useWords(alarmWords)
  const last = alarm.steps.at(-1)
  return (
    <div>
      <h3>{title}</h3>
      <p className="secondary">{words.versionLine(alarm.version, t.stage[alarm.stage])}</p>
      <Facts
        items={[
          [words.column.officer, officerOf(alarm, t) ?? words.unassigned],
          [words.column.severity, t.severity[alarm.severity]],
          last && [
            words.steps,
            `${dateTime(last.at)} ${last.actor.kind === 'user' ? last.actor.name : t.common.system}`,
          ],
        ]}
      />
    </div>
  )
}
