import { useQuery } from '@tanstack/react-query'
import { ledger, type Seal } from '../../api'
import { useWords, wordFor } from '../../i18n'
import { count, figure } from '../../lib/number'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { ledgerWords } from './words'

interface Props {
  onChoose: (sequence: number) => void
}

/** Which days of telemetry are sealed, and where their hashes stand in the ledger. */
export function SealsPanel({ onChoose }: Props) {
  const words = useWords(ledgerWords)
  const seals = useQuery({ queryKey: ['ledger', 'seals'], queryFn: ledger.seals })
  return (
    <Panel
      className="panel-flush"
      title={words.seals.title}
      extra={<span className="caption">{words.seals.hint}</span>}
    >
      <Loaded query={seals}>
        {(data) =>
          data.items.length === 0 ? (
            <EmptyNote title={words.seals.none}>{words.seals.noneHint}</EmptyNote>
          ) : (
            <>
              {data.damaged.map((file) => (
                <p key={file.file} className="urgent" role="alert">
                  ✕ {words.seals.damaged} <span className="mono">{file.file}</span> {file.detail}
                </p>
              ))}
              <div className="scroll-x ledger-seals">
                <table className="sheet">
                  <caption className="visually-hidden">{words.seals.title}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{words.seals.period}</th>
                      <th scope="col">{words.seals.granularity}</th>
                      <th scope="col" className="number">
                        {words.seals.rows}
                      </th>
                      <th scope="col" className="number">
                        {words.seals.perValue}
                      </th>
                      <th scope="col">{words.seals.state}</th>
                      <th scope="col">SHA-256</th>
                      <th scope="col">{words.seals.proof}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.items.map((seal) => (
                      <SealRow key={`${seal.granularity} ${seal.period}`} seal={seal} onChoose={onChoose} />
                    ))}
                  </tbody>
                </table>
              </div>
            </>
          )
        }
      </Loaded>
    </Panel>
  )
}

function SealRow({ seal, onChoose }: { seal: Seal; onChoose: Props['onChoose'] }) {
  const words = useWords(ledgerWords)
  const { event } = seal
  return (
    <tr>
      <td className="nowrap">{seal.period}</td>
      <td>{wordFor(words.seals.granularities, seal.granularity)}</td>
      <td className="number">
        {count(seal.rows)}
        {seal.former_rows > 0 && (
          <span className="caption"> {words.seals.former(count(seal.former_rows))}</span>
        )}
      </td>
      <td className="number">
        {typeof seal.bytes_per_value === 'number' ? figure(seal.bytes_per_value) : '—'}
      </td>
      <td className={seal.state === 'damaged' ? 'urgent nowrap' : 'nowrap'}>
        {wordFor(words.seals.states, seal.state)}
      </td>
      <td className="mono" title={seal.sha256}>
        {seal.sha256.slice(0, 16)}…
      </td>
      <td>
        {typeof event === 'number' && (
          <button type="button" className="link nowrap" onClick={() => onChoose(event)}>
            {words.seals.entry(count(event))}
          </button>
        )}
      </td>
    </tr>
  )
}
