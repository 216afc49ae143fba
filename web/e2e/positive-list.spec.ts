import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Bureau } from './city'
import { accessible, DESK, fits, PHONE, picture, settled, signedIn } from './pages'

const FIRM = '91430105MA4L00001T'

/** A printing firm whose power is metered. */
function register(): unknown[] {
  const place = { longitude: 113.0, latitude: 28.25 }
  const named = (name: string, name_en: string) => ({ name, name_en })
  return [
    { district: { code: '430105', ...named('开福区', 'Kaifu'), center: place } },
    {
      enterprise: {
        code: FIRM,
        ...named('星城彩印厂', 'Starcity Printing'),
        trade_code: 'C2319',
        trade: '包装装潢及其他印刷',
        trade_en: 'Printing',
        district: '430105',
        place,
      },
    },
    { line: { id: `${FIRM}-L1`, enterprise: FIRM, ...named('凹印线', 'Gravure line') } },
    { meter: { id: 'M-L1', enterprise: FIRM, target: { line: `${FIRM}-L1` } } },
  ]
}

/** What the library says; of the bureau's records nothing, unless it is given. */
const library = (record: string) => ({
  name: '检查对象.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    `\ufeff统一社会信用代码,单位名称,区县,排污许可管理类别,执法记录截至,处罚日期\n${FIRM},星城彩印厂,开福区,简化管理,${record}\n`,
  ),
})

async function bring(page: Page, record: string): Promise<void> {
  await page.goto('/libraries/imports')
  await page.locator('input[type=file]').setInputFiles(library(record))
  await page.getByRole('button', { name: '导入 1 行' }).click()
  await expect(page.getByText('✓ 已导入')).toBeVisible()
}

const criterion = (page: Page, rule: string) => page.locator(`[data-criterion="${rule}"]`)

