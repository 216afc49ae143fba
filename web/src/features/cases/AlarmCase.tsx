import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'wouter'
import { cases, type AlarmDetail } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { Panel } from '../../ui/page'
import { OpenForm } from './OpenForm'
import { caseWords } from './words'

/** On the page of an alarm: its case, or the way to open one. */
export function AlarmCase({ alarm }: { alarm: AlarmDetail }) {
  const words = useWords(caseWords)
  const { t } = useI18n()
  const [opening, setOpening] = useState(false)
  const list = useQuery({
    queryKey: ['cases', 'form'],
    queryFn: () => cases.list({ limit: 1 }),
    enabled: opening,
  })
  if (!alarm.case_file && !alarm.may_open_case) return null
  return (
    <Panel title={words.title}>
      {alarm.case_file ? (
        <Link href={`/cases/${alarm.case_file}`} className="link">
          {words.toCase} <span className="mono">{alarm.case_file}</span>
        </Link>
      ) : (
        <Button aria-expanded={opening} onClick={() => setOpening(!opening)}>
          {words.openFromAlarm}
        </Button>
      )}
      {opening && !alarm.case_file && (
        <OpenForm
          violations={list.data?.violations ?? []}
          alarm={alarm.id}
          suspected={t.kind[alarm.kind]}
          day={alarm.began.slice(0, 10)}
        />
      )}
    </Panel>
  )
}
