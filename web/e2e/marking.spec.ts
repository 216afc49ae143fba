import { expect, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { firmOf, test } from './city'
import { accessible, ask, fits, outletOf, PHONE, PHOTO, picture, settled, signedIn } from './pages'

/** Other bytes than in other stories: a file is known by its content and keeps the name that it came with first. */
const LEDGER = Buffer.concat([PHOTO, Buffer.from('ledger')])

/** A day that can be marked with eight hours begun: today, or in the small hours the day before. */
async function openDay(page: Page): Promise<string> {
  const { now } = await ask<{ now: string }>(page, '/server')
  const china = (millis: number) => new Date(millis + 8 * 3_600_000).toISOString()
  const moment = Date.parse(now)
  return china(moment - (Number(china(moment).slice(11, 13)) < 8 ? 86_400_000 : 0)).slice(0, 10)
}

test('an enterprise marks hours of its data, and its branch contests that', async ({ browser, city }) => {
  const firm = await signedIn(browser, city, 'enterprise', PHONE)
  const day = await openDay(firm)
  const outlet = await outletOf(firm, firmOf(city))
  const strip = firm.locator('.strip').first()
  const form = firm.getByRole('form', { name: '标记小时' })
  const marking = firm.locator('.marking').first()

  await test.step('the day, with the deadline in words', async () => {
    await firm.getByRole('navigation', { name: '主导航' }).getByText('标记').click()
    await expect(firm.getByRole('heading', { level: 1, name: '昨日数据' })).toBeVisible()
    await expect(firm.locator('.deadline')).toContainText(/距标记截止还有|已于/)
    await expect(firm.locator('.deadline')).toContainText('示例')
    // The city tells its history first: the day before is in it.
    await expect(firm.locator('.strip-notice')).toHaveCount(0, { timeout: 300_000 })
    await firm.goto(`/markings/${day}`)
    await expect(strip).toContainText('限值')
    await expect(firm.getByText('这一天的标记')).toBeVisible()
    await settled(firm)
    await accessible(firm)
    await fits(firm)
    await picture(firm, 'phone-marking')
  })

  await test.step('hours are chosen with the keyboard and marked', async () => {
    const first = firm.getByRole('button', { name: '0 时', exact: true })
    await first.focus()
    await firm.keyboard.press('Enter')
    await firm.keyboard.press('Shift+ArrowRight')
    await firm.keyboard.press('Shift+ArrowRight')
    await expect(firm.getByRole('button', { name: '2 时', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
    await form.getByRole('button', { name: '提交标记' }).click()
    await expect(form.getByRole('alert').first()).toContainText('请选择小时、种类并填写理由')
    await form.getByLabel('热启动').check()
    await expect(form.getByRole('status')).toContainText('所选 3 小时，按时限前 2 小时不计超标')
    await form.getByLabel('理由').fill('夜间停机后重新开机，见运行台账')
    await form
      .locator('input[type=file]')
      .setInputFiles({ name: '台账.png', mimeType: 'image/png', buffer: LEDGER })
    await expect(form.getByText('台账.png')).toBeVisible()
    await accessible(firm)
    await fits(firm)
    await picture(firm, 'phone-marking-form')
    await form.getByRole('button', { name: '提交标记' }).click()
    await expect(marking).toContainText('3 小时；不计超标 2 小时')
    await expect(marking).toContainText('超过时限，照计')
    await expect(form).toHaveCount(0)
  })

  await test.step('what is marked already is refused, and nothing typed is lost', async () => {
    await firm.locator('[data-hour="1"].hour').first().click()
    await firm.locator('[data-hour="0"].hour').first().click()
    await expect(strip.locator('button[aria-pressed=true]')).toHaveText(['0', '1'])
    await form.getByLabel('设备故障').check()
    await form.getByLabel('理由').fill('采样管脱落')
    await form.getByRole('button', { name: '提交标记' }).click()
    await expect(form.getByRole('alert')).toContainText('重叠')
    await expect(form.getByLabel('理由')).toHaveValue('采样管脱落')
    await form.getByRole('button', { name: '取消' }).click()
  })

  await test.step('a marking is changed by dragging over fewer hours', async () => {
    await marking.getByRole('button', { name: '修改' }).click()
    await expect(form.getByLabel('理由')).toHaveValue('夜间停机后重新开机，见运行台账')
    const from = await firm.locator('[data-hour="0"].hour').first().boundingBox()
    const to = await firm.locator('[data-hour="1"].hour').first().boundingBox()
    if (!from || !to) throw new Error('the strip is not drawn')
    await firm.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await firm.mouse.down()
    await firm.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 })
    await firm.mouse.up()
    await form.getByRole('button', { name: '保存修改' }).click()
    await expect(marking).toContainText('2 小时；不计超标 2 小时')
    await expect(marking).toContainText('待复核')
  })

  await test.step('the bureau sees the day of the city, and contests the marking', async () => {
    const duty = await signedIn(browser, city, 'duty')
    await duty.goto(`/markings/${day}`)
    const row = duty.locator(`tr[data-outlet="${outlet}"]`)
    await duty.getByLabel('企业或排放口').fill(outlet)
    await duty.keyboard.press('Enter')
    await expect(row).toContainText('已标记')
    await settled(duty)
    await accessible(duty)
    await fits(duty)
    await picture(duty, 'marking-day')
    const download = duty.waitForEvent('download')
    await duty.getByRole('link', { name: '导出 CSV' }).click()
    const csv = readFileSync(await (await download).path(), 'utf8')
    expect(csv).toContain('标记情况')
    expect(csv).toContain(outlet)
    await row.getByRole('button', { name: '1 个待复核' }).click()
    const item = duty.locator('.marking').first()
    await item.getByRole('button', { name: '质疑' }).click()
    const dialog = duty.getByRole('dialog')
    await dialog.getByLabel('质疑标记的理由').fill('电表显示当时没有开机')
    await dialog.getByLabel(/疑似虚假标记/).check()
    await dialog.getByRole('button', { name: '确定' }).click()
    await expect(item).toContainText('疑似虚假标记')
    await expect(item).toContainText('标记被质疑，照计')
    await expect(dialog).toHaveCount(0)
    await accessible(duty)
    await picture(duty, 'marking-contested')
    await duty.getByRole('button', { name: '切换到英文' }).click()
    await settled(duty)
    await fits(duty)
    await picture(duty, 'marking-day-en')
    await duty.context().close()
  })

  await test.step('the enterprise reads why, and can change it no more', async () => {
    await firm.reload()
    await expect(marking).toContainText('电表显示当时没有开机')
    await expect(marking.getByRole('button', { name: '修改' })).toHaveCount(0)
    await firm.getByRole('button', { name: '切换到英文' }).click()
    await settled(firm)
    await accessible(firm)
    await fits(firm)
    await picture(firm, 'phone-marking-en')
  })
  await firm.context().close()
})

test('an exceedance stands beside what its enterprise marked, and only what the limit excuses does not count', async ({
  browser,
  city,
}) => {
  const duty = await signedIn(browser, city, 'duty')
  await expect(duty.locator('.strip-notice')).toHaveCount(0, { timeout: 300_000 })
  const day = await openDay(duty)
  const outlet = await outletOf(duty, firmOf(city))
  await test.step('three hours over the limit raise an alarm', async () => {
    const means = [72.5, 88.1, 61.3, 20].map((mean, index) => `${day} 0${4 + index}:00,${outlet},${mean}`)
    await duty.goto('/imports')
    await duty.locator('input[type=file]').setInputFiles({
      name: '点火.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['时间,排放口,非甲烷总烃(mg/m³)', ...means].join('\n')),
    })
    await duty.getByLabel('内容', { exact: true }).click()
    await duty.locator('.ant-select-item-option').filter({ hasText: '排放口' }).click()
    await duty.getByRole('button', { name: '检查' }).click()
    await duty.getByRole('button', { name: '确认导入 4 个数据' }).click()
    await expect(duty.getByRole('row').filter({ hasText: '点火.csv' })).toContainText('已完成')
  })
  await test.step('the enterprise marks them', async () => {
    const firm = await signedIn(browser, city, 'enterprise')
    await firm.goto(`/markings/${day}`)
    await expect(firm.locator('.outlet-day')).toContainText('3 个小时均值超限')
    await firm.locator('[data-hour="4"].hour').click()
    await firm.locator('[data-hour="6"].hour').click()
    const form = firm.getByRole('form', { name: '标记小时' })
    await form.getByLabel('冷启动').check()
    await form.getByLabel('理由').fill('检修后点火')
    await form.getByRole('button', { name: '提交标记' }).click()
    await expect(firm.locator('.outlet-day')).toContainText('其中 2 个按标记不计')
    await settled(firm)
    await picture(firm, 'marking-enterprise')
    await firm.context().close()
  })
  await test.step('the alarm is there, and shows which hours count', async () => {
    const alarms = () =>
      ask<{ items: { id: string; kind: string; subject: { id: string } }[] }>(
        duty,
        '/alarms?state=all&limit=200',
      )
    const ours = async () =>
      (await alarms()).items.find((one) => one.kind === 'exceedance_hour' && one.subject.id === outlet)
    await expect.poll(ours, { timeout: 120_000 }).toBeDefined()
    await duty.goto(`/alarms/${(await ours())?.id ?? ''}`)
    const panel = duty.locator('.alarm-markings')
    await expect(panel).toContainText('这次超标的小时部分按标记规则不计，其余照计')
    await expect(panel.getByRole('row').filter({ hasText: '06:00' })).toContainText('超过时限，照计')
    await expect(panel.getByRole('row').filter({ hasText: '04:00' })).toContainText('不计超标')
    await panel.scrollIntoViewIfNeeded()
    await settled(duty)
    await accessible(duty)
    await fits(duty)
    await picture(duty, 'alarm-marking')
  })
  await duty.context().close()
})