test('an enterprise comes on the positive list in public, and off it by a person', async ({ browser }) => {
  const bureau = new Bureau(register())
  bureau.account('duty', 'duty_officer')
  bureau.account('kaifu', 'branch_officer', '--district', '430105')
  bureau.account('firm', 'enterprise_user', '--enterprise', FIRM)

  const monday = await bureau.serve('2020-08-31T09:00:00+08:00', 60)
  const duty = await signedIn(browser, monday, 'duty')
  await bring(duty, ',')
  await test.step('the enterprise sees what the machine knows, and proposes itself', async () => {
    const firm = await signedIn(browser, monday, 'firm')
    await firm.goto('/positive-list')
    await expect(firm.getByText('清单中还没有企业')).toBeVisible()
    await expect(firm.getByText('列入清单不等于免于监管')).toBeVisible()
    await firm.getByRole('button', { name: '提出列入' }).click()
    const form = firm
      .locator('.panel')
      .filter({ has: firm.getByRole('heading', { name: '提出列入正面清单' }) })
    await form.getByRole('combobox', { name: '类别' }).click()
    await firm.getByText('3 · 污染小、吸纳就业多的企业').click()
    await form.getByRole('button', { name: '核对条件' }).click()
    await expect(criterion(firm, 'light-permit')).toContainText('符合')
    await expect(criterion(firm, 'no-penalty')).toContainText('不明')
    await expect(criterion(firm, 'no-penalty')).toContainText('名录库中没有这项信息')
    await form.getByLabel('理由').fill('用工 300 人，水性油墨，排放少')
    await accessible(firm)
    await fits(firm)
    await picture(firm, 'positive-list-propose')
    await form.getByRole('button', { name: '提出', exact: true }).click()
    await expect(firm.locator(`[data-listed="${FIRM}"]`)).toContainText('待审核')
    await firm.context().close()
  })
  await test.step('the reviewer says how each unknown was settled', async () => {
    await duty.goto(`/positive-list/${FIRM}`)
    const approve = duty.getByRole('button', { name: '通过并开始公示' })
    await expect(approve).toBeDisabled()
    for (const name of ['行政处罚', '突发环境事件', '弄虚作假'])
      await duty.getByLabel(new RegExp(`${name}.*核实情况`)).fill('查阅执法档案，没有记录')
    await settled(duty)
    await accessible(duty)
    await fits(duty)
    await approve.scrollIntoViewIfNeeded()
    await picture(duty, 'positive-list-review')
    await approve.click()
    await expect(duty.locator(`[data-listed="${FIRM}"]`)).toContainText('公示至 2020-09-09 17:00')
  })
  await test.step('everybody reads who is on notice', async () => {
    const context = await browser.newContext({ viewport: DESK, baseURL: monday.http })
    const stranger = await context.newPage()
    await stranger.goto('/public/positive-list')
    await expect(stranger.locator(`[data-public="${FIRM}"]`)).toContainText('公示至 2020-09-09 17:00')
    await expect(stranger.getByText('清单中目前没有企业')).toBeVisible()
    await accessible(stranger)
    await fits(stranger)
    await picture(stranger, 'positive-list-public')
    await stranger.setViewportSize(PHONE)
    await fits(stranger)
    await picture(stranger, 'positive-list-public-phone')
    await context.close()
  })
  await test.step('an objection is taken down by the branch and answered by the bureau', async () => {
    const kaifu = await signedIn(browser, monday, 'kaifu')
    await kaifu.goto(`/positive-list/${FIRM}`)
    await kaifu.getByLabel('异议内容').fill('夜间有油墨气味')
    await kaifu.getByRole('button', { name: '登记异议' }).click()
    await expect(kaifu.locator(`[data-listed="${FIRM}"]`)).toContainText('1 条异议待处理')
    await kaifu.context().close()
    await duty.reload()
    await duty.getByLabel('核实结论').fill('两次夜间巡查均无异味')
    await duty.getByRole('button', { name: '异议不成立' }).click()
    await expect(duty.getByText('异议不成立 · 两次夜间巡查均无异味')).toBeVisible()
  })
  await duty.context().close()
  await monday.stop()

  const later = await bureau.serve('2020-09-10T09:00:00+08:00', 60)
  const page = await signedIn(browser, later, 'duty')
  await test.step('after the notice it is entered, and marked wherever it appears', async () => {
    await page.goto(`/positive-list/${FIRM}`)
    await page.getByRole('button', { name: '列入清单' }).click()
    await expect(page.locator(`[data-listed="${FIRM}"]`)).toContainText('有效期至 2021-09-09')
    await settled(page)
    await accessible(page)
    await fits(page)
    await picture(page, 'positive-list-listed')
    for (const [address, name] of [
      ['/enterprises', 'positive-list-enterprises'],
      [`/enterprises/${FIRM}`, 'positive-list-enterprise'],
      [`/map?at=enterprise:${FIRM}`, 'positive-list-map'],
    ] as const) {
      await page.goto(address)
      await expect(page.getByText('正面清单 3 类 · 免除现场检查').first()).toBeVisible()
      await settled(page)
      await fits(page)
      await picture(page, name)
    }
  })
  await test.step('where it was drawn the record says: off-site first', async () => {
    const file = resolve(import.meta.dirname, '../../docs/draw-vectors.json')
    const vectors = JSON.parse(readFileSync(file, 'utf8')) as { records: { record: unknown }[] }
    // Whose record it is does not matter here: the mark stands beside an object of that code.
    const record = JSON.stringify(vectors.records[0]?.record).replaceAll('general-012', FIRM)
    await page.goto('/public/draws')
    await page
      .getByLabel('公示的抽查记录')
      .setInputFiles({ name: 'r.json', mimeType: 'application/json', buffer: Buffer.from(record) })
    await page.getByRole('button', { name: '核验', exact: true }).click()
    const row = page.locator('tr').filter({ hasText: FIRM }).first()
    await expect(row).toContainText('正面清单 3 类 · 先非现场')
    await row.scrollIntoViewIfNeeded()
    await picture(page, 'positive-list-drawn')
  })
  await test.step('a condition breaks: the machine proposes removal, a person decides', async () => {
    await bring(page, '2020-09-09,2020-09-01')
    await page.goto(`/positive-list/${FIRM}`)
    await page.getByRole('button', { name: '重新核对在册企业' }).click()
    await expect(page.getByText('新提出移出建议 1 项')).toBeVisible()
    await expect(page.getByText('系统核对发现条件不再符合')).toBeVisible()
    await expect(criterion(page, 'no-penalty').first()).toContainText('2020-09-01')
    await settled(page)
    await accessible(page)
    await page.getByText('系统核对发现条件不再符合').scrollIntoViewIfNeeded()
    await picture(page, 'positive-list-removal')
    await page.getByRole('radiogroup', { name: '办理' }).getByText('移出清单').click()
    await page.getByLabel('移出的理由').fill('2020年9月1日受到行政处罚')
    await page.getByRole('button', { name: '移出清单' }).click()
    await expect(page.locator(`[data-listed="${FIRM}"]`)).toContainText('已移出')
    await expect(page.locator('.step').first()).toContainText('移出清单')
  })
  await test.step('in English, and on a phone', async () => {
    await page.getByRole('button', { name: '切换到英文' }).click()
    await expect(page.locator(`[data-listed="${FIRM}"]`)).toContainText('Removed')
    await fits(page)
    await picture(page, 'positive-list-en')
    await page.setViewportSize(PHONE)
    await fits(page)
    await accessible(page)
    await picture(page, 'positive-list-phone')
  })
  await page.context().close()
  await later.stop()
  bureau.remove()
})
