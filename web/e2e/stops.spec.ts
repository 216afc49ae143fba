import { expect } from '@playwright/test'
import { firmOf, test } from './city'
import { accessible, ask, fits, PHONE, picture, signedIn } from './pages'

interface Orders {
  items: { id: string; state: string; lifted?: string }[]
}

test('an order to stop is issued on the page of the enterprise, bound to a line, and lifted', async ({
  browser,
  city,
}) => {
  const page = await signedIn(browser, city, 'duty')
  const firm = firmOf(city)
  await page.goto(`/enterprises/${firm}`)
  const panel = page.locator('.panel').filter({ has: page.getByRole('heading', { name: '停限产令' }) })
  await expect(panel).toContainText('没有停限产令')
  await panel.getByText('限产', { exact: true }).click()
  await expect(panel.getByLabel('功率不超过额定功率的 %')).toHaveValue('50')
  await panel.getByText('停产', { exact: true }).click()
  await panel.getByLabel('开始').fill('2020-08-30T00:00')
  await panel.getByLabel('结束').fill('2020-09-02T08:00')
  await panel.getByRole('combobox', { name: '生产线' }).click()
  await page.locator('.ant-select-item-option').first().click()
  await panel.getByLabel('文号').fill('长环停字〔2020〕3号')
  await panel.getByRole('button', { name: '下达' }).click()
  const order = panel.locator('[data-order]').first()
  await expect(order).toContainText('长环停字〔2020〕3号')
  await expect(order).toHaveAttribute('data-state', 'in_force')
  await accessible(page)
  await fits(page)
  await picture(page, 'order')
  await page.setViewportSize(PHONE)
  await fits(page)
  await picture(page, 'order-phone')
  await order.getByRole('button', { name: '解除' }).click()
  await page.getByRole('textbox', { name: '为什么解除' }).fill('预警解除')
  await page.getByRole('button', { name: '确定' }).click()
  await expect(order).toHaveAttribute('data-state', 'lifted')
  const { items } = await ask<Orders>(page, `/enterprises/${firm}/production-orders`)
  expect(items.map(({ state, lifted }) => [state, lifted])).toEqual([['lifted', '预警解除']])
  const events = await ask<object[]>(page, '/ledger/events?limit=500')
  expect(JSON.stringify(events)).toContain('register.put')
  await page.context().close()
})
