import { useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { PublicShell } from '../../app/PublicShell'
import { useWords } from '../../i18n'
import { ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { PublicDraws } from './PublicDraws'
import { ReportView } from './ReportView'
import { verifyAside } from './verifying'
import { drawWords } from './words'
import './draws.css'

/** For everybody, without signing in: is this the record of an honest draw? The browser says it, not the server. */
export default function VerifyPage() {
  const words = useWords(drawWords)
  return (
    <PublicShell title={words.title} note={words.intro}>
      <PublicDraws />
      <Verify />
    </PublicShell>
  )
}

function Verify() {
  const words = useWords(drawWords)
  const [file, setFile] = useState<File>()
  const [kept, setKept] = useState('')
  const fileField = useId()
  const keptField = useId()
  const hash = kept.trim().toLowerCase()
  const isHash = hash === '' || /^[0-9a-f]{64}$/.test(hash)
  const verify = useMutation({
    mutationFn: async (chosen: File) =>
      verifyAside(new Uint8Array(await chosen.arrayBuffer()), hash === '' ? undefined : hash),
  })
  return (
    <>
      <Panel title={words.ownFile}>
        <form
          className="draw-form"
          onSubmit={(event) => {
            event.preventDefault()
            if (file && isHash) verify.mutate(file)
          }}
        >
          <div>
            <label htmlFor={fileField}>{words.file}</label>
            <input
              id={fileField}
              type="file"
              accept=".json,application/json"
              required
              onChange={(event) => {
                setFile(event.target.files?.[0])
                verify.reset()
              }}
            />
          </div>
          <div className="draw-kept">
            <label htmlFor={keptField}>{words.kept}</label>
            <Input
              id={keptField}
              className="mono"
              value={kept}
              status={isHash ? '' : 'error'}
              aria-describedby={`${keptField}-hint`}
              onChange={(event) => {
                setKept(event.target.value)
                verify.reset()
              }}
            />
            <p id={`${keptField}-hint`} className={isHash ? 'caption' : 'caption urgent'}>
              {isHash ? words.keptHint : words.keptBad}
            </p>
          </div>
          <Button type="primary" htmlType="submit" disabled={!file || !isHash} loading={verify.isPending}>
            {words.verify}
          </Button>
        </form>
        <p className="caption">{words.here}</p>
      </Panel>
      {verify.error && <ProblemNote error={verify.error} />}
      {verify.data && <ReportView report={verify.data} kept={hash !== ''} />}
      <Panel title={words.limitsTitle}>
        <ul className="draw-limits">
          {words.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </Panel>
    </>
  )
}
