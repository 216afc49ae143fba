import { expect } from '@playwright/test'
import { test } from './city'
import { accessible, ask, fits, picture, signedIn } from './pages'

interface Row {
  id: string
  merged_into: string | null
}
interface Detail extends Row {
  proposals: { leading: Row; merged: Row }[]
}

test('the machine proposes one cause, a click merges, and a reason separates again', async ({
  browser,
  city,
}) => {
  const page = await signedIn(browser, city, 'duty')
  const merged = await test.step('somewhere an hour mean explains the samples before it', async () => {
    let found: string | undefined
    await expect
      .poll(
        async () => {
          const { items } = await ask<{ items: Row[] }>(page, '/alarms?limit=200')
          for (const { id } of items) {
            const { proposals } = await ask<Detail>(page, `/alarms/${id}`)
            found ??= proposals.find((proposal) => proposal.merged.id === id)?.merged.id
          }
          return found
        },
        { timeout: 300_000, intervals: [2_000] },
      )
      .toBeDefined()
    return found ?? ''
  })
  await test.step('the proposal says why', async () => {
    await page.goto(`/alarms/${merged}`)
    const panel = page.locator('.merging')
    await expect(panel.locator('.merging-reasons')).not.toBeEmpty()
    await accessible(page)
    await fits(page)
    await picture(page, 'merge-proposal')
    await panel.getByRole('button', { name: '并案办理' }).first().click()
    await expect(panel).toContainText('与此件一并办理')
  })
  await test.step('its steps are taken at the leading alarm, and both say so', async () => {
    await expect(page.locator('.step-merged')).toHaveCount(1)
    await picture(page, 'merged')
    const detail = await ask<Row>(page, `/alarms/${merged}`)
    await page.goto(`/alarms/${detail.merged_into}`)
    await expect(page.locator('.merging')).toContainText('与本件一并办理')
    await expect(page.locator('.step-led_changed')).toHaveCount(1)
    await picture(page, 'merge-leading')
  })
  await test.step('separated, with a reason, it stands by itself again', async () => {
    await page.goto(`/alarms/${merged}`)
    await page.getByRole('button', { name: '解除并案', exact: true }).click()
    const form = page.getByRole('form', { name: '解除并案' })
    await form.getByRole('button', { name: '解除并案' }).click()
    await expect(form.getByRole('alert')).toHaveText('请填写此项')
    await form.getByLabel('解除理由').fill('两次异常时段不同，分别核查。')
    await form.getByRole('button', { name: '解除并案' }).click()
    await expect(page.locator('.step-separated')).toHaveCount(1)
    expect((await ask<Row>(page, `/alarms/${merged}`)).merged_into).toBeNull()
  })
  await page.context().close()
})
