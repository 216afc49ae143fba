import { expect, test, type Page } from '@playwright/test'
import { Bureau, type City } from './city'
import { resolve } from 'node:path'
import { accessible, fits, PHONE, picture, PICTURES, settled, signedIn } from './pages'

/** Places east and north of the asked station, m. */
type Spot = readonly [east: number, north: number]

const STATIONS: Spot[] = [
  [0, 0],
  [900, 300],
  [-700, 800],
  [300, -1_500],
  [1_800, -600],
  [-1_500, -900],
]
const PLANTS: Spot[] = [
  [600, 1_400],
  [-1_800, 300],
  [2_400, 900],
  [-600, -2_200],
  [1_500, -2_400],
  [3_100, -800],
]
const NAMES = ['星火涂装', '青山印刷', '远大铸造', '湘江化工', '麓谷热电', '浏阳河建材']
const SO2 = 'a21026'
const NOW = Date.parse('2020-08-31T06:20:00+08:00')
/** The plume is in the air from here on. */
const PLUME_FROM = Date.parse('2020-08-31T01:00:00+08:00')
const HOUR = 3_600_000
const WIND_M_S = 4

const at = ([east, north]: Spot) => ({ longitude: 113 + east / 97_990, latitude: 28.24 + north / 111_195 })
const named = (name: string, name_en: string) => ({ name, name_en })
const code = (number: number) =>
  [
    '91430105MA4L00001T',
    '91430105MA4L00002X',
    '91430105MA4L000031',
    '91430105MA4L000044',
    '91430105MA4L000057',
    '91430105MA4L00006A',
  ][number] ?? ''

function register(): unknown[] {
  const channel = (factor: string, unit: string) => ({ factor, sent_unit: unit, unit })
  const entries: unknown[] = [
    { district: { code: '430105', ...named('开福区', 'Kaifu'), center: at([0, 0]) } },
    { district: { code: '430111', ...named('雨花区', 'Yuhua'), center: at([0, -9_000]) } },
  ]
  STATIONS.forEach((spot, number) => {
    entries.push({
      station: {
        id: `S${number}`,
        ...named(`${number}号微站`, `Micro station ${number}`),
        class: 'micro',
        district: '430105',
        place: at(spot),
        channels: [channel(SO2, 'ug/m³'), channel('a01007', 'm/s'), channel('a01008', '°')],
      },
    })
  })
  PLANTS.forEach((spot, number) => {
    const enterprise = code(number)
    entries.push({
      enterprise: {
        code: enterprise,
        ...named(`${NAMES[number] ?? ''}(虚构)`, `Plant ${number} (fictitious)`),
        trade_code: 'C3360',
        trade: '金属表面处理',
        trade_en: 'Metal finishing',
        district: '430105',
        place: at(spot),
      },
    })
    entries.push({
      outlet: {
        id: `${enterprise}-DA001`,
        enterprise,
        ...named('1号排气筒', 'Stack 1'),
        medium: 'air',
        place: at(spot),
        channels: [],
        limits: [],
      },
    })
  })
  return entries
}

/** The same every time, -1 to 1. */
const wiggle = (number: number) => {
  const value = Math.sin(number * 12.9898) * 43_758.547
  return 2 * (value - Math.floor(value)) - 1
}

/** The wind turns by a third of a circle in six hours. */
const fromDeg = (time: number) => 12 + ((time - PLUME_FROM) / HOUR) * 14 + 4 * wiggle(time / 600_000)

/** A straight plume with the power laws of Pasquill and Smith: not the model of the air that is asked. */
function plume(source: Spot, station: Spot, time: number): number {
  if (time < PLUME_FROM) return 0
  const towards = ((fromDeg(time) + 180) * Math.PI) / 180
  const [east, north] = [station[0] - source[0], station[1] - source[1]]
  const along = east * Math.sin(towards) + north * Math.cos(towards)
  const across = east * Math.cos(towards) - north * Math.sin(towards)
  if (along <= 0) return 0
  const [wide, high] = [0.16 * along ** 0.92, 0.1 * along ** 0.85]
  const rate = 12e6
  return (
    (rate / (Math.PI * WIND_M_S * wide * high)) *
    Math.exp(-0.5 * (across / wide) ** 2) *
    Math.exp(-0.5 * (7 / high) ** 2)
  )
}

/** What a station shows: the same morning and evening everywhere, its own noise, and the first plant's plume. */
function shown(number: number, time: number): number {
  const hour = ((time / HOUR + 8) % 24) / 24
  const common = 11 + 3 * Math.sin(2 * Math.PI * hour) + 1.5 * wiggle(Math.floor(time / HOUR))
  const own = 0.5 * wiggle(time / 60_000 + 31 * number)
  return common + own + plume(PLANTS[0] ?? [0, 0], STATIONS[number] ?? [0, 0], time)
}

