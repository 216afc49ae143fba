import { AutoComplete, Input } from 'antd'
import { useMemo, useState } from 'react'
import type { CityMap } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { StatusShape } from '../../ui/StatusMark'
import { pointsOf } from './points'
import { mapWords } from './words'

const MOST = 20

/** Finds a thing of the map by its name or code; the keyboard's way to every symbol. */
export function FindBox({ city, onSelect }: { city: CityMap; onSelect: (id: string) => void }) {
  const words = useWords(mapWords)
  const { name } = useI18n()
  const [text, setText] = useState('')
  const all = useMemo(() => pointsOf(city, new Set(['enterprise', 'outlet', 'station'] as const)), [city])
  const wanted = text.trim().toLowerCase()
  const found = wanted
    ? all
        .filter(({ named, id }) => `${named.name} ${named.name_en} ${id}`.toLowerCase().includes(wanted))
        .slice(0, MOST)
    : []
  return (
    <AutoComplete
      className="map-find"
      value={text}
      onChange={setText}
      onSelect={(id: string) => {
        onSelect(id)
        setText('')
      }}
      options={found.map((point) => ({
        value: point.id,
        label: (
          <span className="map-found">
            <StatusShape status={point.status} /> {name(point.named)}
            <small>{words.layer[point.kind]}</small>
          </span>
        ),
      }))}
    >
      <Input allowClear placeholder={words.find} aria-label={words.find} />
    </AutoComplete>
  )
}
