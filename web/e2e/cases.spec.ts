import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { firmOf, test, type City } from './city'
import { accessible, ask, fits, PHONE, PHOTO, picture, PICTURES, settled, signedIn } from './pages'

/** Other bytes than in other stories: a file is known by its content and keeps the name that it came with first. */
const EVIDENCE = Buffer.concat([PHOTO, Buffer.from('case')])

interface Alarm {
  id: string
  kind: string
  stage: string
  version: number
  branch: string | null
  district: { code: string } | null
}

/** Gives a command over the API, as the page would. */
const command = (page: Page, path: string, version: number, body: object): Promise<Alarm> =>
  page.evaluate(
    async ([address, seen, sent]) => {
      const session = (await (await fetch('/api/v1/session')).json()) as { csrf_token: string }
      const answer = await fetch(`/api/v1${address}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-csrf-token': session.csrf_token,
          'if-match': `"${seen}"`,
          'idempotency-key': crypto.randomUUID(),
        },
        body: JSON.stringify(sent),
      })
      if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as Alarm
    },
    [path, version, body] as const,
  )

/** The story's alarm at the printing firm, verified as a violation, however far an earlier test has brought it. */
async function verified(duty: Page, branch: Page, city: City): Promise<string> {
  let alarm: Alarm | undefined
  await expect(async () => {
    const address = `/alarms?enterprise=${firmOf(city)}&state=all&limit=50`
    const { items } = await ask<{ items: Alarm[] }>(duty, address)
    alarm = items.find(({ kind }) => kind === 'production_on_treatment_off')
    expect(alarm).toBeDefined()
  }).toPass({ timeout: 300_000, intervals: [2_000] })
  if (!alarm) throw new Error('no alarm')
  const { id } = alarm
  const step = async (page: Page, name: string, body: object) => {
    const { version } = await ask<Alarm>(page, `/alarms/${id}`)
    await command(page, `/alarms/${id}/${name}`, version, body)
  }
  if (alarm.stage === 'assigned') await step(branch, 'accept', {})
  if (alarm.stage === 'assigned' || alarm.stage === 'accepted') {
    const body = { mode: 'on_site', outcome: 'violation', note: '治理设施停运。', files: [] }
    await step(branch, 'verify', body)
  }
  return id
}

const form = (page: Page, name: string) => page.getByRole('form', { name, exact: true })

/** Opens the form of an act, wherever its button stands. */
async function begin(page: Page, name: string) {
  const more = page.locator('.case-more-acts')
  const button = page.getByRole('button', { name, exact: true })
  if ((await more.count()) > 0 && !(await button.isVisible())) await more.locator('summary').first().click()
  await button.click()
  const opened = form(page, name)
  await expect(opened.locator('.note-loading')).toHaveCount(0)
  return opened
}

async function enter(page: Page, name: string): Promise<void> {
  await form(page, name).getByRole('button', { name: '提交', exact: true }).click()
  await expect(form(page, name)).toHaveCount(0)
}

async function choose(page: Page, opened: ReturnType<typeof form>, label: string, option: string) {
  await opened.getByLabel(label).click()
  await page.locator('.ant-select-item-option').filter({ hasText: option }).last().click()
}

test('from a verified alarm to a decided case, each in their role', async ({ browser, city }) => {
  const home = city.accounts.find(({ role }) => role === 'branch_officer')
  if (!home) throw new Error('the demo has no branch officer')
  const duty = await signedIn(browser, city, 'duty')
  const branch = await signedIn(browser, city, home.login)
  const leader = await signedIn(browser, city, 'leader')
  const alarm = await verified(duty, branch, city)

  await test.step('the branch officer opens a case on the page of the alarm', async () => {
    await branch.goto(`/alarms/${alarm}`)
    await branch.getByRole('button', { name: '登记为案件' }).click()
    const opened = form(branch, '登记案件')
    await opened.getByLabel('涉嫌违法行为', { exact: true }).fill('生产时未开启废气治理设施')
    await choose(branch, opened, '违法行为类型', '逃避监管方式排放大气污染物')
    await accessible(branch)
    await opened.getByRole('button', { name: '登记案件' }).click()
    await expect(branch).toHaveURL(/\/cases\/C-/)
    await expect(branch.locator('.case-stage').first()).toHaveText('线索核查')
  })
  const address = new URL(branch.url()).pathname

  await test.step('a filing without its grounds is not entered; with them the leader files it', async () => {
    await leader.goto(address)
    const opened = await begin(leader, '立案')
    await opened.getByRole('button', { name: '提交', exact: true }).click()
    await expect(opened.getByRole('alert').first()).toHaveText('请填写')
    for (const label of ['初步证据', '应当给予处罚', '本机关管辖', '追责期限'])
      await opened.getByLabel(label).fill('见核查记录，条件成立。')
    await enter(leader, '立案')
    await expect(leader.locator('.case-stage').first()).toHaveText('调查')
  })

  await test.step('evidence, the rung, and off to legal review', async () => {
    await branch.reload()
    const added = await begin(branch, '添加证据')
    await choose(branch, added, '类型', '电子数据')
    await added.getByLabel('名称').fill('用电监控曲线')
    await added.getByLabel('证明内容').fill('生产线运行而治理设施停运')
    await added
      .getByRole('group', { name: '证据文件' })
      .locator('input[type=file]')
      .setInputFiles({ name: 'curve.png', mimeType: 'image/png', buffer: EVIDENCE })
    await expect(added.locator('.file-list li')).toHaveCount(1)
    await enter(branch, '添加证据')
    await expect(branch.locator('[data-evidence="1"]')).toContainText('哈希相符')

    const placed = await begin(branch, '确定处理层级')
    await expect(placed.locator('.case-proposal').first()).toContainText('一般处罚')
    await placed
      .getByRole('radiogroup', { name: '夜间、节假日偷排' })
      .getByText('是', { exact: true })
      .click()
    await expect(placed.locator('.case-proposal').first()).toContainText('从重处罚')
    await placed
      .getByRole('radiogroup', { name: '夜间、节假日偷排' })
      .getByText('否', { exact: true })
      .click()
    await expect(placed.locator('.case-proposal > p').first()).toContainText('一般处罚')
    await accessible(branch)
    await picture(branch, 'case-tier')
    await enter(branch, '确定处理层级')

    const sent = await begin(branch, '送法制审核')
    await sent.getByLabel('调查终结意见').fill('事实清楚，证据确凿。')
    await enter(branch, '送法制审核')
    await expect(branch.getByRole('button', { name: '法制审核', exact: true })).toHaveCount(0)
  })

  await test.step('somebody who did not investigate reviews it', async () => {
    await duty.goto(address)
    const opened = await begin(duty, '法制审核')
    await opened.getByLabel('内容').fill('程序合法，同意。')
    await enter(duty, '法制审核')
  })

  await test.step('the fine builds up in sight, and the party is told', async () => {
    await branch.reload()
    const opened = await begin(branch, '告知')
    await opened.getByLabel('法律依据').fill('大气污染防治法20条2款\n大气污染防治法99条3项')
    await opened.getByText('不按裁量表', { exact: true }).click()
    await opened.getByLabel('罚款金额').fill('100,000')
    await opened.getByLabel('不按裁量表的理由').fill('试算')
    await expect(opened.locator('.case-preview')).toContainText('带有逗号')
    await opened.getByText('按裁量表', { exact: true }).click()
    await choose(branch, opened, '行为表现形式', '部分污染防治设施不正常运行')
    await expect(opened.locator('.case-preview')).toContainText('100,000')
    await choose(branch, opened, '近二年同类违法行为情况', '2次')
    await expect(opened.locator('.case-preview')).toContainText('须写明理由')
    await choose(branch, opened, '近二年同类违法行为情况', '1次')
    await expect(opened.locator('.case-preview')).toContainText('100,000')
    await accessible(branch)
    await settled(branch)
    await opened.locator('.case-preview').scrollIntoViewIfNeeded()
    await picture(branch, 'case-fine')
    await enter(branch, '告知')
    const served = await begin(branch, '送达')
    await served.getByLabel('说明').fill('当面送达，厂长签收。')
    await enter(branch, '送达')
  })

  await test.step('nobody decides before the party could speak', async () => {
    await leader.reload()
    const opened = await begin(leader, '作出决定')
    await opened.getByLabel('文书号').fill('长环罚字〔2020〕17号')
    await opened.getByLabel('决定理由').fill('首次违法，已改正。')
    await opened.getByText('按裁量表', { exact: true }).click()
    await expect(opened.locator('.case-preview')).toContainText('100,000')
    await opened.getByRole('button', { name: '提交', exact: true }).click()
    await expect(opened.getByRole('alert')).toContainText('当事人可以陈述申辩')
    const said = await begin(branch, '陈述申辩')
    await choose(branch, said, '类型', '放弃陈述申辩和听证')
    await enter(branch, '陈述申辩')
  })

  await test.step('of two who act at once the second sees what the first did, and keeps what they typed', async () => {
    const opened = form(leader, '作出决定')
    await opened.getByRole('button', { name: '提交', exact: true }).click()
    await expect(opened.getByRole('alert')).toContainText('他人已先办理')
    await expect(opened.getByRole('alert')).toContainText('放弃陈述申辩和听证')
    await picture(leader, 'case-conflict')
    await opened.getByRole('button', { name: '以最新情况继续' }).click()
    await expect(opened.getByLabel('文书号')).toHaveValue('长环罚字〔2020〕17号')
    await enter(leader, '作出决定')
    await expect(leader.locator('.case-stage').first()).toHaveText('已决定')
  })

  await test.step('the decided case, its list, and what is due', async () => {
    await settled(leader)
    await leader.evaluate(() => window.scrollTo(0, 0))
    await accessible(leader)
    await fits(leader)
    await picture(leader, 'case-decided')
    for (const [name, ending, begins] of [
      ['PDF', 'pdf', '%PDF-1.7'],
      ['Word', 'docx', 'PK'],
    ] as const) {
      const download = leader.waitForEvent('download')
      await leader.getByRole('button', { name, exact: true }).click()
      const file = await download
      expect(file.suggestedFilename()).toMatch(new RegExp(`^decision-.+\\.${ending}$`))
      const document = readFileSync(await file.path())
      expect(document.subarray(0, begins.length).toString()).toBe(begins)
      await file.saveAs(join(PICTURES, `decision.${ending}`))
    }
    await leader.goto('/cases')
    await expect(leader.locator('.case-table tbody tr').first()).toContainText('100,000')
    await accessible(leader)
    await fits(leader)
    await picture(leader, 'cases')
    await leader.goto('/cases/due')
    await expect(leader.locator('.sheet')).toContainText('送达决定书')
    await leader.locator('.why summary').first().click()
    await accessible(leader)
    await fits(leader)
    await picture(leader, 'cases-due')
    await leader.getByRole('button', { name: /English|英文/ }).click()
    await leader.goto(address)
    await expect(leader.getByRole('heading', { name: 'What happened' })).toBeVisible()
    await settled(leader)
    await picture(leader, 'case-english')
  })

  await test.step('on a phone', async () => {
    const phone = await signedIn(browser, city, home.login, PHONE)
    await phone.goto(address)
    await settled(phone)
    await accessible(phone)
    await fits(phone)
    await picture(phone, 'phone-case')
    await phone.goto('/cases')
    await settled(phone)
    await fits(phone)
    await picture(phone, 'phone-cases')
    await phone.context().close()
  })
  for (const page of [duty, branch, leader]) await page.context().close()
})