/** A van across the plume in the datum of satellites, with one row that nobody can drive. */
function cruise(): string {
  const begin = Date.parse('2020-08-31T05:40:00+08:00')
  const towards = ((fromDeg(begin) + 180) * Math.PI) / 180
  const [plantEast, plantNorth] = PLANTS[0] ?? [0, 0]
  const rows = Array.from({ length: 80 }, (_, n) => {
    const aside = (n - 40) * 30
    const east = plantEast + 600 * Math.sin(towards) + aside * Math.cos(towards)
    const north = plantNorth + 600 * Math.cos(towards) - aside * Math.sin(towards)
    const time = begin + n * 5_000
    const { longitude, latitude } = at([east, north])
    const value = 11 + plume(PLANTS[0] ?? [0, 0], [east, north], begin)
    const there = n === 7 ? 115 : longitude
    return `${new Date(time).toISOString()},${there.toFixed(6)},${latitude.toFixed(6)},${value.toFixed(2)}`
  })
  return ['time,longitude,latitude,SO2', ...rows].join('\n')
}

interface Reading {
  source: string
  factor: string
  time: string
  value: number
  granularity: string
}

function readings(): Reading[] {
  const found: Reading[] = []
  const give = (number: number, factor: string, time: number, value: number, granularity: string) =>
    found.push({
      source: `station:S${number}`,
      factor,
      time: new Date(time).toISOString(),
      value: Number(value.toFixed(3)),
      granularity,
    })
  const last = NOW - (NOW % HOUR) - HOUR
  for (let hour = last - 16 * 24 * HOUR; hour <= last; hour += HOUR) {
    STATIONS.forEach((_, number) => {
      let sum = 0
      for (let minute = 0; minute < 60; minute += 10) sum += shown(number, hour + minute * 60_000) / 6
      give(number, SO2, hour, sum, 'hour')
    })
  }
  for (let time = last - 10 * HOUR; time < last + HOUR; time += 600_000) {
    STATIONS.forEach((_, number) => give(number, SO2, time, shown(number, time), 'minute'))
    for (const mast of [1, 3]) {
      give(mast, 'a01007', time, WIND_M_S + 0.3 * wiggle(time / 777_000), 'minute')
      give(mast, 'a01008', time, (fromDeg(time) + 360) % 360, 'minute')
    }
  }
  return found
}

