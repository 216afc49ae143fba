import { expect } from '@playwright/test'
import { test } from './city'
import { accessible, ask, DESK, fits, PHONE, picture, settled, signedIn } from './pages'

interface Book {
  kinds: { kind: string; shadow: string | null }[]
}

test('a rule is proposed with its bounds in sight, runs in shadow, and is taken back', async ({
  browser,
  city,
}) => {
  const page = await signedIn(browser, city, 'duty')
  await page.goto('/rules/exceedance_realtime')
  await page.getByRole('button', { name: '提出修改' }).click()
  const field = (code: string) => page.locator(`[aria-describedby="rule-hint-${code}"]`)
  const hold = field('realtime.hold_s')
  const submit = page.getByRole('button', { name: '提出并试运行' })

  await test.step('a value out of bounds cannot be sent', async () => {
    await hold.fill('0')
    await page.getByLabel('理由', { exact: true }).fill('瞬时波动误报')
    await expect(page.getByText('须在 60 至 7,200 之间')).toBeVisible()
    await expect(submit).toBeDisabled()
    await accessible(page)
    await picture(page, 'rules-form')
  })
  await test.step('what was typed survives a reload', async () => {
    await hold.fill('120')
    await page.reload()
    await page.getByRole('button', { name: '提出修改' }).click()
    await expect(hold).toHaveValue('120')
  })
  await test.step('values that contradict each other are refused with both named', async () => {
    const moderate = field('realtime.by_multiple.moderate')
    await moderate.fill('50')
    await submit.click()
    const refusal = page.getByRole('alert').filter({ hasText: 'realtime.by_multiple.serious' })
    await expect(refusal).toContainText('realtime.by_multiple.moderate')
    await moderate.fill('0.5')
  })

  await submit.click()
  const row = page.locator('tr[data-state=shadow]')
  await expect(row).toContainText('瞬时波动误报')
  const figure = page.locator('[data-figure=would-raise]')
  await expect(figure).toBeVisible()
  const book = await ask<Book>(page, '/rules')
  const id = book.kinds.find(({ kind }) => kind === 'exceedance_realtime')?.shadow ?? ''
  expect(id).toMatch(/^P-/)
  await test.step('on a desk and on a phone', async () => {
    for (const [name, size] of [
      ['rules-shadow', DESK],
      ['rules-shadow-phone', PHONE],
    ] as const) {
      await page.setViewportSize(size)
      await settled(page)
      await accessible(page)
      await fits(page)
      await picture(page, name)
    }
    await page.setViewportSize(DESK)
  })
  await test.step('a past day is judged again by it', async () => {
    const panel = page
      .locator('section, div')
      .filter({ has: page.getByRole('button', { name: '开始回溯' }) })
      .last()
    await page.getByLabel('开始日期').fill('2030-01-01')
    await expect(page.getByText('结束日期不能早于开始日期，也不能晚于今天')).toBeVisible()
    await expect(panel.getByRole('button', { name: '开始回溯' })).toBeDisabled()
    await page.getByLabel('开始日期').fill('2020-08-29')
    await page.getByRole('button', { name: '开始回溯' }).click()
    await expect(page.locator('[data-replay=done]')).toBeVisible({ timeout: 120_000 })
    await expect(page.locator('[data-figure=replay-readings] b')).not.toHaveText('0')
    await accessible(page)
    await picture(page, 'rules-replay')
  })
  await test.step('a leader sees from when on it may be activated', async () => {
    const leader = await signedIn(browser, city, 'leader')
    await leader.goto('/rules/exceedance_realtime')
    const acts = leader.locator(`tr[data-rule="${id}"]`)
    await expect(acts.getByRole('button', { name: '启用' })).toBeDisabled()
    await expect(acts).toContainText('起可启用')
    await leader.context().close()
  })
  await test.step('the ledger has it', async () => {
    await row.getByRole('button', { name: '停用' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('试运行结束')
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await expect(page.locator(`tr[data-rule="${id}"]`)).toHaveAttribute('data-state', 'over')
    await page.goto('/ledger')
    await expect(page.getByText('停用规则').first()).toBeVisible()
  })
  await page.context().close()
})
