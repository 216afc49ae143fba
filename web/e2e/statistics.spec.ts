import { expect, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { test } from './city'
import { accessible, ask, picture, signedIn } from './pages'
import { cellsOf } from './workbook'

const DAY = '2020-08-21'
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** Hour means of the day: each pollutant on its own, none constant. */
const MEASURED: Record<string, { heading: string; unit: string; at: (hour: number) => number }> = {
  'PM2.5': { heading: 'PM2.5', unit: 'μg/m³', at: (hour) => 60 + hour },
  PM10: { heading: 'PM10', unit: 'μg/m³', at: (hour) => 90 + 2 * hour },
  'SO₂': { heading: 'SO2', unit: 'μg/m³', at: (hour) => 10 + (hour % 5) },
  'NO₂': { heading: 'NO2', unit: 'μg/m³', at: (hour) => 30 + (hour % 7) },
  CO: { heading: 'CO', unit: 'mg/m³', at: (hour) => 0.8 + (hour % 3) / 10 },
  'O₃': { heading: 'O3', unit: 'μg/m³', at: (hour) => (hour >= 10 && hour < 18 ? 150 + hour : 40) },
}

/** HJ 633-2012 table 1, for days: concentrations at 0, 50, 100, 150, 200. */
const INDICES = [0, 50, 100, 150, 200]
const BREAKS: Record<string, number[]> = {
  'PM2.5': [0, 35, 75, 115, 150],
  PM10: [0, 50, 150, 250, 350],
  'SO₂': [0, 50, 150, 475, 800],
  'NO₂': [0, 40, 80, 180, 280],
  CO: [0, 2, 4, 14, 24],
  'O₃': [0, 100, 160, 215, 265],
}

const mean = (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length

/** What a pollutant's day is judged by: the mean, and for ozone the greatest mean of eight hours. */
function judged(pollutant: string): number {
  const values = HOURS.map((hour) => MEASURED[pollutant]?.at(hour) ?? 0)
  if (pollutant !== 'O₃') return mean(values)
  return Math.max(...HOURS.slice(7).map((last) => mean(values.slice(last - 7, last + 1))))
}

function partial(pollutant: string): number {
  const [breaks, value] = [BREAKS[pollutant] ?? [], judged(pollutant)]
  const upper = breaks.findIndex((limit) => value <= limit)
  const [from, to] = [breaks[upper - 1] ?? 0, breaks[upper] ?? 1]
  const [low, high] = [INDICES[upper - 1] ?? 0, INDICES[upper] ?? 0]
  // Rounded up, after what binary fractions add is taken off.
  return Math.ceil(Number((low + ((high - low) * (value - from)) / (to - from)).toFixed(6)))
}

test('a day of a station: means and index as the rule has them, also in the export', async ({
  browser,
  city,
}) => {
  const page = await signedIn(browser, city, 'duty')
  const { stations } = await ask<{ stations: { id: string; class: string }[] }>(page, '/map')
  const station = stations[0]?.id ?? ''
  await imports(page, station)
  const indices = Object.keys(MEASURED).map((pollutant) => [pollutant, partial(pollutant)] as const)
  const index = Math.max(...indices.map(([, value]) => value))

  await page.goto(`/statistics/air?period=${DAY.slice(0, 7)}&station=${station}`)
  await test.step('on the page', async () => {
    const cell = page
      .locator('.calendar-day')
      .filter({ hasText: new RegExp(`^${Number(DAY.slice(8))}${index}`) })
    await expect(cell).toBeVisible()
    await cell.click()
    const day = page.locator('.panel').filter({ has: page.getByRole('heading', { name: DAY }) })
    await expect(day.locator('.aqi-mark')).toContainText(String(index))
    for (const [pollutant, value] of indices) {
      const row = day
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: pollutant, exact: true }) })
      await expect(row.getByRole('cell').last()).toHaveText(String(value))
      const shown = Number.parseFloat((await row.getByRole('cell').first().innerText()).replace(',', ''))
      expect(Math.abs(shown - judged(pollutant)), pollutant).toBeLessThanOrEqual(0.005 * judged(pollutant))
    }
    await accessible(page)
    await picture(page, 'statistics-air-day')
  })
  await test.step('in the file', async () => {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '导出 Excel' }).click()
    const rows = cellsOf(readFileSync(await (await download).path()))
    const told = rows.find((cells) => cells.some((cell) => cell === DAY))
    expect(told, `no row of ${DAY} in ${JSON.stringify(rows.slice(0, 3))}`).toBeDefined()
    expect(told).toContain(String(index))
  })
  await page.context().close()
})

/** Imports the day through the API that the Import page uses; the page has its own story. */
async function imports(page: Page, station: string): Promise<void> {
  const columns = Object.values(MEASURED)
  const heading = ['时间', '站点', ...columns.map(({ heading, unit }) => `${heading}(${unit})`)].join(',')
  const lines = HOURS.map((hour) => {
    const time = `${DAY} ${String(hour).padStart(2, '0')}:00`
    return [time, station, ...columns.map(({ at }) => String(Number(at(hour).toFixed(2))))].join(',')
  })
  await page.goto('/imports')
  await page.locator('input[type=file]').setInputFiles({
    name: '一天.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([heading, ...lines].join('\n')),
  })
  await page.getByRole('button', { name: '检查' }).click()
  await page.getByRole('button', { name: `确认导入 ${24 * columns.length} 个数据` }).click()
  await expect(page.getByRole('row').filter({ hasText: '一天.csv' })).toContainText('已完成')
}