/** Gives the stations' program a token and pushes what it has. */
async function push(admin: Page, city: City): Promise<void> {
  const token = await admin.evaluate(
    async (sources) => {
      const session = (await (await fetch('/api/v1/session')).json()) as { csrf_token: string }
      const answer = await fetch('/api/v1/credentials', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-csrf-token': session.csrf_token,
          'idempotency-key': 'stations',
        },
        body: JSON.stringify({ holder: 'push:stations', sources }),
      })
      if (!answer.ok) throw new Error(await answer.text())
      return ((await answer.json()) as { secret: string }).secret
    },
    STATIONS.map((_, number) => `station:S${number}`),
  )
  const all = readings()
  for (let from = 0; from < all.length; from += 1_500) {
    const answer = await fetch(`${city.http}/api/v1/push/readings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(all.slice(from, from + 1_500)),
    })
    const came = (await answer.json()) as { refused: number }
    expect(answer.status, JSON.stringify(came).slice(0, 300)).toBe(200)
    expect(came.refused, JSON.stringify(came).slice(0, 300)).toBe(0)
  }
}

test('from a station that shows too much to the plant whose plume it is', async ({ browser }) => {
  const bureau = new Bureau(register())
  bureau.account('admin', 'administrator')
  bureau.account('duty', 'duty_officer')
  const city = await bureau.serve('2020-08-31T06:20:00+08:00', 1)
  const admin = await signedIn(browser, city, 'admin')
  await push(admin, city)
  const page = await signedIn(browser, city, 'duty')

  // The watch raised an alarm of the station, which was traced without anybody asking.
  await page.goto('/alarms')
  await page.locator('.queue-row', { hasText: '0号微站' }).getByRole('link').first().click()
  const toTracing = page.getByRole('link', { name: '查看溯源' })
  await expect(async () => {
    await page.reload()
    await expect(toTracing).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await settled(page)
  await picture(page, 'tracing-alarm')
  await toTracing.click()
  await expect(page).toHaveURL(/\/tracing\/T-/)
  const first = page.locator('.tracing-line').first()
  await expect(first).toContainText('星火涂装')
  await expect(page.getByText('支持', { exact: true }).first()).toBeVisible()
  // The plume of the chosen one, the cruise that would tell more, and what the wind says.
  await expect(page.locator('.tracing-plume')).toHaveCount(1)
  await expect(page.locator('.tracing-key-plume')).toContainText('星火涂装')
  await expect(page.locator('.tracing-polar-cell').first()).toBeVisible()
  await expect(page.getByText('下一步测哪里')).toBeVisible()
  await settled(page)
  await accessible(page)
  await fits(page)
  await picture(page, 'tracing')

  // A time of the record: its wind, its plume, and what stations showed.
  const slider = page.getByRole('slider')
  await slider.focus()
  for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight')
  await expect(page.locator('.tracing-time-said')).toHaveText(/2020-08-31 0\d:\d0/)
  await expect(page.locator('.tracing-values')).toContainText('0号微站')
  await expect(page.locator('.tracing-strip')).toHaveCount(1)
  await settled(page)
  await accessible(page)
  await picture(page, 'tracing-time')
  await page.getByRole('button', { name: '整个异常时段' }).click()
  await expect(page.locator('.tracing-values')).toHaveCount(0)

  await page.setViewportSize(PHONE)
  await settled(page)
  await fits(page)
  await picture(page, 'tracing-phone')
  await page.setViewportSize({ width: 1366, height: 768 })

  // The van is sent, and somebody takes it on.
  await page.getByRole('button', { name: '派走航车' }).click()
  await page.getByRole('dialog').getByLabel('到哪里测').fill('星火涂装下风向600米横穿两次')
  await page.getByRole('dialog').getByRole('button', { name: '派走航车' }).click()
  await expect(page.getByText('等待接收')).toBeVisible()
  await page.getByRole('button', { name: '接收任务' }).click()
  await expect(page.getByText('正在走航')).toBeVisible()

  await page.getByRole('button', { name: '加入走航轨迹' }).click()
  const form = page.getByRole('dialog')
  await form
    .getByLabel('文件', { exact: true })
    .setInputFiles({ name: '走航.csv', mimeType: 'text/csv', buffer: Buffer.from(cruise()) })
  await form.getByLabel('坐标系').click()
  await page.getByTitle('WGS-84（卫星定位、CGCS2000）').click()
  await form.getByRole('button', { name: '检查文件' }).click()
  await expect(form.getByText('可采用 79 行')).toBeVisible()
  await expect(form.getByText('定位跳变: 1 行')).toBeVisible()
  await picture(page, 'tracing-track-preview')
  await form.getByRole('button', { name: '加入走航轨迹' }).click()
  await expect(page.getByText('第 2 版 · 走航')).toBeVisible()
  await expect(page.locator('.tracing-track')).toHaveCount(79)
  await expect(first).toContainText('星火涂装')
  await expect(page.getByText('已上传轨迹')).toBeVisible()
  await settled(page)
  await accessible(page)
  await picture(page, 'tracing-track')

  // The verification is given to the branch from here, by the alarm's own step.
  await page.getByRole('button', { name: '交办', exact: true }).click()
  await picture(page, 'tracing-assign')

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'PDF' }).click()
  const report = await download
  expect(report.suggestedFilename()).toMatch(/^tracing-T-.*\.pdf$/)
  await report.saveAs(resolve(PICTURES, 'tracing.pdf'))

  await page.getByRole('button', { name: '复算' }).click()
  await expect(page.getByText('复算结果逐字节相同。')).toBeVisible()

  await page.getByRole('button', { name: '办结' }).click()
  await form.getByLabel('查实结果').click()
  await page.getByTitle('名录内企业').click()
  await form.getByLabel('哪家企业').click()
  await page.getByTitle(/星火涂装/).click()
  await page.keyboard.press('Escape')
  await form.getByLabel('说明').fill('现场查实集气罩破损，已修复')
  await form.getByRole('button', { name: '办结' }).click()
  await expect(page.getByText('排在第一').first()).toBeVisible()

  await page.goto('/tracing')
  await expect(page.locator('.tracing-tiles')).toContainText('100 %')
  await page.locator('.tracing-tiles').getByRole('button', { name: '100 %' }).first().click()
  await expect(page).toHaveURL(/hit=first/)
  await expect(page.locator('[data-tracing]')).toHaveCount(1)
  await settled(page)
  await accessible(page)
  await fits(page)
  await picture(page, 'tracings')
  await page.getByRole('button', { name: '切换到英文' }).click()
  await page.locator('[data-tracing] a').click()
  await settled(page)
  await picture(page, 'tracing-en')
  await city.stop()
  bureau.remove()
})
