import { useQuery } from '@tanstack/react-query'
import { markings } from '../../api'
import { useWords } from '../../i18n'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Deadline } from './Deadline'
import { OutletDay } from './OutletDay'
import { markingWords } from './words'

/** An enterprise's outlets, one under the other, those with most over their limits first. */
export function EnterpriseDay({ day }: { day: string }) {
  const words = useWords(markingWords)
  const query = useQuery({
    queryKey: ['marking-day', day, 'own'],
    queryFn: () => markings.day(day, { limit: 100 }),
  })
  return (
    <Loaded query={query}>
      {(list) => (
        <>
          <Deadline rule={list.rule} />
          {list.items.length === 0 && <EmptyNote title={words.noOutlets}>{words.noOutletsHint}</EmptyNote>}
          {list.items.map((row) => (
            <OutletDay key={row.outlet.code} outlet={row.outlet.code} day={day} />
          ))}
        </>
      )}
    </Loaded>
  )
}
