import { expect, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from './city'
import { accessible, DESK, fits, PHONE, picture, settled, signedIn } from './pages'

const ID = '2020-Q3-routine'
const csv = (name: string, lines: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`),
})
const OBJECTS = csv('objects.csv', [
  'pool,id,class,excluded',
  ...Array.from({ length: 12 }, (_, n) => `key,object-${n},${n < 4 ? 'high' : 'low'},`),
  ...Array.from({ length: 40 }, (_, n) => `general,firm-${n},low,${n === 3 ? '正面清单' : ''}`),
])
const OFFICERS = csv('officers.csv', [
  'id,certified_from,certified_until,load,excluded',
  ...Array.from({ length: 6 }, (_, n) => `officer-${n},2019-01-01,2021-12-31,0,${n === 5 ? '休假' : ''}`),
])

async function openDraw(page: Page): Promise<void> {
  await page.goto('/draws')
  await page.getByRole('button', { name: '新建抽取' }).click()
  const form = page.locator('.panel').filter({ has: page.getByRole('heading', { name: '新建抽取' }) })
  await form.getByLabel('事由编号').fill(ID)
  await form.getByLabel('名称', { exact: true }).fill('2020年第三季度日常抽查')
  await form.getByLabel('检查首日').fill('2020-09-01')
  await form.getByLabel('检查末日').fill('2020-09-30')
  await form.getByLabel('登录账号 1').fill('duty')
  await form.getByLabel('登录账号 2').fill('inspector')
  await accessible(page)
  await form.getByRole('button', { name: '新建抽取' }).click()
  await page.getByRole('link', { name: ID }).click()
}

async function fillPlan(page: Page): Promise<void> {
  await page.getByLabel('检查对象').setInputFiles(OBJECTS)
  await page.getByLabel('执法人员').setInputFiles(OFFICERS)
  for (const [pool, title, quota] of [
    ['general', '一般排污单位', '2'],
    ['key', '重点排污单位', '3'],
  ] as const) {
    const fields = page.getByRole('group', { name: pool })
    await fields.getByLabel('抽取池名称').fill(title)
    await fields.getByLabel('抽取数').fill(quota)
    await fields.getByLabel('依据').fill(`${title}按比例`)
  }
  await page.getByRole('group', { name: 'key' }).getByLabel('high 的权重').fill('2')
  await page.getByLabel('办理机关').fill('长沙市生态环境局')
  // The city's hours are seconds here: the time to reveal must outlast the typing.
  await page.getByLabel('公布密值期限').fill('20000')
}

test('two parties draw, the record is published, and a stranger checks it in the browser', async ({
  browser,
  city,
}) => {
  const duty = await signedIn(browser, city, 'duty')
  const inspector = await signedIn(browser, city, 'inspector')
  await openDraw(duty)
  await test.step('each party gives the hash of its secret', async () => {
    await inspector.goto(`/draws/${ID}`)
    for (const page of [duty, inspector]) {
      await page.getByRole('button', { name: '生成密值并提交承诺' }).click()
      await expect(page.locator('tr').filter({ hasText: '由您代表' })).toContainText('已提交')
    }
  })
  await duty.reload()
  await test.step('the plan is frozen, and its hash is public at once', async () => {
    await fillPlan(duty)
    await accessible(duty)
    await picture(duty, 'draw-plan')
    await duty.getByRole('button', { name: '固定计划并公布承诺' }).click()
    await expect(duty.getByRole('button', { name: '公布密值' })).toBeVisible()
  })
  const stranger = await (await browser.newContext({ viewport: DESK, baseURL: city.http })).newPage()
  await stranger.goto('/public/draws')
  const published = stranger.locator(`[data-draw="${ID}"]`)
  await expect(published).toContainText('计划已固定')
  const commitment = (await published.locator('.draw-hash').innerText()).trim()
  expect(commitment).toMatch(/^[0-9a-f]{64}$/)
  await test.step('the secrets draw', async () => {
    await duty.getByRole('button', { name: '公布密值' }).click()
    await expect(duty.locator('tr').filter({ hasText: '由您代表' })).toContainText('已公布')
    await inspector.reload()
    await inspector.getByRole('button', { name: '公布密值' }).click()
    await expect(inspector.locator(`tr[data-draw="${ID}"]`)).toContainText('已抽取')
  })
  await test.step('who was drawn is not public before it is published', async () => {
    await stranger.reload()
    await expect(published).toContainText('名单在检查需要之前保密')
  })
  await duty.reload()
  await duty.getByRole('button', { name: '公开记录' }).click()
  await expect(duty.locator(`tr[data-draw="${ID}"]`)).toContainText('已公开')
  await test.step('the stranger checks the published record', async () => {
    await stranger.reload()
    await published.getByRole('button', { name: '核验公开记录' }).click()
    await expect(published.getByRole('status').first()).toContainText('核验通过')
    await expect(published).toContainText('5 / 52')
    await published.getByRole('searchbox', { name: '查找检查对象' }).fill('firm-3')
    const listed = published.locator('tr').filter({ has: stranger.getByText('firm-3', { exact: true }) })
    await expect(listed).toContainText('正面清单')
    await settled(stranger)
    await accessible(stranger)
    await fits(stranger)
    await picture(stranger, 'draw-verified')
    await stranger.setViewportSize(PHONE)
    await fits(stranger)
    await picture(stranger, 'draw-verified-phone')
    await stranger.setViewportSize(DESK)
  })
  await test.step('a record from a file is compared with the commitment that was kept', async () => {
    const record = await stranger.evaluate(async (id) => {
      const answer = await fetch(`/api/v1/public/draws/${id}/record`)
      return answer.text()
    }, ID)
    const check = async (text: string) => {
      const buffer = Buffer.from(text)
      await stranger
        .getByLabel('公示的抽查记录')
        .setInputFiles({ name: 'r.json', mimeType: 'application/json', buffer })
      await stranger.getByLabel('抽取前公布的承诺哈希').fill(commitment)
      await stranger.getByRole('button', { name: '核验', exact: true }).click()
    }
    await check(record)
    await expect(stranger.getByText('且与您留存的承诺一致')).toBeVisible()
    await check(record.replace('重点排污单位', '其他排污单位'))
    await expect(stranger.getByText('核验不通过')).toBeVisible()
    await expect(stranger.getByText('计划与承诺哈希不符')).toBeVisible()
  })
  for (const page of [duty, inspector, stranger]) await page.context().close()
})

test('the browser agrees with every record of the vectors', async ({ browser, city }) => {
  const page = await (await browser.newContext({ viewport: DESK, baseURL: city.http })).newPage()
  const file = resolve(import.meta.dirname, '../../docs/draw-vectors.json')
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as { records: { name: string; record: unknown }[] }
  await page.goto('/public/draws')
  for (const { name, record } of vectors.records) {
    const buffer = Buffer.from(JSON.stringify(record))
    await page
      .getByLabel('公示的抽查记录')
      .setInputFiles({ name: `${name}.json`, mimeType: 'application/json', buffer })
    await page.getByRole('button', { name: '核验', exact: true }).click()
    await expect(page.getByText('核验通过'), name).toBeVisible()
  }
  await page.context().close()
})
