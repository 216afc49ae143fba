import { expect, test, type Page } from '@playwright/test'
import { Bureau } from './city'
import { accessible, DESK, fits, PHONE, picture, settled, signedIn } from './pages'

const FIRM = '91430105MA4L00001T'

/** Two districts, and a printing firm that is in the register too. */
function register(): unknown[] {
  const place = { longitude: 113.0, latitude: 28.25 }
  const named = (name: string, name_en: string) => ({ name, name_en })
  return [
    { district: { code: '430105', ...named('开福区', 'Kaifu'), center: place } },
    { district: { code: '430104', ...named('岳麓区', 'Yuelu'), center: place } },
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
  ]
}

const csv = (name: string, lines: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`),
})

/** The printing firm, two firms that nobody monitors, and rows that cannot be used. */
const objects = (firm: string) =>
  csv('检查对象.csv', [
    '统一社会信用代码,单位名称,区县,行业代码,排污许可管理类别,重点名录,环境敏感目标,信用分,执法记录截至,处罚日期,备注',
    `${firm},星城彩印厂,开福区,C2319,重点管理,大气环境,学校；居民区,72,2020-08-01,2019-03-04,`,
    '91430100MA4L00001J,麓山食品厂,岳麓区,C1499,简化管理,无,无,91,2020-08-01,,',
    '91430100MA4L00002M,湘江木器厂,开福区,C2110,登记管理,,,,,,',
    `${firm},星城彩印厂,开福区,C2319,重点管理,,,,,,`,
    '91430100MA4L00003A,校验位不对,开福区,,,,,,,,',
    '91430100MA4L00002M,没有的类别,开福区,,特别管理,,,,,,',
  ])

const officers = (firm: string) =>
  csv('执法人员.csv', [
    '执法人员编号,姓名,执法证号,发证机关,证件有效期起,证件有效期止,所属单位,专长,请假,回避企业',
    'ZF-001,周宁,湘A-001,湖南省人民政府,2018-01-01,2022-12-31,开福分局,水；大气,,',
    'ZF-002,吴静,湘A-002,湖南省人民政府,2018-01-01,2022-12-31,开福分局,大气,,',
    'ZF-003,郑安,湘A-003,湖南省人民政府,2018-01-01,2022-12-31,执法支队,水,2020-09-21~2020-09-30,',
    'ZF-004,王平,湘A-004,湖南省人民政府,2016-09-16,2020-09-15,执法支队,噪声,,',
    `ZF-005,冯远,湘A-005,湖南省人民政府,2018-01-01,2022-12-31,执法支队,自动监测,,${firm}:有直接利害关系`,
  ])

async function bring(page: Page, kind: string, file: ReturnType<typeof csv>): Promise<void> {
  await page.goto('/libraries/imports')
  await page.getByRole('radiogroup', { name: '文件内容' }).getByText(kind, { exact: true }).click()
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(page.getByRole('heading', { name: '导入预览' })).toBeVisible()
}

test('libraries come from files, are taken back as a whole, and give a draw its pools and officers', async ({
  browser,
}) => {
  const bureau = new Bureau(register())
  bureau.account('duty', 'duty_officer')
  const city = await bureau.serve('2020-08-30T08:00:00+08:00', 60)
  const page = await signedIn(browser, city, 'duty')
  const firm = FIRM
  await test.step('an empty library says what would fill it', async () => {
    await page.goto('/libraries')
    await expect(page.getByText('名录库中没有符合条件的检查对象')).toBeVisible()
  })
  await test.step('rows that cannot be used are refused one by one, with why', async () => {
    await bring(page, '检查对象', objects(firm))
    const preview = page.locator('.panel').filter({ has: page.getByRole('heading', { name: '导入预览' }) })
    await expect(preview.getByRole('status')).toContainText('新增 3')
    await expect(preview.getByRole('status')).toContainText('拒绝 3')
    const refused = preview.getByRole('table').first()
    await expect(refused.getByRole('row').filter({ hasText: '特别管理' })).toContainText('不是可用的值')
    await expect(preview).toContainText('未识别、不会导入的列：备注')
    await accessible(page)
    await fits(page)
    await picture(page, 'libraries-preview')
    await page.getByRole('button', { name: '导入 3 行' }).click()
    await expect(page.getByText('✓ 已导入')).toBeVisible()
  })
  await test.step('the same file is not taken twice', async () => {
    await bring(page, '检查对象', objects(firm))
    await expect(page.getByText('不会重复导入')).toBeVisible()
    await expect(page.getByRole('button', { name: '导入 3 行' })).toBeDisabled()
  })
  await test.step('what nobody has said is shown as unknown', async () => {
    await page.goto('/libraries/objects')
    const row = page.locator('[data-object="91430100MA4L00002M"]')
    await expect(row).toContainText('登记管理')
    await expect(row.getByText('不明')).toHaveCount(4)
    await expect(page.locator(`[data-object="${firm}"]`)).toContainText('学校、居民区')
    await settled(page)
    await accessible(page)
    await fits(page)
    await picture(page, 'libraries-objects')
  })
  await test.step('an enterprise has another name, and is found by the former one', async () => {
    await page.getByRole('link', { name: '湘江木器厂' }).click()
    await page.getByRole('button', { name: '更名', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('新名称').fill('湘江家居公司')
    await dialog.getByLabel('更名日期').fill('2020-08-20')
    await dialog.getByLabel('依据').fill('变更登记通知书')
    await dialog.getByRole('button', { name: /更\s?名/ }).click()
    await expect(page.getByRole('heading', { name: '湘江家居公司' })).toBeVisible()
    await expect(page.locator('[data-change="renamed"]')).toContainText('湘江木器厂 → 湘江家居公司')
    await settled(page)
    await accessible(page)
    await fits(page)
    await picture(page, 'libraries-object')
    await page.goto('/libraries/objects')
    await page.getByLabel('名称、信用代码或行业代码').fill('木器厂')
    await expect(page.locator('[data-object]')).toHaveCount(1)
    await expect(page.locator('[data-object]')).toContainText('曾用名 湘江木器厂')
  })
  await test.step('two codes of one enterprise become one object, and that is undone', async () => {
    await page.goto('/libraries/objects/91430100MA4L00002M')
    await page.getByRole('button', { name: '并入其他代码' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('被并入的统一社会信用代码').fill(firm)
    await dialog.getByLabel('依据').fill('换发信用代码')
    await dialog.getByRole('button', { name: '并入其他代码' }).click()
    await expect(dialog.getByRole('alert')).toContainText('是在线监测单位')
    await dialog.getByLabel('被并入的统一社会信用代码').fill('91430100MA4L00001J')
    await dialog.getByRole('button', { name: '并入其他代码' }).click()
    const change = page.locator('[data-change="merged"]')
    await expect(change).toContainText('91430100MA4L00001J 并入 91430100MA4L00002M')
    await page.goto('/libraries/objects/91430100MA4L00001J')
    await expect(page.getByText('该代码已并入 91430100MA4L00002M')).toBeVisible()
    await page.getByRole('link', { name: '查看并入后的检查对象' }).click()
    await change.getByRole('button', { name: /撤\s?销/ }).click()
    await page.getByRole('dialog').getByLabel('依据').fill('不是同一企业')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /撤\s?销/ })
      .click()
    await expect(change).toContainText('已撤销 · 不是同一企业')
  })
  await bring(page, '执法人员', officers(firm))
  await page.getByRole('button', { name: '导入 5 行' }).click()
  await expect(page.getByText('✓ 已导入')).toBeVisible()
  await test.step('certificates that end soon are found, leave is said by hand', async () => {
    await page.goto('/libraries/enforcers')
    await page.getByText('30 天内', { exact: true }).click()
    await expect(page.locator('[data-officer]')).toHaveCount(1)
    await expect(page.locator('[data-officer="ZF-004"]')).toContainText(/还有 \d+ 天/)
    await page.getByText('全部', { exact: true }).click()
    await page.locator('[data-officer="ZF-002"]').getByRole('button', { name: '请假与回避' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '添加请假' }).click()
    await dialog.getByLabel('第一日 1').fill('2020-12-01')
    await dialog.getByLabel('最后一日 1').fill('2020-12-05')
    await dialog.getByRole('button', { name: '保存' }).click()
    await expect(page.locator('[data-officer="ZF-002"]')).toContainText('2020-12-01 — 2020-12-05')
    await settled(page)
    await accessible(page)
    await fits(page)
    await picture(page, 'libraries-officers')
    await page.setViewportSize(PHONE)
    await fits(page)
    await picture(page, 'libraries-officers-phone')
    await page.setViewportSize(DESK)
  })
  await test.step('items have a basis and a way', async () => {
    await bring(
      page,
      '检查事项',
      csv('检查事项.csv', [
        '事项编号,检查事项,检查内容,检查依据,检查方式,检查类别',
        'SX-01,废气治理设施运行情况,是否与生产同步运行,大气污染防治法第二十九条,现场检查；非现场检查,日常检查；个案检查',
        'SX-02,没有依据,,,现场检查,日常检查',
      ]),
    )
    await page.getByRole('button', { name: '导入 1 行' }).click()
    await expect(page.getByText('✓ 已导入')).toBeVisible()
    await page.goto('/libraries/items')
    await expect(page.locator('[data-item="SX-01"]')).toContainText('现场检查、非现场检查')
    await settled(page)
    await accessible(page)
    await fits(page)
    await picture(page, 'libraries-items')
  })
  await test.step('a draw takes pools and officers from the libraries, with why somebody stays', async () => {
    await page.goto('/draws')
    await page.getByRole('button', { name: '新建抽取' }).click()
    const form = page.locator('.panel').filter({ has: page.getByRole('heading', { name: '新建抽取' }) })
    await form.getByLabel('事由编号').fill('2020-libraries')
    await form.getByLabel('名称', { exact: true }).fill('取自名录库')
    await form.getByLabel('检查首日').fill('2020-09-01')
    await form.getByLabel('检查末日').fill('2020-09-30')
    await form.getByText('drand 信标').click()
    await form.getByRole('button', { name: '新建抽取' }).click()
    await page.getByRole('link', { name: '2020-libraries' }).click()
    await page.getByRole('button', { name: '取自名录库' }).click()
    await expect(
      page.getByText('取得检查对象 3 家；可参加的执法人员 3 名，不能参加的 2 名；回避 1 项'),
    ).toBeVisible()
    await expect(page.getByText('请假 2020-09-21 — 2020-09-30')).toBeVisible()
    await expect(page.getByText('执法证不能覆盖全部检查日')).toBeVisible()
    await expect(page.locator('[data-quota="key"]')).toContainText('本季度应抽 1 家，已抽 0 家，还应抽 1 家')
    for (const pool of ['key', 'registered', 'simplified']) {
      const fields = page.getByRole('group', { name: pool })
      await expect(fields.getByLabel('抽取数')).toHaveValue('1')
      await expect(fields.getByLabel('依据')).toHaveValue(/changsha-draw-quota/)
    }
    await page.getByLabel('办理机关').fill('长沙市生态环境局')
    await accessible(page)
    await fits(page)
    await page.getByRole('button', { name: '取自名录库' }).scrollIntoViewIfNeeded()
    await picture(page, 'libraries-draw')
    await page.getByRole('button', { name: '固定计划并公布承诺' }).click()
    await expect(page.getByText('3 / 3').or(page.getByText('从 3 个对象')).first()).toBeVisible()
  })
  await test.step('a whole import is undone, with a reason', async () => {
    await page.goto('/libraries/imports')
    const row = page.locator('[data-import]').filter({ hasText: '检查对象 3' })
    await row.getByRole('button', { name: '撤销整次导入' }).click()
    await page.getByRole('dialog').getByLabel('撤销理由').fill('名录年份不对')
    await page.getByRole('dialog').getByRole('button', { name: '撤销整次导入' }).click()
    await expect(row).toContainText('已撤销 · 名录年份不对')
    await picture(page, 'libraries-imports')
    await page.goto('/libraries/objects')
    await expect(page.getByText('名录库中没有符合条件的检查对象')).toBeVisible()
  })
  await page.context().close()
  await city.stop()
  bureau.remove()
})
