import { Button } from 'antd'
import { useState } from 'react'
import type { AlarmDetail, CommandName } from '../../../api'
import { useWords } from '../../../i18n'
import { ProblemNote } from '../../../ui/notes'
import { alarmWords } from '../words'
import { Conflict } from './Conflict'
import type { FormProps } from './CommandForm'
import { AssignForm, ExplainForm, HandOnForm, NoteForm, VerifyForm } from './forms'
import { MergeForm } from './MergeForm'
import { SnoozeForm } from './SnoozeForm'
import { useCommand } from './useCommand'

/** What people most often do next, first. */
const ORDER: readonly CommandName[] = [
  'accept',
  'verify',
  'close',
  'hand_on',
  'assign',
  'explain',
  'return',
  'escalate',
  'wake',
  'snooze',
  'merge',
  'separate',
]

/** Those that need no form. */
const AT_ONCE: readonly CommandName[] = ['accept', 'wake']

/** What this person may do with this alarm now, as the server says, and the form of what was chosen. */
export function CommandPanel({ alarm }: { alarm: AlarmDetail }) {
  const words = useWords(alarmWords)
  const sender = useCommand(alarm)
  const allowed = ORDER.filter((command) => alarm.allowed.includes(command))
  const [chosen, setChosen] = useState<CommandName>()
  const shown = chosen && (allowed.includes(chosen) || sender.conflict) ? chosen : undefined

  if (allowed.length === 0 && !sender.conflict) {
    return (
      <p className="secondary">
        <strong>{words.nothingAllowed}</strong>
        <br />
        <span className="caption">{words.nothingAllowedHint}</span>
      </p>
    )
  }
  const choose = (command: CommandName) => {
    if (command === 'accept' || command === 'wake') sender.send(command, {})
    else setChosen(command === shown ? undefined : command)
  }
  return (
    <div className="commands">
      <div className="command-buttons">
        {allowed.map((command, i) => (
          <Button
            key={command}
            type={i === 0 && shown === undefined ? 'primary' : 'default'}
            aria-expanded={AT_ONCE.includes(command) ? undefined : command === shown}
            className={command === shown ? 'command-chosen' : ''}
            loading={AT_ONCE.includes(command) && sender.busy && shown === undefined}
            // The second click of a double click meant what stood here before it.
            onClick={(event) => {
              if (event.detail < 2) choose(command)
            }}
          >
            {words.command[command]}
          </Button>
        ))}
      </div>
      {sender.conflict && (
        <Conflict
          seen={sender.conflict.seen}
          current={sender.conflict.current}
          onAccept={sender.acceptCurrent}
        />
      )}
      {sender.error && <ProblemNote error={sender.error} keptDraft={shown !== undefined} />}
      {shown && (
        <Form key={shown} command={shown} alarm={alarm} sender={sender} onDone={() => setChosen(undefined)} />
      )}
    </div>
  )
}

function Form({ command, ...props }: FormProps & { command: CommandName }) {
  switch (command) {
    case 'assign':
      return <AssignForm {...props} />
    case 'verify':
      return <VerifyForm {...props} />
    case 'explain':
      return <ExplainForm {...props} />
    case 'hand_on':
      return <HandOnForm {...props} />
    case 'return':
    case 'close':
    case 'escalate':
    case 'separate':
      return <NoteForm command={command} {...props} />
    case 'snooze':
      return <SnoozeForm {...props} />
    case 'merge':
      return <MergeForm {...props} />
    case 'accept':
    case 'wake':
      return null
  }
}
