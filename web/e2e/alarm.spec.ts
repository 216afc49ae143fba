import { expect, type Page } from '@playwright/test'
import { accountOf, firmOf, test, type City } from './city'
import { accessible, DESK, fits, PHONE, PHOTO, picture, settled, signedIn } from './pages'

test.describe.configure({ mode: 'serial' })

let city: City
test.beforeAll(({ city: standing }) => {
  city = standing
})

const KIND = '生产开、治理停'
const FINDINGS = '9时12分到达，1号印刷机运行，治理设施控制柜处于停机状态，现场负责人承认未开启。'

const branch = () => {
  const account = city.accounts.find(({ role }) => role === 'branch_officer')
  if (!account) throw new Error('the demo has no branch officer')
  return account
}

const passwordOf = (login: string) => accountOf(city, login).password

test('sign-in refuses a wrong password and says so', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: city.http, viewport: DESK })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel('账号').fill('duty')
  await page.getByLabel('密码', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('alert')).toContainText('账号或密码不正确')
  await accessible(page)
  await picture(page, 'sign-in')
  await context.close()
})

test('from the alarm on the map to the hand-on, each in their role', async ({ browser }) => {
  const duty = await signedIn(browser, city, 'duty')
  const alarm = await test.step('the alarm appears on the map without a reload', () => appears(duty))
  await test.step('the duty officer assigns it', () => assign(duty, alarm))

  const phone = await signedIn(browser, city, branch().login, PHONE)
  await test.step('the branch officer puts it aside for a while, on the phone', () => putAside(phone, alarm))
  await test.step('and accepts it', () => accept(phone, alarm))
  await test.step('verifies with a note and a photo; typing survives a reload', () => verify(phone, alarm))

  await test.step('the enterprise sees what was found', async () => {
    const enterprise = await signedIn(browser, city, 'enterprise')
    await enterprise.goto(`/alarms/${alarm}`)
    await expect(enterprise.getByRole('heading', { name: '核查结论' })).toBeVisible()
    await expect(enterprise.getByText('违法行为').first()).toBeVisible()
    // What officers write for each other is not for the enterprise.
    await expect(enterprise.getByText(FINDINGS)).toHaveCount(0)
    await accessible(enterprise)
    await picture(enterprise, 'enterprise-alarm')
    await enterprise.goto('/ledger')
    await expect(enterprise.getByText('您的角色看不到这个页面')).toBeVisible()
    await enterprise.context().close()
  })
  await test.step('the duty officer hands it on', () => handOn(duty, alarm))
  await test.step('the ledger verifies, on the server and in the browser', () => ledger(duty, alarm))
  await duty.context().close()
  await phone.context().close()
})

async function appears(page: Page): Promise<string> {
  await expect(page).toHaveURL(/\/map/)
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }))
  const strip = page.getByRole('region', { name: '未办结预警' })
  const entry = strip.locator('li', { has: page.getByRole('link', { name: KIND }) }).first()
  await expect(entry).toBeVisible({ timeout: 300_000 })
  expect(await page.evaluate(() => 'neverReloaded' in window)).toBe(true)
  await accessible(page)
  await fits(page)
  await picture(page, 'map')
  await entry.getByRole('button').click()
  await expect(page.locator('.map-drawer')).toContainText(KIND)
  await expect(page).toHaveURL(new RegExp(`at=enterprise(:|%3A)${firmOf(city)}`))
  await page.waitForTimeout(600) // The map's own movement, for the picture only.
  await picture(page, 'map-drawer')
  const link = entry.getByRole('link', { name: KIND })
  const id = (await link.getAttribute('href'))?.split('/').at(-1)
  if (!id) throw new Error('the alarm has no address')
  await link.click()
  await expect(page).toHaveURL(new RegExp(`/alarms/${id}$`))
  return id
}

async function assign(page: Page, alarm: string): Promise<void> {
  await page.goto(`/alarms/${alarm}`)
  await expect(page.locator('.time-chart canvas').first()).toBeVisible()
  await accessible(page)
  await fits(page)
  await picture(page, 'alarm')
  await page.getByText('期限从何而来').click()
  await picture(page, 'alarm-due-why')
  await page.getByRole('button', { name: '交办', exact: true }).click()
  const form = page.getByRole('form', { name: '交办' })
  await form.getByLabel('承办人').click()
  await page.locator('.ant-select-item-option').filter({ hasText: branch().name }).click()
  await expect(form).toContainText(branch().name)
  await form.getByLabel('说明').fill('请立即到场核查，重点看治理设施电源与阀门。')
  await form.getByRole('button', { name: '交办' }).click()
  await expect(form).toHaveCount(0)
  await expect(page.getByText('请立即到场核查').first()).toBeVisible()
}

