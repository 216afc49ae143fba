import { expect, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { test } from './city'
import { accessible, fits, picture, signedIn } from './pages'

const QUERY = `select district, count(*) as enterprises
from enterprises group by district order by district`

test('a query runs, is drawn, saved, shared and exported', async ({ browser, city }) => {
  const page = await signedIn(browser, city, 'leader')
  await page.goto('/lab')
  const text = page.getByRole('textbox', { name: '查询语句' })
  await test.step('runs by keyboard', async () => {
    await text.fill(QUERY)
    await page.keyboard.press('Control+Enter')
    const rows = page.getByRole('region', { name: '结果' }).getByRole('row')
    await expect(rows.first()).toContainText('enterprises')
    // Nine districts and the heading.
    await expect(rows).toHaveCount(10)
    await accessible(page)
    await fits(page)
    await picture(page, 'lab-result')
  })
  await test.step('as bars', async () => {
    await page.getByText('柱状图', { exact: true }).click()
    await expect(page.locator('.lab-chart canvas')).toBeVisible()
    await accessible(page)
    await picture(page, 'lab-chart')
  })
  await test.step('as a file', async () => {
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出 CSV' }).click()
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split(/\r?\n/)
    expect(lines[0]).toContain('district,enterprises')
    expect(lines).toHaveLength(10)
  })
  await test.step('saved under a name, found again after a reload', async () => {
    await page.getByRole('button', { name: /^保\s?存$/ }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('名称').fill('各区县企业数')
    await page.keyboard.press('Enter')
    await expect(form).toHaveCount(0)
    await page.reload()
    await text.fill('select 1')
    await page.getByRole('button', { name: '各区县企业数' }).click()
    await expect(text).toHaveValue(QUERY)
  })
  await page.context().close()
})

test('a hostile query is refused or cut, in words that say why', async ({ browser, city }) => {
  const page = await signedIn(browser, city, 'leader')
  await page.goto('/lab')
  await test.step('what writes is refused', async () => {
    await run(page, 'drop table readings')
    await expect(page.getByRole('alert')).toContainText('只能')
    await picture(page, 'lab-refused')
  })
  await test.step('a mistake is shown where it is', async () => {
    await run(page, 'select wrong_name from enterprises')
    await expect(page.getByRole('alert')).toContainText('wrong_name')
  })
  await test.step('what would never end is cancelled with Escape', async () => {
    await run(page, 'select count(*) from readings a cross join readings b cross join readings c')
    await expect(page.getByText(/执行中/)).toBeVisible()
    await page.getByRole('textbox', { name: '查询语句' }).press('Escape')
    await expect(page.getByText(/执行中/)).toHaveCount(0)
    // The server goes on answering.
    await run(page, 'select 1 as one')
    await expect(page.getByRole('region', { name: '结果' }).getByRole('row')).toHaveCount(2)
  })
  await page.context().close()
})

async function run(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: '查询语句' }).fill(text)
  await page.getByRole('button', { name: '执行' }).click()
}
