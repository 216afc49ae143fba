import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { publicDraws, type PublicResults } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { Loaded } from '../../ui/notes'
import { UnverifiedTag } from '../../ui/tags'
import { resultWords } from './resultWords'

/** So many rows are shown; the file has all of them. */
const SHOWN = 200

/** What came of the inspections of a published draw, once somebody asks. */
export function Results({ id }: { id: string }) {
  const words = useWords(resultWords)
  const [open, setOpen] = useState(false)
  const query = useQuery({
    queryKey: ['public-draws', 'results', id],
    queryFn: () => publicDraws.results(id),
    enabled: open,
  })
  return (
    <div className="draw-results">
      <Button aria-expanded={open} onClick={() => setOpen(!open)}>
        {words.title}
      </Button>
      {open && <Loaded query={query}>{(found) => <Found id={id} found={found} />}</Loaded>}
    </div>
  )
}

function Found({ id, found }: { id: string; found: PublicResults }) {
  const words = useWords(resultWords)
  const { name, language } = useI18n()
  const { results } = found
  return (
    <>
      <p>
        {words.summary(count(results.length), count(found.open), count(found.given_up))}{' '}
        {results.length > 0 && (
          <a className="link" href={publicDraws.resultsUrl(id)} download>
            {words.file}
          </a>
        )}
      </p>
      {results.length > 0 && (
        <div className="scroll-x">
          <table className="sheet">
            <caption className="visually-hidden">{words.title}</caption>
            <thead>
              <tr>
                {words.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {results.slice(0, SHOWN).map((one, index) => (
                <tr key={`${one.code}.${index}`}>
                  <td>
                    {one.name ?? words.noName} <span className="caption mono">{one.code}</span>
                  </td>
                  <td>{name(one.district)}</td>
                  <td>{words.way[one.way]}</td>
                  <td>{one.done_on}</td>
                  <td>{words.outcome[one.outcome]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {results.length > SHOWN && <p className="caption">{words.more(count(results.length - SHOWN))}</p>}
      {found.left_out.length > 0 && (
        <>
          <h4>{words.leftOut}</h4>
          <ul className="draw-quotas">
            {found.left_out.map(({ what, results: of, reason, reason_en, rule }) => (
              <li key={what}>
                {words.leftOutOf(wordFor(words.what, what), count(of))}{' '}
                {(language === 'zh' ? reason : reason_en) ?? words.noRule}{' '}
                {rule && (
                  <span className="caption">
                    {rule.source} {rule.unverified && <UnverifiedTag />}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
