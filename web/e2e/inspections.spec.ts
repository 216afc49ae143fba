import { expect } from '@playwright/test'
import { test } from './city'
import { accessible, DESK, fits, PHONE, picture, settled, signedIn } from './pages'

test('the year shows who was spared a visit, each figure opens, and a dossier answers for one more', async ({
  browser,
  city,
}) => {
  const page = await signedIn(browser, city, 'duty')
  await test.step('562 are listed, 256 were spared a visit', async () => {
    await page.goto('/inspections/numbers')
    await expect(page.getByRole('link', { name: '正面清单在册 562' })).toBeVisible()
    await expect(page.getByRole('link', { name: '少上门 256' })).toBeVisible()
    await settled(page)
    await accessible(page)
    await fits(page)
    await picture(page, 'inspections-numbers')
    await page.getByRole('link', { name: '少上门 256' }).click()
    await expect(page.locator('[data-inspection]')).toHaveCount(100)
    await page.getByRole('button', { name: '再显示 100 条' }).click()
    await page.getByRole('button', { name: '再显示 56 条' }).click()
    await expect(page.locator('[data-inspection]')).toHaveCount(256)
    await page.locator('[data-inspection] a').first().click()
    await expect(page.getByRole('heading', { name: /^核查资料/ })).toBeVisible()
    await expect(page.getByRole('heading', { name: '缺项的核实情况' })).toBeVisible()
    await settled(page)
    await accessible(page)
    await picture(page, 'inspection-concluded')
  })
  await test.step('a dossier of the year so far says what nobody knows', async () => {
    await page.goto('/inspections?stage=off_site')
    await expect(page.locator('[data-inspection]')).toHaveCount(5)
    await page.locator('[data-inspection] a').first().click()
    await page.getByRole('button', { name: '汇集资料' }).click()
    await expect(page.getByText('信访举报：系统没有记录，情况不明').first()).toBeVisible()
    await settled(page)
    await accessible(page)
    await page.setViewportSize(PHONE)
    await fits(page)
    await picture(page, 'inspection-dossier-phone')
    await page.setViewportSize(DESK)
  })
  await test.step('every gap is settled in words before anything is concluded', async () => {
    const conclude = page.getByRole('button', { name: '作出结论' })
    await expect(conclude).toBeDisabled()
    const fields = page.locator('.inspection-form textarea')
    for (const field of await fields.all()) {
      await expect(conclude).toBeDisabled()
      await field.fill('已向企业和主管部门核实，没有异常')
    }
    await conclude.click()
    await expect(page.getByText('非现场检查完成').first()).toBeVisible()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Word' }).click()
    expect((await download).suggestedFilename()).toMatch(/^dossier-I-.*\.docx$/)
  })
  await test.step('a visit is recorded by those who were drawn', async () => {
    await page.goto('/inspections?stage=on_site')
    await page.locator('[data-inspection] a').first().click()
    await expect(page.getByRole('button', { name: '登记现场检查' })).toBeDisabled()
    await page.getByLabel('检查日期').fill('2020-08-28')
    await page.getByLabel('检查事项').click()
    await page.getByText('排污单位环境保护守法情况').click()
    await page.keyboard.press('Escape')
    await page.getByLabel('检查情况').fill('现场检查未发现问题')
    await accessible(page)
    await page.getByRole('button', { name: '登记现场检查' }).click()
    await expect(page.getByRole('heading', { name: '现场检查记录' })).toBeVisible()
    await settled(page)
    await picture(page, 'inspection-visited')
  })
  await page.context().close()
})
