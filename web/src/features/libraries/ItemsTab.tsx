import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useDeferredValue, useState } from 'react'
import { libraries } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { count } from '../../lib/number'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { libraryWords } from './words'

/** What may be inspected, on what basis, how, and in which class of inspections. */
export function ItemsTab() {
  const words = useWords(libraryWords)
  const { t } = useI18n()
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const list = useQuery({
    queryKey: ['libraries', 'items', q],
    queryFn: () => libraries.items(q),
    placeholderData: (previous) => previous,
  })
  const listed = (codes: string[], names: Record<string, string>) =>
    codes.map((code) => wordFor(names, code)).join(t.common.listSign)
  return (
    <>
      <div className="filters">
        <Input
          className="filter-search"
          allowClear
          value={typed}
          placeholder={words.findItem}
          aria-label={words.findItem}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span className="caption" role="status">
          {list.data && t.common.total(count(list.data.items.length))}
        </span>
        <span className="filters-end">
          <Button href={libraries.itemsUrl('xlsx')}>{t.common.export} Excel</Button>
        </span>
      </div>
      <Loaded query={list}>
        {(data) =>
          data.items.length === 0 ? (
            <EmptyNote title={words.noItems}>{data.total === 0 && words.noItemsHint}</EmptyNote>
          ) : (
            <Panel className="panel-flush">
              <div className="scroll-x">
                <table className="sheet">
                  <caption className="visually-hidden">{words.tab.items}</caption>
                  <thead>
                    <tr>
                      {(['id', 'name', 'basis', 'methods', 'classes'] as const).map((column) => (
                        <th key={column} scope="col">
                          {words.item[column]}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {data.items.map((item) => (
                      <tr key={item.id} data-item={item.id}>
                        <td className="mono">{item.id}</td>
                        <td>
                          {item.name}
                          {item.content && <div className="caption">{item.content}</div>}
                        </td>
                        <td>{item.basis}</td>
                        <td>{listed(item.methods, words.methods)}</td>
                        <td>{listed(item.classes, words.classes)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </Panel>
          )
        }
      </Loaded>
    </>
  )
}
