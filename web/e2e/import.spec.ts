import { expect, type Page } from '@playwright/test'
import { firmOf, test } from './city'
import { accessible, ask, fits, outletOf, picture, signedIn } from './pages'
import { workbook } from './workbook'

test('a file with good and bad rows: seen before, imported, found, undone', async ({ browser, city }) => {
  const page = await signedIn(browser, city, 'duty')
  const outlet = await outletOf(page, firmOf(city))
  const rows = [
    '时间,排放口,非甲烷总烃(mg/m³)',
    `2020-08-20 08:00,${outlet},12.5`,
    `2020-08-20 09:00,${outlet},13.25`,
    '2020-08-20 10:00,no-such-outlet,14',
    `8/20/2020 11:00,${outlet},15`,
    `2020-08-20 12:00,${outlet},about 16`,
    `2020-08-20 13:00,${outlet},17.75`,
  ]
  await test.step('says what it would refuse, row by row and why', async () => {
    await open(page, '排放口', { name: '八月.csv', content: rows.join('\n') })
    await page.getByRole('button', { name: '检查' }).click()
    const result = panel(page, '检查结果')
    await expect(fact(result, '将入库')).toHaveText('3')
    await expect(fact(result, '拒收')).toHaveText('3')
    const refused = result.getByRole('table').first()
    for (const [row, why, text] of [
      ['4', '登记册中没有，或重名', 'no-such-outlet'],
      ['5', '时间写法无法确定', '8/20/2020 11:00'],
      ['6', '不是数字', 'about 16'],
    ] as const)
      await expect(refused.getByRole('row').filter({ hasText: text })).toContainText(
        new RegExp(`^${row}.*${why}`),
      )
    await accessible(page)
    await fits(page)
    await picture(page, 'import-rehearsal')
    const download = page.waitForEvent('download')
    await result.getByRole('button', { name: '下载全部拒收清单' }).click()
    expect((await download).suggestedFilename()).toBe('refusals.csv')
  })
  const past = panel(page, '历次导入')
  const imported = past.getByRole('row').filter({ hasText: '八月.csv' })
  await test.step('imports what is good', async () => {
    await page.getByRole('button', { name: '确认导入 3 个数据' }).click()
    await expect(imported).toContainText('已完成')
    await picture(page, 'import-done')
  })
  const records = `/monitoring/${outlet}?factor=a24088&data=hour&span=h24&to=2020-08-20T15:00:00%2B08:00`
  await test.step('the values are on the monitoring page', async () => {
    await page.goto(records)
    await page.getByText('数据表', { exact: true }).click()
    for (const [time, value] of [
      ['2020-08-20 08:00:00', '12.5'],
      ['2020-08-20 09:00:00', '13.25'],
      ['2020-08-20 13:00:00', '17.75'],
    ] as const)
      await expect(page.getByRole('row').filter({ hasText: time })).toContainText(value)
    await picture(page, 'import-records')
  })
  await test.step('undone with a reason, they stand no longer', async () => {
    await page.goto('/imports')
    await imported.getByRole('button', { name: '撤销' }).click()
    const form = page.getByRole('dialog', { name: /撤销导入/ })
    await expect(form.getByRole('button', { name: /撤\s?销/ })).toBeDisabled()
    await form.getByLabel('撤销理由').fill('文件属于另一个排放口')
    await form.getByRole('button', { name: /撤\s?销/ }).click()
    await expect(imported).toContainText('已撤销')
    await expect(imported).toContainText('撤回 3')
    await page.goto(records)
    await page.getByText('数据表', { exact: true }).click()
    // What was withdrawn is told as a record without a figure.
    const first = page.getByRole('row').filter({ hasText: '2020-08-20 08:00:00' })
    await expect(first).toContainText('—')
    await expect(first).not.toContainText('12.5')
    const events = await ask<{ kind: string }[]>(page, '/ledger/events?stream=imports')
    expect(events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['import.begun', 'import.ended', 'import.undone', 'import.withdrawn']),
    )
  })
  await page.context().close()
})

test('an Excel file: merged names are used, merged figures refused, formulas taken as kept', async ({
  browser,
  city,
}) => {
  const page = await signedIn(browser, city, 'duty')
  const { stations } = await ask<{ stations: { id: string }[] }>(page, '/map')
  const [first, second] = stations.map(({ id }) => id)
  if (!first || !second) throw new Error('the city has no two stations')
  const content = workbook(
    [
      ['时间', '站点', 'PM2.5(μg/m³)', 'CO(mg/m³)'],
      ['2020-08-19 08:00', first, 32, 0.5],
      [null, second, 35, null],
      ['2020-08-19 09:00', first, { formula: 'C2+1', kept: 33 }, { formula: 'D2+1' }],
    ],
    ['A2:A3', 'D2:D3'],
  )
  await open(page, '空气站', { name: '站点.xlsx', content })
  await page.getByRole('button', { name: '检查' }).click()
  const result = panel(page, '检查结果')
  await expect(fact(result, '将入库')).toHaveText('4')
  await expect(fact(result, '拒收')).toHaveText('2')
  const refused = result.getByRole('table').first()
  await expect(refused.getByRole('row').nth(1)).toContainText(/^3.*D.*数值在合并单元格中/)
  await expect(refused.getByRole('row').nth(2)).toContainText(/^4.*D.*公式没有保存结果/)
  await expect(result).toContainText('使用了公式保存的结果: 1')
  await expect(result).toContainText('名称或时间取自合并单元格: 1')
  await page.getByRole('button', { name: '确认导入 4 个数据' }).click()
  await expect(panel(page, '历次导入').getByRole('row').filter({ hasText: '站点.xlsx' })).toContainText(
    '已完成',
  )
  await page.context().close()
})

interface Given {
  name: string
  content: string | Buffer
}

/** Chooses a file on the page and says what it tells of. */
async function open(page: Page, kind: string, { name, content }: Given): Promise<void> {
  await page.goto('/imports')
  const buffer = Buffer.from(content)
  const mimeType = name.endsWith('.csv') ? 'text/csv' : 'application/octet-stream'
  await page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer })
  await page.getByLabel('内容', { exact: true }).click()
  await page.locator('.ant-select-item-option').filter({ hasText: kind }).click()
  await expect(page.getByRole('heading', { name: '各列含义' })).toBeVisible()
}

const panel = (page: Page, title: string) =>
  page.locator('.panel').filter({ has: page.getByRole('heading', { name: title, exact: true, level: 2 }) })

/** The value of a pair of name and value. */
const fact = (within: ReturnType<typeof panel>, name: string) =>
  within
    .locator('.facts > div')
    .filter({ has: within.page().getByText(name, { exact: true }) })
    .locator('dd')
