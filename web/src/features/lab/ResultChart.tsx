import { Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { LabAnswer } from '../../api'
import { TOKENS } from '../../app/theme'
import { useTheme } from '../../app/ThemeProvider'
import { useWords } from '../../i18n'
import { init } from '../../ui/chart/echarts'
import { labWords } from './words'

/** One column over another, as a line or as bars. */
export function ResultChart({ answer, type }: { answer: LabAnswer; type: 'line' | 'bar' }) {
  const words = useWords(labWords)
  const numbers = answer.columns.flatMap(({ kind }, i) =>
    kind === 'number' || kind === 'integer' ? [i] : [],
  )
  const [across, setAcross] = useState(0)
  const [chosen, setUpward] = useState<number>()
  const upward = chosen ?? numbers.find((i) => i !== across) ?? numbers[0]
  if (upward === undefined) return <p className="caption">{words.noNumbers}</p>
  const options = answer.columns.map(({ name }, value) => ({ value, label: name }))
  return (
    <div>
      <div className="lab-axes">
        <label htmlFor="lab-across">{words.across}</label>
        <Select id="lab-across" size="small" value={across} options={options} onChange={setAcross} />
        <label htmlFor="lab-upward">{words.upward}</label>
        <Select
          id="lab-upward"
          size="small"
          value={upward}
          options={options.filter(({ value }) => numbers.includes(value))}
          onChange={setUpward}
        />
      </div>
      <Drawn answer={answer} type={type} across={across} upward={upward} />
    </div>
  )
}

interface DrawnProps {
  answer: LabAnswer
  type: 'line' | 'bar'
  across: number
  upward: number
}

function Drawn({ answer, type, across, upward }: DrawnProps) {
  const place = useRef<HTMLDivElement>(null)
  const { name: theme } = useTheme()
  const label = `${answer.columns[upward]?.name ?? ''} / ${answer.columns[across]?.name ?? ''}`
  useEffect(() => {
    if (!place.current) return
    const tokens = TOKENS[theme]
    const chart = init(place.current)
    chart.setOption({
      animation: false,
      textStyle: { color: tokens.secondary },
      grid: { left: 64, right: 16, top: 24, bottom: 56 },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: answer.rows.map((row) =>
          String(row[across] ?? '—')
            .replace('+08:00', '')
            .replace('T', ' '),
        ),
        axisLine: { lineStyle: { color: tokens.line } },
      },
      yAxis: { type: 'value', scale: type === 'line', splitLine: { lineStyle: { color: tokens.line } } },
      series: [
        {
          type,
          name: answer.columns[upward]?.name,
          // What is missing stays a gap.
          data: answer.rows.map((row) => (typeof row[upward] === 'number' ? row[upward] : null)),
          connectNulls: false,
          showSymbol: answer.rows.length < 200,
          itemStyle: { color: tokens.jing },
        },
      ],
    })
    const observer = new ResizeObserver(() => chart.resize())
    observer.observe(place.current)
    return () => {
      observer.disconnect()
      chart.dispose()
    }
  }, [answer, type, across, upward, theme])
  return <div ref={place} className="lab-chart" role="img" aria-label={label} />
}
