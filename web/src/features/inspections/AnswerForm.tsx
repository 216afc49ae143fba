import { useState } from 'react'
import type { InspectionDetail, StoredFile } from '../../api'
import { useWords } from '../../i18n'
import { FilesField } from '../alarms/commands/FilesField'
import { Form, useInspectionAct, Words } from './form'
import { inspectionWords } from './words'

/** Answers what the enterprise was asked for, with files where it has some. */
export function AnswerForm({ one }: { one: InspectionDetail }) {
  const words = useWords(inspectionWords)
  const index = one.questions.findIndex(({ answer }) => !answer)
  const [text, setText] = useState('')
  const [files, setFiles] = useState<StoredFile[]>([])
  const attempt = useInspectionAct(one)
  const question = one.questions[index]
  if (!question) return null
  return (
    <Form
      ready={text.trim() !== ''}
      attempt={attempt}
      button={words.answer}
      onSubmit={() =>
        attempt.mutate({
          act: 'answer',
          question: index,
          words: text,
          files: files.map(({ hash }) => hash),
        })
      }
    >
      <p className="inspection-words">{question.words}</p>
      <Words label={words.answerWords} value={text} onChange={setText} />
      <FilesField files={files} onChange={setFiles} />
    </Form>
  )
}
