import { useQuery } from '@tanstack/react-query'
import { Tooltip } from 'antd'
import { Link } from 'wouter'
import { positiveList, publicPositiveList } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { listWords } from './words'
import './positive-list.css'

/** Marks an enterprise that is on the positive list today; nothing for one that is not. */
export function ListedBadge({ code }: { code: string | undefined }) {
  const words = useWords(listWords)
  const { name } = useI18n()
  const list = useQuery({
    queryKey: ['positive-list', 'badges'],
    queryFn: positiveList.badges,
    staleTime: 60_000,
  })
  const badge = list.data?.badges.find(({ enterprise }) => enterprise === code)
  if (!badge) return null
  const regime = words.regime[badge.regime as 'exempt']
  return (
    <Tooltip title={words.badgeHint(name(badge), regime, badge.last_day)}>
      <Link
        href={`/positive-list/${badge.enterprise}`}
        className="listed-badge"
        onClick={(event) => event.stopPropagation()}
      >
        {words.badge(String(badge.number))} · {regime}
      </Link>
    </Tooltip>
  )
}

/** Of those on the list, what it does to a visit that was drawn; for everybody, signed in or not. */
export function useOffSiteFirst(): (code: string) => string | undefined {
  const words = useWords(listWords)
  const list = useQuery({
    queryKey: ['positive-list', 'public'],
    queryFn: publicPositiveList,
    staleTime: 60_000,
  })
  return (code) => {
    const entry = list.data?.listed.find(({ enterprise }) => enterprise.code === code)
    if (!entry) return undefined
    const badge = words.badge(String(entry.category.number))
    return entry.category.regime === 'exempt'
      ? `${badge} · ${words.offSiteFirst}`
      : `${badge} · ${words.regime.reduced}`
  }
}
