import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { alarmGroups, type AlarmGroup, type Stage } from '../../api'
import { useNow } from '../../app/LiveProvider'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { shortTime } from '../../lib/time'
import { Panel } from '../../ui/page'
import { IllustrativeTag, SeverityTag } from '../../ui/tags'
import { GROUP_COMMANDS, GroupForm } from './commands/GroupForm'
import { isRestOf } from './groups'
import { groupWords } from './groupWords'
import { alarmWords } from './words'

export const useGroups = (enabled: boolean) =>
  useQuery({ queryKey: ['alarms', 'groups'], queryFn: alarmGroups.list, enabled })

interface Props {
  groups: AlarmGroup[]
  /** The group that the page shows alone. */
  opened?: string | undefined
  /** The line under the keyboard's mark; -1 for none. */
  at: number
  /** The group whose form is open. */
  acting: string | undefined
  onAct: (id: string | undefined) => void
}

/** Alarms that began at once, a line for each group: opened and handled together. */
export function GroupRows({ groups, opened, at, acting, onAct }: Props) {
  if (groups.length === 0) return null
  return (
    <Panel className="groups">
      {groups.map((group, i) => (
        <GroupRow
          // Handled alarms leave a group, and its id is then another: its line and form stay.
          key={i}
          group={group}
          opened={isRestOf(opened, group)}
          chosen={i === at}
          acting={isRestOf(acting, group)}
          onAct={(on) => onAct(on ? group.id : undefined)}
        />
      ))}
    </Panel>
  )
}

/** Whether the viewer can do something with the group's alarms at once. */
export const canAct = (group: AlarmGroup): boolean => GROUP_COMMANDS.some((command) => group.allowed[command])

function GroupRow({
  group,
  opened,
  chosen,
  acting,
  onAct,
}: {
  group: AlarmGroup
  opened: boolean
  chosen: boolean
  acting: boolean
  onAct: (on: boolean) => void
}) {
  const words = useWords(alarmWords)
  const groupText = useWords(groupWords)
  const { t } = useI18n()
  const now = useNow()
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const stages = Object.entries(group.stages) as [Stage, number][]
  return (
    <div className={chosen ? 'group group-here' : 'group'} ref={line} aria-current={chosen || undefined}>
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
        {canAct(group) && (
          <Button size="small" aria-expanded={acting} onClick={() => onAct(!acting)}>
            {groupText.groupAct}
          </Button>
        )}
      </p>
      {acting && <GroupForm group={group} />}
    </div>
  )
}
