import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'wouter'
import { alarmGroups, type AlarmGroup, type Stage } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { shortTime } from '../../lib/time'
import { Panel } from '../../ui/page'
import { IllustrativeTag, SeverityTag } from '../../ui/tags'
import { GROUP_COMMANDS, GroupForm } from './commands/GroupForm'
import { groupWords } from './groupWords'
import { alarmWords } from './words'

export const useGroups = (enabled: boolean) =>
  useQuery({ queryKey: ['alarms', 'groups'], queryFn: alarmGroups.list, enabled })

/** Alarms that began at once, a line for each group: opened and handled together. */
export function GroupRows({ groups, opened }: { groups: AlarmGroup[]; opened?: string | undefined }) {
  const shown = opened ? groups.filter(({ id }) => id === opened) : groups
  if (shown.length === 0) return null
  return (
    <Panel className="groups">
      {shown.map((group) => (
        <GroupRow key={group.id} group={group} opened={group.id === opened} />
      ))}
    </Panel>
  )
}

function GroupRow({ group, opened }: { group: AlarmGroup; opened: boolean }) {
  const words = useWords(alarmWords)
  const groupText = useWords(groupWords)
  const { t } = useI18n()
  const now = useNow()
  const [acting, setActing] = useState(false)
  const can = GROUP_COMMANDS.some((command) => group.allowed[command])
  const stages = Object.entries(group.stages) as [Stage, number][]
  return (
    <div className="group">
      <p className="group-line">
        <SeverityTag severity={group.severity} />
        <strong>{groupText.groupTitle(t.kind[group.kind], count(group.total))}</strong>
        <span>{groupText.groupSpan(shortTime(group.from, now), shortTime(group.to, now))}</span>
        {group.illustrative && <IllustrativeTag />}
      </p>
      <p className="secondary group-line">
        {stages.map(([stage, many]) => (
          <span key={stage}>{`${t.stage[stage]} ${count(many)}`}</span>
        ))}
        {group.cleared > 0 && <span>{groupText.groupCleared(count(group.cleared))}</span>}
      </p>
      <p className="group-line">
        {opened ? (
          <Link href="/alarms">{words.backToQueue}</Link>
        ) : (
          <Link href={`/alarms?group=${group.id}`}>{groupText.groupOpen}</Link>
        )}
        {can && (
          <Button size="small" aria-expanded={acting} onClick={() => setActing(!acting)}>
            {groupText.groupAct}
          </Button>
        )}
      </p>
      {acting && <GroupForm group={group} />}
    </div>
  )
}