async function putAside(page: Page, alarm: string): Promise<void> {
  await page.goto(`/alarms/${alarm}`)
  await page.getByRole('button', { name: '暂缓提醒', exact: true }).click()
  const form = page.getByRole('form', { name: '暂缓提醒' })
  await expect(form).toContainText('办理时限照常计算')
  await form.getByRole('radio', { name: /最长/ }).check()
  await form.getByRole('button', { name: '暂缓提醒' }).click()
  await expect(form.getByRole('alert')).toHaveText('请填写此项')
  await form.getByLabel('暂缓理由').fill('在途，四十分钟后到场。')
  await accessible(page)
  await fits(page)
  await picture(page, 'phone-snooze')
  await form.getByRole('button', { name: '暂缓提醒' }).click()
  const note = page.locator('.snooze-note')
  await expect(note).toContainText('在途，四十分钟后到场。')
  await expect(page.locator('.step-snoozed')).toHaveCount(1)
  await picture(page, 'phone-snoozed')
  await page.goto('/alarms?snoozed=true')
  await expect(page.locator('.snoozed').first()).toContainText('暂缓至')
  await picture(page, 'phone-snoozed-list')
  await page.goto('/alarms?mine=true')
  await expect(page.getByRole('button', { name: '轮到我办的' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.locator(`a[href="/alarms/${alarm}"]`)).toHaveCount(0)
  await page.goto(`/alarms/${alarm}`)
  await page.getByRole('button', { name: '结束暂缓', exact: true }).click()
  await expect(note).toHaveCount(0)
}

async function accept(page: Page, alarm: string): Promise<void> {
  await page.getByRole('link', { name: '预警', exact: true }).click()
  await expect(page.getByRole('link', { name: KIND }).first()).toBeVisible()
  await accessible(page)
  await fits(page)
  await picture(page, 'phone-alarms')
  await page.goto(`/alarms/${alarm}`)
  // A double click is one act: one step, no error.
  await page.getByRole('button', { name: '接收', exact: true }).dblclick()
  await expect(page.getByRole('button', { name: '填写核查' })).toBeVisible()
  await expect(page.locator('.step-accepted')).toHaveCount(1)
  await expect(page.locator('.note-problem')).toHaveCount(0)
}

async function verify(page: Page, alarm: string): Promise<void> {
  await page.getByRole('button', { name: '填写核查' }).click()
  await page.getByLabel('核查记录').fill(FINDINGS)
  await page.reload()
  await page.getByRole('button', { name: '填写核查' }).click()
  await expect(page.getByLabel('核查记录')).toHaveValue(FINDINGS)
  await page.getByRole('button', { name: '提交核查' }).click()
  await expect(page.getByText('请填写此项')).toBeVisible()
  await page.getByRole('radio', { name: /违法行为/ }).check()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: PHOTO })
  await expect(page.getByRole('img', { name: '现场.png' })).toBeVisible()
  await accessible(page)
  await fits(page)
  await picture(page, 'phone-verify')
  await page.getByRole('button', { name: '提交核查' }).click()
  await expect(page.getByRole('heading', { name: '核查结论' })).toBeVisible()
  await page.goto(`/alarms/${alarm}`)
  await expect(page.getByRole('img', { name: '现场.png' }).first()).toBeVisible()
  await picture(page, 'phone-alarm')
}

async function handOn(page: Page, alarm: string): Promise<void> {
  await page.goto(`/alarms/${alarm}`)
  await page.getByRole('button', { name: '移交', exact: true }).click()
  const form = page.getByRole('form', { name: '移交' })
  await form.getByLabel('说明').fill('事实清楚，移交立案审查。')
  await form.getByRole('button', { name: '移交' }).click()
  await expect(page.locator('.page-head .stage-handed_on')).toBeVisible()
  await accessible(page)
  await picture(page, 'alarm-handed-on')
}

async function ledger(page: Page, alarm: string): Promise<void> {
  await page.locator('.step-handed_on').getByRole('link').click()
  await expect(page).toHaveURL(/\/ledger\?event=\d+/)
  await expect(page.locator('.ledger-event')).toContainText('事实清楚')
  await page.getByRole('button', { name: '在浏览器中核验这一条' }).click()
  await expect(page.getByText(/第 [\d,]+ 条确在 [\d,]+ 条的账本中/)).toBeVisible()
  await page.getByRole('button', { name: '核验整本账' }).click()
  await expect(page.getByText(/核验通过/)).toBeVisible()
  await expect(page.getByRole('link', { name: `alarm/${alarm}` }).first()).toBeVisible()
  await accessible(page)
  await fits(page)
  await picture(page, 'ledger')
}

test('who is signed out by time is told so, and can go on', async ({ browser }) => {
  const page = await signedIn(browser, city, 'duty')
  await page.goto('/alarms?state=all')
  await expect(page).toHaveTitle('预警 · 泾渭')
  await page.context().clearCookies()
  // Whatever the page asks next is refused.
  await page.getByRole('textbox', { name: '企业、排放口或编号' }).fill('彩印')
  await expect(page.getByText('登录已过期')).toBeVisible()
  await page.getByLabel('账号').fill('duty')
  await page.getByLabel('密码', { exact: true }).fill(passwordOf('duty'))
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('heading', { name: '预警', level: 1 })).toBeVisible()
  await settled(page)
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible()
  await page.getByRole('button', { name: /陈值班/ }).click()
  await page.getByRole('menuitem', { name: '退出' }).click()
  await expect(page.getByLabel('密码', { exact: true })).toBeVisible()
  await expect(page.getByText('登录已过期')).toHaveCount(0)
  await page.context().close()
})
