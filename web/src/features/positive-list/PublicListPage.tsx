import { useQuery } from '@tanstack/react-query'
import { publicPositiveList, type PublicPositiveList } from '../../api'
import { PublicShell } from '../../app/PublicShell'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { date, dateTime } from '../../lib/time'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { IllustrativeTag } from '../../ui/tags'
import { Remaining } from './Remaining'
import { listWords } from './words'
import './positive-list.css'

/** For everybody, without signing in: who is on notice, who is on the list, and by which rule. */
export default function PublicListPage() {
  const words = useWords(listWords)
  const query = useQuery({ queryKey: ['positive-list', 'public'], queryFn: publicPositiveList })
  return (
    <PublicShell title={words.publicTitle} note={words.publicIntro}>
      <Loaded query={query}>{(list) => <Body list={list} />}</Loaded>
    </PublicShell>
  )
}

function Body({ list }: { list: PublicPositiveList }) {
  const words = useWords(listWords)
  const { rule } = list
  return (
    <>
      <Remaining rule={rule} />
      <Panel title={`${words.onNotice} ${count(list.on_notice.length)}`}>
        {rule && <p>{words.howToObject}</p>}
        {list.on_notice.length === 0 ? (
          <EmptyNote title={words.noneOnNotice}>{words.noneOnNoticeHint}</EmptyNote>
        ) : (
          <PublicTable title={words.onNotice} entries={list.on_notice} />
        )}
      </Panel>
      <Panel title={`${words.listed} ${count(list.listed.length)}`}>
        {list.listed.length === 0 ? (
          <EmptyNote title={words.noneListed} />
        ) : (
          <PublicTable title={words.listed} entries={list.listed} />
        )}
      </Panel>
      {rule && <Categories list={list} />}
    </>
  )
}

function PublicTable({ title, entries }: { title: string; entries: PublicPositiveList['listed'] }) {
  const words = useWords(listWords)
  const { name } = useI18n()
  return (
    <div className="scroll-x">
      <table className="sheet">
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.column.enterprise}</th>
            <th scope="col">{words.column.district}</th>
            <th scope="col">{words.column.category}</th>
            <th scope="col">{words.column.term}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.enterprise.code} data-public={entry.enterprise.code}>
              <td>
                {name(entry.enterprise)} <div className="caption mono">{entry.enterprise.code}</div>
              </td>
              <td className="nowrap">{name(entry.district)}</td>
              <td>
                {entry.category.number} · {name(entry.category)}
                <div className="caption">{words.regime[entry.category.regime as 'exempt']}</div>
              </td>
              <td>
                {words.since} {date(entry.since)}
                <div>
                  {entry.notice_until && words.noticeUntil(dateTime(entry.notice_until))}
                  {entry.last_day && words.validUntil(entry.last_day)}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Categories({ list }: { list: PublicPositiveList }) {
  const words = useWords(listWords)
  const { name } = useI18n()
  return (
    <Panel title={words.categories} extra={list.rule?.basis.illustrative ? <IllustrativeTag /> : undefined}>
      <ul className="plain-list">
        {list.categories.map((category) => (
          <li key={category.id}>
            <span>
              {category.number} · {name(category)}
            </span>
            <span className="caption">{words.regime[category.regime as 'exempt']}</span>
          </li>
        ))}
      </ul>
      <p className="caption">
        {words.basis}: {list.rule?.basis.source} ({list.rule?.basis.pack} {list.rule?.basis.version})
      </p>
    </Panel>
  )
}
