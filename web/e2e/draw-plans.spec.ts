import { expect, test } from '@playwright/test'
import { Bureau } from './city'
import { accessible, fits, PHONE, picture, settled, signedIn } from './pages'

/** Four objects under key management and one of which nobody has said how its permit is managed. */
const OBJECTS = {
  name: '检查对象.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    [
      '统一社会信用代码,单位名称,区县,排污许可管理类别',
      '91430105MA4L00001T,星城彩印厂,开福区,重点管理',
      '91430100MA4L00001J,麓山食品厂,开福区,重点管理',
      '91430100MA4L00002M,湘江木器厂,开福区,',
    ].join('\r\n'),
  ),
}

test('a year is planned by rule or with a reason, approved by somebody else, and drawn by', async ({
  browser,
}) => {
  const bureau = new Bureau([
    {
      district: {
        code: '430105',
        name: '开福区',
        name_en: 'Kaifu',
        center: { longitude: 113.0, latitude: 28.25 },
      },
    },
  ])
  bureau.account('duty', 'duty_officer')
  bureau.account('leader', 'leader')
  const city = await bureau.serve('2020-08-30T08:00:00+08:00', 60)
  const duty = await signedIn(browser, city, 'duty')
  const leader = await signedIn(browser, city, 'leader')
  await test.step('the library gives the pools', async () => {
    await duty.goto('/libraries/imports')
    await duty.getByRole('radiogroup', { name: '文件内容' }).getByText('检查对象', { exact: true }).click()
    await duty.locator('input[type=file]').setInputFiles(OBJECTS)
    await duty.getByRole('button', { name: '导入 3 行' }).click()
    await expect(duty.getByText('✓ 已导入')).toBeVisible()
  })
  await test.step('what the rules ask for is filled in, and the rest needs a reason', async () => {
    await duty.goto('/draws/plans')
    await expect(duty.getByText('还没有抽查计划')).toBeVisible()
    await duty.getByRole('button', { name: '拟订计划' }).click()
    await expect(duty.getByLabel('重点管理单位 第 3 季度')).toHaveValue('1')
    await duty.getByLabel('未明确管理类别单位 第 4 季度').fill('1')
    await expect(duty.getByRole('button', { name: '提交批准' })).toBeDisabled()
    await duty.getByLabel('未明确管理类别单位 理由').fill('年底前补查')
    await settled(duty)
    await accessible(duty)
    await fits(duty)
    await picture(duty, 'draw-plan-draft')
    await duty.getByRole('button', { name: '提交批准' }).click()
    await expect(duty.getByText('待批准（第 1 稿）').first()).toBeVisible()
    await expect(duty.getByRole('button', { name: /批\s?准/ })).toHaveCount(0)
  })
  await test.step('somebody else approves it', async () => {
    await leader.goto('/draws/plans')
    await leader.getByRole('button', { name: /^批\s?准$/ }).click()
    await expect(leader.getByText('执行中（第 1 稿）').first()).toBeVisible()
  })
  await test.step('a draw is opened under it and finds what is left', async () => {
    await duty.goto('/draws')
    await duty.getByRole('button', { name: '新建抽取' }).click()
    const form = duty.locator('.panel').filter({ has: duty.getByRole('heading', { name: '新建抽取' }) })
    await form.getByLabel('事由编号').fill('2020-under-plan')
    await form.getByLabel('名称', { exact: true }).fill('计划内抽查')
    await form.getByLabel('检查首日').fill('2020-09-01')
    await form.getByLabel('检查末日').fill('2020-09-30')
    await form.getByRole('combobox', { name: '抽查计划' }).click()
    await duty.getByText('2020 年计划', { exact: true }).click()
    await form.getByText('drand 信标').click()
    await form.getByRole('button', { name: '新建抽取' }).click()
    await duty.getByRole('link', { name: '2020-under-plan' }).click()
    await duty.getByRole('button', { name: '取自名录库' }).click()
    await expect(duty.locator('[data-quota="key"]')).toContainText('按计划第 1 稿')
    await expect(duty.locator('[data-quota="key"]')).toContainText('应抽 1 家，已抽 0 家，还应抽 1 家')
    await expect(duty.getByRole('group', { name: 'key' }).getByLabel('依据')).toHaveValue(/^2020年抽查计划/)
  })
  await test.step('the plan fits desk and phone', async () => {
    await duty.goto('/draws/plans')
    const key = duty.locator('[data-pool="key"]')
    await expect(key).toContainText('0 / 1')
    await settled(duty)
    await accessible(duty)
    await fits(duty)
    await picture(duty, 'draw-plan')
    await duty.setViewportSize(PHONE)
    await fits(duty)
    await picture(duty, 'draw-plan-phone')
  })
  await duty.context().close()
  await leader.context().close()
  await city.stop()
  bureau.remove()
})
