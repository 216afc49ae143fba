import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { cases } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { DeadlineWhy, Left, StageMark } from './marks'
import { caseWords } from './words'

/** What is due in all open cases, the earliest first. */
export function DueBoard() {
  const words = useWords(caseWords)
  const { name } = useI18n()
  const query = useQuery({ queryKey: ['cases', 'due'], queryFn: cases.due, refetchInterval: 60_000 })
  return (
    <Loaded query={query}>
      {({ due }) =>
        due.length === 0 ? (
          <EmptyNote title={words.noDue}>{words.noDueHint}</EmptyNote>
        ) : (
          <Panel className="panel-table">
            <div className="scroll-x">
              <table className="sheet case-due case-table">
                <caption className="visually-hidden">{words.tabs.due}</caption>
                <thead>
                  <tr>
                    <th scope="col">{words.column.day}</th>
                    <th scope="col">{words.column.left}</th>
                    <th scope="col">{words.column.deadline}</th>
                    <th scope="col">{words.column.party}</th>
                    <th scope="col">{words.column.stage}</th>
                    <th scope="col">{words.column.id}</th>
                  </tr>
                </thead>
                <tbody>
                  {due.map((item, i) => (
                    <tr key={i}>
                      <td className="nowrap">{item.deadline.day ?? <span className="faint">—</span>}</td>
                      <td className="nowrap">
                        <Left deadline={item.deadline} />
                      </td>
                      <td>
                        {wordFor(words.deadline, item.deadline.kind)}
                        <DeadlineWhy deadline={item.deadline} />
                      </td>
                      <td>{name(item.party)}</td>
                      <td>
                        <StageMark stage={item.stage} />
                      </td>
                      <td className="mono nowrap">
                        <Link href={`/cases/${item.case}`}>{item.case}</Link>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Panel>
        )
      }
    </Loaded>
  )
}
