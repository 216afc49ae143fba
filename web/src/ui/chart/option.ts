import { FONT, type Tokens } from '../../app/theme'
import { figure } from '../../lib/number'
import { clock, date, dateTime, OFFSET_MS } from '../../lib/time'
import { layOut, valueAt, type ChartRow, type ChartSpan } from './rows'
import { scaleOf } from './scale'

interface Words {
  noData: string
  mark: Record<string, string>
  highlight: string
}

interface Input {
  rows: readonly ChartRow[]
  span: ChartSpan
  highlight?: ChartSpan | undefined
  tokens: Tokens
  words: Words
  /** Whether there is little room, as on a phone. */
  narrow: boolean
}

type Look = Pick<Input, 'tokens' | 'words' | 'highlight' | 'narrow'>

/** The chart draws in UTC; moved by the offset, its ticks fall on the full hours of Asia/Shanghai. */
const onAxis = (time: number): number => time + OFFSET_MS
const fromAxis = (time: number): number => time - OFFSET_MS

const LEFT = 60
const RIGHT = 16

/** The whole chart: one grid a row, all on one time axis with one cross-hair. */
export function chartOption({
  rows,
  span,
  highlight,
  tokens,
  words,
  narrow,
}: Input): Record<string, unknown> {
  const { tops, heights } = layOut(rows)
  const caption = { fontFamily: FONT, fontSize: 12, color: tokens.secondary }
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: FONT },
    title: rows.map((row, i) => ({
      left: 0,
      top: (tops[i] ?? 0) - 22,
      text: `{name|${row.title}}{unit|  ${row.unit}}`,
      padding: 0,
      textStyle: {
        fontSize: 12,
        rich: {
          name: { fontFamily: FONT, fontSize: 12, fontWeight: 600, color: tokens.ink },
          unit: { fontFamily: FONT, fontSize: 12, color: tokens.secondary },
        },
      },
    })),
    grid: rows.map((_, i) => ({ left: LEFT, right: RIGHT, top: tops[i], height: heights[i] })),
    axisPointer: {
      link: [{ xAxisIndex: 'all' }],
      label: { show: false },
      lineStyle: { color: tokens.secondary },
    },
    tooltip: tooltip(rows, tokens, words),
    xAxis: rows.map((_, i) => timeAxis(i, i === rows.length - 1, span, tokens, caption)),
    yAxis: [
      ...rows.map((row, i) => valueAxis(row, i, tokens, caption)),
      ...rows.map((_, i) => ({ gridIndex: i, min: 0, max: 1, show: false })),
    ],
    series: [
      ...rows.map((row, i) => curve(row, i, { tokens, words, highlight, narrow })),
      ...rows.flatMap((row, i) => besideCurve(row, i, tokens)),
      ...rows.flatMap((row, i) => overLimit(row, i, tokens)),
      ...rows.map((row, i) => letters(row, i, rows.length, tokens)),
    ],
  }
}

function timeAxis(index: number, last: boolean, span: ChartSpan, tokens: Tokens, caption: object): object {
  const days = span.to - span.from > 36 * 3_600_000
  return {
    type: 'time',
    gridIndex: index,
    min: onAxis(span.from),
    max: onAxis(span.to),
    axisLine: { lineStyle: { color: tokens.line }, onZero: false },
    axisTick: { show: last, lineStyle: { color: tokens.line } },
    splitLine: { show: true, lineStyle: { color: tokens.line, opacity: 0.55 } },
    axisLabel: {
      show: last,
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
      ...caption,
      formatter: (value: number) => {
        const time = fromAxis(value)
        const day = date(time).slice(5)
        if (!days) return clock(time)
        return clock(time) === '00:00' ? day : `${day} ${clock(time)}`
      },
    },
  }
}

function valueAxis(row: ChartRow, index: number, tokens: Tokens, caption: object): object {
  const band = row.kind === 'band'
  const { min, max, interval } = scaleOf(row)
  return {
    type: 'value',
    gridIndex: index,
    min,
    max,
    interval,
    axisLabel: { ...caption, formatter: (value: number) => figure(value) },
    axisPointer: { show: false },
    splitLine: { show: !band, lineStyle: { color: tokens.line, opacity: 0.55 } },
  }
}

function curve(row: ChartRow, index: number, look: Look): object {
  const { tokens, words, highlight, narrow } = look
  const color = row.tone === 'jing' ? tokens.jing : tokens.secondary
  const band = row.kind === 'band'
  return {
    id: row.key,
    name: row.title,
    type: 'line',
    xAxisIndex: index,
    yAxisIndex: index,
    data: row.line.map(([time, value]) => [onAxis(time), value]),
    showSymbol: !band && row.line.length < 40,
    symbolSize: 4,
    connectNulls: false,
    ...(band && { step: 'end', areaStyle: { color, opacity: 0.22 } }),
    lineStyle: { width: band ? 1 : 1.6, color },
    itemStyle: { color },
    markLine: limitLines(row, tokens, narrow),
    markArea: areas(row, index, tokens, words, highlight),
  }
}

/** What a model makes of a row. */
function besideCurve(row: ChartRow, index: number, tokens: Tokens): object[] {
  if (!row.beside) return []
  return [
    {
      id: `${row.key}:beside`,
      name: row.beside.title,
      type: 'line',
      xAxisIndex: index,
      yAxisIndex: index,
      data: row.beside.line.map(([time, value]) => [onAxis(time), value]),
      showSymbol: false,
      connectNulls: false,
      lineStyle: { width: 1.8, color: tokens.wei, type: [5, 4] },
      itemStyle: { color: tokens.wei },
    },
  ]
}

