import { useEffect, useMemo, useRef, useState } from 'react'
import { useTheme } from '../../app/ThemeProvider'
import { useI18n, useWords } from '../../i18n'
import { init, type EChartsType } from './echarts'
import { chartOption } from './option'
import { layOut, type ChartRow, type ChartSpan } from './rows'
import { chartWords } from './words'
import './chart.css'

const NARROW_PX = 560

interface Props {
  rows: readonly ChartRow[]
  span: ChartSpan
  /** Where the finding's facts happened. */
  highlight?: ChartSpan | undefined
  /** What the chart shows, for those who do not see it. */
  label: string
}

/** Rows on one time axis with one cross-hair. The same figures stand in the page's table. */
export default function TimeChart({ rows, span, highlight, label }: Props) {
  const { tokens } = useTheme()
  const { t } = useI18n()
  const words = useWords(chartWords)
  const holder = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  const { total } = layOut(rows)
  const [narrow, setNarrow] = useState(false)

  useEffect(() => {
    if (!holder.current) return
    const made = init(holder.current)
    chart.current = made
    const resized = new ResizeObserver(([entry]) => {
      made.resize()
      setNarrow((entry?.contentRect.width ?? NARROW_PX) < NARROW_PX)
    })
    resized.observe(holder.current)
    return () => {
      resized.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])

  const option = useMemo(
    () =>
      chartOption({
        rows,
        span,
        highlight,
        tokens,
        narrow,
        words: { noData: t.common.noData, mark: t.mark, highlight: words.highlight },
      }),
    [rows, span, highlight, tokens, narrow, t, words],
  )
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true })
  }, [option])

  return <div ref={holder} className="time-chart" style={{ height: total }} role="img" aria-label={label} />
}
