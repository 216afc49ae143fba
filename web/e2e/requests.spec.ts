import { expect } from '@playwright/test'
import { test } from './city'
import { accessible, ask, fits, PHONE, picture, signedIn } from './pages'

interface LoggerRow {
  target: { kind: string; id: string }
  device?: { connected: boolean; protocol?: string }
}

test("a request goes from the outlet's page to its logger, and what came of it is told", async ({
  browser,
  city,
}) => {
  const page = await signedIn(browser, city, 'duty')
  const { loggers } = await ask<{ loggers: LoggerRow[] }>(page, '/loggers')
  const asked = loggers.find(
    ({ target, device }) => target.kind === 'outlet' && device?.connected && device.protocol === '2017',
  )
  if (!asked) throw new Error('no outlet of the demo has a connected logger')
  await page.goto(`/monitoring/${asked.target.id}`)
  const panel = page.locator('.panel').filter({ has: page.getByRole('heading', { name: '设备指令' }) })
  await panel.getByRole('combobox', { name: '选择指令' }).click()
  await page.locator('.ant-select-item-option').filter({ hasText: '读取设备时间' }).click()
  await panel.getByRole('button', { name: '下发' }).click()
  const request = panel.locator('[data-request]').first()
  await expect(request).toContainText('读取设备时间')
  await expect(request).toContainText('陈值班 下发')
  // Its logger answers or refuses, or stays silent until the repetitions of the standard are used up.
  await expect(request).toHaveAttribute('data-stage', /completed|refused|timed_out/, { timeout: 120_000 })
  await accessible(page)
  await fits(page)
  await picture(page, 'request')
  const id = await request.getAttribute('data-request')
  // The newest events name the request.
  const events = await ask<object[]>(page, '/ledger/events?limit=500')
  expect(JSON.stringify(events)).toContain(id)
  await page.setViewportSize(PHONE)
  await fits(page)
  await picture(page, 'request-phone')
  await page.context().close()
})
