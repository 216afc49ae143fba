import { expect, test, type Page } from '@playwright/test'
import { Bureau } from './city'
import { accessible, fits, PHONE, picture, settled, signedIn } from './pages'

const LOGGERS = 24

/** Loggers that nobody will hear: to the server it is as if a line were cut. */
function register(): unknown[] {
  const place = { longitude: 113.0, latitude: 28.25 }
  const named = (name: string, name_en: string) => ({ name, name_en })
  const entries: unknown[] = [
    { district: { code: '430105', ...named('开福区', 'Kaifu'), center: place } },
    { district: { code: '430111', ...named('雨花区', 'Yuhua'), center: place } },
    {
      enterprise: {
        code: '91430105MA4L00001T',
        ...named('测试热电', 'Test Heat'),
        trade_code: 'D4430',
        trade: '热力生产',
        trade_en: 'Heat',
        district: '430105',
        place,
      },
    },
  ]
  for (let n = 1; n <= LOGGERS; n++) {
    const number = String(n).padStart(3, '0')
    const id = `91430105MA4L00001T-DA${number}`
    const channels = [{ factor: 'a21026', sent_unit: 'mg/m³', unit: 'mg/m³' }]
    const outlet = { id, enterprise: '91430105MA4L00001T', ...named(`${n}号口`, `Stack ${n}`), medium: 'air' }
    entries.push({ outlet: { ...outlet, place, channels, limits: [] } })
    entries.push({
      logger: { mn: `CUT000000000000000000${number}`, target: { outlet: id }, realtime_interval_s: 60 },
    })
  }
  return entries
}

/** The line of the one group. */
const line = (page: Page) => page.locator('.group')

async function act(page: Page, name: string, fill?: (form: ReturnType<Page['locator']>) => Promise<void>) {
  const form = page.getByRole('form', { name: '一并办理' })
  if (!(await form.isVisible())) await line(page).getByRole('button', { name: '一并办理' }).click()
  await form.locator('.ant-radio-button-wrapper', { hasText: name }).click()
  await fill?.(form)
  await form.getByRole('button', { name: '开始' }).click()
  await expect(page.getByText(`已办 ${LOGGERS} 件`).first()).toBeVisible()
  return form
}

test('a cut of the network is one line, handled as one, and goes up when nobody takes it', async ({
  browser,
}) => {
  const bureau = new Bureau(register())
  bureau.account('duty', 'duty_officer')
  bureau.account('kaifu', 'branch_officer', '--district', '430105')
  bureau.account('yuhua', 'branch_officer', '--district', '430111')

  const monday = await bureau.serve('2020-08-31T09:00:00+08:00', 60)
  const duty = await signedIn(browser, monday, 'duty')
  await test.step('all of them are one line of the queue, and counted', async () => {
    await duty.goto('/alarms')
    await expect(line(duty)).toHaveCount(1)
    await expect(line(duty)).toContainText(`数采仪离线 ${LOGGERS} 件`)
    await expect(duty.locator('.page-head')).toContainText(`共 ${LOGGERS} `)
    await expect(duty.locator('.queue-row')).toHaveCount(0)
    await accessible(duty)
    await fits(duty)
    await picture(duty, 'group')
    await duty.getByRole('button', { name: '切换到英文' }).click()
    await expect(line(duty)).toContainText(`: ${LOGGERS}`)
    await fits(duty)
    await picture(duty, 'group-en')
    await duty.getByRole('button', { name: 'Switch to Chinese' }).click()
    // Enter belongs to a button as long as that has the focus.
    await duty.getByRole('heading', { name: '预警', level: 1 }).click()
  })
  await test.step('the keyboard opens it, its form, and leads back', async () => {
    await duty.keyboard.press('j')
    await expect(line(duty)).toHaveAttribute('aria-current', 'true')
    await duty.keyboard.press('Enter')
    await expect(duty.locator('.queue-row')).toHaveCount(LOGGERS)
    await duty.keyboard.press('a')
    await expect(duty.getByRole('form', { name: '一并办理' })).toBeVisible()
    await duty.keyboard.press('Escape')
    await expect(duty).toHaveURL(/\/alarms$/)
  })
  const phone = await signedIn(browser, monday, 'kaifu', PHONE)
  await test.step('the branch puts all of them aside with a reason, and takes that back', async () => {
    await phone.goto('/alarms')
    const form = await act(phone, '暂缓提醒', async (shown) => {
      await shown.getByRole('radio', { name: /最长/ }).check()
      await shown.getByRole('button', { name: '开始' }).click()
      await expect(shown.getByRole('alert')).toHaveText('请填写此项')
      await shown.getByLabel('暂缓理由').fill('光缆中断，运营商抢修中。')
      await accessible(phone)
      await fits(phone)
      await picture(phone, 'phone-group-form')
    })
    await phone.goto('/alarms?snoozed=true')
    await expect(phone.locator('.queue-row')).toHaveCount(LOGGERS)
    await phone.goto('/alarms')
    await act(phone, '结束暂缓')
    await expect(form).toBeVisible()
  })
  await test.step('the duty room gives all of them to another branch with one form', async () => {
    await act(duty, '交办', async (form) => {
      await form.getByLabel('承办分局').click()
      await duty.locator('.ant-select-item-option').filter({ hasText: '雨花区' }).click()
      await form.getByLabel('说明').fill('同一机房，统一核查。')
      await accessible(duty)
      await picture(duty, 'group-assign')
    })
    await phone.goto('/alarms?mine=true')
    await expect(phone.getByText('没有符合条件的预警')).toBeVisible()
  })
  await monday.stop()

  // Nobody accepted it: two days later it has gone up, and whoever should act is told so.
  const wednesday = await bureau.serve('2020-09-02T10:00:00+08:00', 60)
  const yuhua = await signedIn(browser, wednesday, 'yuhua')
  await test.step('the bell says what presses, and the alarms have gone up', async () => {
    const bell = yuhua.locator('.bell')
    // Nobody accepted in time, and the silence has become graver meanwhile, which gives a short term of its own.
    await expect(bell).toHaveAccessibleName(new RegExp(`提醒：${LOGGERS} 件临近时限`))
    await bell.click()
    await expect(yuhua.locator('.pressing li').first()).toContainText('数采仪离线')
    await settled(yuhua)
    await accessible(yuhua)
    await picture(yuhua, 'reminders')
    await yuhua.goto('/alarms?kind=logger_silent')
    await expect(yuhua.locator('.escalated')).toHaveCount(LOGGERS)
    await picture(yuhua, 'escalated')
  })
  await test.step('accepted, verified and closed together, each with its own history', async () => {
    await yuhua.goto('/alarms')
    await act(yuhua, '接收')
    await act(yuhua, '填写核查', async (form) => {
      await form.getByLabel('说明').fill('光缆被挖断，数据无法上传。')
    })
    const again = await signedIn(browser, wednesday, 'duty')
    await again.goto('/alarms')
    await act(again, '办结', async (form) => {
      await form.getByLabel('说明').fill('光缆已修复。')
    })
    await again.goto('/alarms?state=closed')
    await expect(again.locator('.queue-row')).toHaveCount(LOGGERS)
    await again.locator('.queue-row a').first().click()
    await expect(again.locator('.step-escalated').first()).toBeVisible()
    for (const step of ['snoozed', 'woken', 'accepted', 'verified', 'closed'])
      await expect(again.locator(`.step-${step}`)).toHaveCount(1)
    await accessible(again)
  })
  await wednesday.stop()
  bureau.remove()
})
