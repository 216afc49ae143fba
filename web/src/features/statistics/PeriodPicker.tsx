import { Button, Segmented } from 'antd'
import { useNow } from '../../app/LiveProvider'
import { useWords } from '../../i18n'
import { changed, kindOf, periodAt, shifted, type PeriodKind } from './period'
import { statisticsWords } from './words'

/** Which month, quarter or year; never one that has not begun. */
export function PeriodPicker({
  period,
  kinds,
  onChange,
}: {
  period: string
  kinds: readonly PeriodKind[]
  onChange: (period: string) => void
}) {
  const words = useWords(statisticsWords)
  const now = useNow(60_000)
  const kind = kindOf(period)
  const isNewest = period >= periodAt(kind, now)
  return (
    <>
      <Segmented
        aria-label={words.periodKind}
        value={kind}
        onChange={(value) =>
          onChange(value === kindOf(periodAt(kind, now)) ? period : changed(period, value))
        }
        options={kinds.map((value) => ({ value, label: words.kinds[value] }))}
      />
      <span className="paging">
        <Button aria-label={words.earlier} onClick={() => onChange(shifted(period, -1))}>
          ‹
        </Button>
        <b className="paging-here">{words.periodName(period)}</b>
        <Button aria-label={words.later} disabled={isNewest} onClick={() => onChange(shifted(period, 1))}>
          ›
        </Button>
        {!isNewest && <Button onClick={() => onChange(periodAt(kind, now))}>{words.toNow}</Button>}
      </span>
    </>
  )
}
