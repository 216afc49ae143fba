import type { AlarmDetail } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { dateTime } from '../../lib/time'
import { Panel } from '../../ui/page'
import { FileList } from './commands/FilesField'
import { explanationsOf, verificationOf, type Said } from './history'
import { alarmWords } from './words'

/** What the officer found. */
export function Verification({ alarm }: { alarm: AlarmDetail }) {
  const words = useWords(alarmWords)
  const { t } = useI18n()
  const found = verificationOf(alarm)
  if (!found) return null
  return (
    <Panel title={words.verification}>
      <p className="alarm-sentence">
        {found.outcome && t.outcome[found.outcome]} <small>{found.mode && t.mode[found.mode]}</small>
      </p>
      <Words said={found} />
    </Panel>
  )
}

/** What the enterprise says about it. */
export function Explanations({ alarm }: { alarm: AlarmDetail }) {
  const words = useWords(alarmWords)
  const all = explanationsOf(alarm)
  if (all.length === 0) return null
  return (
    <Panel title={words.explanations}>
      {all.map((said) => (
        <div key={said.step.sequence} className="explanation">
          <Words said={said} />
        </div>
      ))}
    </Panel>
  )
}

function Words({ said }: { said: Said }) {
  const { t } = useI18n()
  const { actor } = said.step
  return (
    <>
      <p className="text">{said.text}</p>
      <FileList files={said.files} />
      <p className="caption">
        {actor.name || (actor.kind === 'user' && t.roles[actor.role])} {dateTime(said.step.at)}
      </p>
    </>
  )
}