function limitLines(row: ChartRow, tokens: Tokens, narrow: boolean): object | undefined {
  if (!row.limit) return undefined
  const { upper, lower, label, short } = row.limit
  const line = (value: number, text: string) => ({
    yAxis: value,
    label: {
      show: true,
      formatter: text,
      position: 'insideStartTop',
      color: tokens.urgent,
      fontSize: 12,
      fontFamily: FONT,
    },
  })
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { type: [6, 4], color: tokens.urgent, width: 1 },
    data: [line(upper, narrow ? short : label), ...(lower === undefined ? [] : [line(lower, '')])],
  }
}

/** Hatched where values are no evidence; tinted where the finding's facts happened. */
function areas(
  row: ChartRow,
  index: number,
  tokens: Tokens,
  words: Words,
  highlight: ChartSpan | undefined,
): object {
  const hatched = row.stretches.map(({ from, to }) => [
    { xAxis: onAxis(from), itemStyle: { color: hatch(tokens.faint) } },
    { xAxis: onAxis(to) },
  ])
  const tinted = highlight && [
    [
      {
        xAxis: onAxis(highlight.from),
        itemStyle: { color: tokens.wei, opacity: 0.13 },
        label: {
          show: index === 0,
          formatter: words.highlight,
          position: 'insideTop',
          color: tokens.weiText,
          fontSize: 12,
          fontFamily: FONT,
        },
      },
      { xAxis: onAxis(highlight.to) },
    ],
  ]
  return { silent: true, data: [...hatched, ...(tinted ?? [])] }
}

/** A letter on the axis for every marked stretch. */
function letters(row: ChartRow, index: number, rows: number, tokens: Tokens): object {
  return {
    id: `${row.key}-marks`,
    type: 'scatter',
    xAxisIndex: index,
    yAxisIndex: rows + index,
    silent: true,
    symbolSize: 1,
    itemStyle: { color: 'transparent' },
    tooltip: { show: false },
    data: row.stretches.map(({ from, to, mark }) => ({
      value: [onAxis((from + to) / 2), 0],
      label: {
        show: true,
        formatter: mark,
        position: 'top',
        distance: 2,
        color: tokens.secondary,
        fontSize: 12,
        fontWeight: 700,
      },
    })),
  }
}

/** What lies beyond the limit once more, in the colour of what presses. */
function overLimit(row: ChartRow, index: number, tokens: Tokens): object[] {
  if (!row.limit) return []
  const { upper, lower = -Infinity } = row.limit
  const beyond = (value: number | null) => value !== null && (value > upper || value < lower)
  return [
    {
      id: `${row.key}-over`,
      type: 'line',
      xAxisIndex: index,
      yAxisIndex: index,
      silent: true,
      symbol: 'circle',
      symbolSize: 3,
      showSymbol: true,
      connectNulls: false,
      data: row.line.map(([time, value]) => [onAxis(time), beyond(value) ? value : null]),
      lineStyle: { width: 2, color: tokens.urgent },
      itemStyle: { color: tokens.urgent },
    },
  ]
}

function tooltip(rows: readonly ChartRow[], tokens: Tokens, words: Words): object {
  return {
    trigger: 'axis',
    confine: true,
    backgroundColor: tokens.panel,
    borderColor: tokens.line,
    textStyle: { color: tokens.ink, fontSize: 12, fontFamily: FONT },
    formatter: (found: { axisValue: number }[]) => {
      const at = found[0]?.axisValue
      return at === undefined ? '' : tooltipText(rows, fromAxis(at), words)
    },
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c)

/** All rows at one time. Names come from the register, so they are escaped. */
function tooltipText(rows: readonly ChartRow[], time: number, words: Words): string {
  const lines = rows.flatMap((row) => {
    const value = valueAt(row, time)
    const mark = row.stretches.find(({ from, to }) => from <= time && time < to)?.mark
    const word = mark === undefined ? '' : ` · ${escaped(`${mark} ${words.mark[mark] ?? ''}`.trim())}`
    const text = value === null ? words.noData : `<b>${figure(value)}</b> ${escaped(row.unit)}`
    const own = `<tr><td>${escaped(row.title)}</td><td class="number">${text}${word}</td></tr>`
    if (!row.beside) return [own]
    const other = valueAt({ line: row.beside.line, step: row.step }, time)
    const told = other === null ? words.noData : `<b>${figure(other)}</b> ${escaped(row.unit)}`
    return [own, `<tr><td>${escaped(row.beside.title)}</td><td class="number">${told}</td></tr>`]
  })
  return `<div>${dateTime(time)}</div><table class="chart-tip">${lines.join('')}</table>`
}

/** A hatched ground for invalid stretches. */
function hatch(color: string): object | string {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 8
  const pen = canvas.getContext('2d')
  if (!pen) return 'transparent'
  pen.strokeStyle = color
  pen.globalAlpha = 0.55
  pen.lineWidth = 1
  pen.beginPath()
  for (const at of [-8, 0, 8]) {
    pen.moveTo(at, 8)
    pen.lineTo(at + 8, 0)
  }
  pen.stroke()
  return { image: canvas, repeat: 'repeat' }
}
