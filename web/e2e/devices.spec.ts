import { expect } from '@playwright/test'
import { test, type City } from './city'
import { accessible, ask, fits, picture, signedIn } from './pages'

const SECRET = '0123456789abcdef0123456789abcdef'

test("a logger's key is set, shown as set, and never shown again", async ({ browser, city }) => {
  const page = await signedIn(browser, city, 'admin')
  const { loggers } = await ask<{ loggers: { mn: string; device?: { dialect?: { key_set: boolean } } }[] }>(
    page,
    '/loggers',
  )
  const plain = loggers.find(({ device }) => device?.dialect?.key_set === false)
  if (!plain) throw new Error('every logger of the demo encrypts')
  await page.goto('/devices/dialects')
  await page.getByRole('button', { name: '为数采仪设置密钥' }).click()
  const form = page.getByRole('dialog', { name: '设置 SM4 密钥' })
  await form.getByLabel('数采仪').click()
  await page.keyboard.type(plain.mn)
  await page.keyboard.press('Enter')
  const save = form.getByRole('button', { name: '设置密钥' })
  await form.getByLabel('密钥', { exact: true }).fill('too short')
  await expect(save).toBeDisabled()
  await form.getByLabel('密钥', { exact: true }).fill(SECRET)
  await save.click()
  const row = page.getByRole('row').filter({ hasText: plain.mn })
  await expect(row).toContainText('已设密钥')
  await accessible(page)
  await picture(page, 'devices-key-set')
  await page.reload()
  await expect(row).toContainText('已设密钥')
  expect(await page.content()).not.toContain(SECRET)
  const told = await page.evaluate(async () => {
    const answers = await Promise.all(
      ['/api/v1/loggers', '/api/v1/ledger/events?limit=20'].map((path) => fetch(path)),
    )
    return Promise.all(answers.map((answer) => answer.text()))
  })
  expect(told.join('')).not.toContain(SECRET)
  // As it was: the logger goes on in plain text.
  await row.getByRole('button', { name: '移除密钥' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '移除密钥' }).click()
  await expect(row.filter({ hasText: '已设密钥' })).toHaveCount(0)
  await page.context().close()
})

test('a push token is shown once, works, and is refused once it is revoked', async ({ browser, city }) => {
  const page = await signedIn(browser, city, 'admin')
  const { stations } = await ask<{ stations: { id: string }[] }>(page, '/map')
  const source = `station:${stations.at(-1)?.id ?? ''}`
  await page.goto('/devices/credentials')
  await page.getByRole('button', { name: '签发凭据' }).click()
  const form = page.getByRole('dialog', { name: '签发凭据' })
  await form.getByRole('radio', { name: '推送程序' }).check()
  await form.getByLabel('程序名称').fill('e2e-lims')
  await form.getByLabel('可推送的来源').click()
  await page.keyboard.type(source)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await form.getByRole('button', { name: '签发凭据' }).click()

  const shown = page.getByRole('dialog', { name: /请立即保存/ })
  const token = (await shown.locator('code').innerText()).trim()
  expect(token).toMatch(/^jw_/)
  await accessible(page)
  await picture(page, 'devices-token')
  await shown.getByRole('button', { name: '已保存，关闭' }).click()
  await page.reload()
  const row = page.getByRole('row').filter({ hasText: 'push:e2e-lims' })
  await expect(row).toContainText('有效')
  expect(await page.content()).not.toContain(token)

  const stored = await push(city, token, source)
  expect(stored.status).toBe(200)
  expect(await stored.text()).toContain('stored')
  expect((await push(city, `${token}x`, source)).status).toBe(401)
  await page.reload()
  await expect(row.getByRole('cell').nth(5)).toHaveText('1')

  await row.getByRole('button', { name: '吊销' }).click()
  const ask_ = page.getByRole('dialog', { name: /吊销/ })
  await ask_.getByLabel('理由').fill('程序停用')
  await ask_.getByRole('button', { name: /吊\s?销/ }).click()
  await expect(row).toContainText('已吊销')
  expect((await push(city, token, source)).status).toBe(401)
  await fits(page)
  await page.context().close()
})

/** What a program does outside the browser. */
const push = (city: City, token: string, source: string) =>
  fetch(`${city.http}/api/v1/push/readings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify([
      {
        source,
        factor: 'a34004',
        granularity: 'hour',
        time: '2020-08-18T08:00:00+08:00',
        value: 35,
        unit: 'µg/m³',
      },
    ]),
  })
