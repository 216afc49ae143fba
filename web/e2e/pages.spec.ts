import { expect, type Page } from '@playwright/test'
import { firmOf, test } from './city'
import { accessible, ask, DESK, fits, outletOf, PHONE, picture, settled, signedIn } from './pages'

test('every page in both languages, on a desk, a wall and a phone', async ({ browser, city }) => {
  // Who sees every place.
  const page = await signedIn(browser, city, 'admin')
  const places = await addresses(page, firmOf(city))
  for (const [name, address] of Object.entries(places)) {
    await test.step(name, async () => {
      await page.setViewportSize(DESK)
      await page.goto(address)
      await looks(page, `page-${name}`)
      await page.getByRole('button', { name: '切换到英文' }).click()
      await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible()
      await looks(page, `page-${name}-en`)
      await page.setViewportSize(PHONE)
      await settled(page)
      await fits(page)
      await picture(page, `page-${name}-phone-en`)
      await page.getByRole('button', { name: 'Switch to Chinese' }).click()
      await settled(page)
      await fits(page)
      await picture(page, `page-${name}-phone`)
    })
  }
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.goto('/map')
  await page.getByRole('button', { name: '切换到大屏深色' }).click()
  await looks(page, 'wall')
  await page.context().close()
})

async function addresses(page: Page, firm: string): Promise<Record<string, string>> {
  const outlet = await outletOf(page, firm)
  const { stations } = await ask<{ stations: { id: string }[] }>(page, '/map')
  const station = encodeURIComponent(`station:${stations[0]?.id ?? ''}`)
  return {
    map: '/map',
    'map-station': `/map?at=${station}`,
    alarms: '/alarms?state=all',
    tracing: '/tracing',
    monitoring: `/monitoring/${outlet}`,
    'monitoring-year': `/monitoring/${outlet}?span=d365`,
    markings: '/markings',
    enterprises: '/enterprises',
    enterprise: `/enterprises/${firm}`,
    statistics: '/statistics',
    'statistics-outlet': `/statistics/outlet/${outlet}`,
    'statistics-air': '/statistics/air',
    'statistics-water': '/statistics/water',
    devices: '/devices',
    'devices-dialects': '/devices/dialects',
    'devices-meters': '/devices/meters',
    'devices-credentials': '/devices/credentials',
    'devices-strangers': '/devices/strangers',
    imports: '/imports',
    rules: '/rules',
    'rules-treatment': '/rules/production_on_treatment_off',
    ledger: '/ledger',
    lab: '/lab',
  }
}

async function looks(page: Page, name: string): Promise<void> {
  await settled(page)
  await accessible(page)
  await fits(page)
  await picture(page, name)
}

test('on a phone, the places without room stand behind one button, also for the keyboard', async ({
  browser,
  city,
}) => {
  const page = await signedIn(browser, city, 'duty', PHONE)
  const navigation = page.getByRole('navigation', { name: '主导航' })
  await expect(navigation.getByRole('link', { name: '账本' })).toBeHidden()
  await navigation.getByRole('button', { name: '更多' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: '账本' }).click()
  await expect(page).toHaveURL(/\/ledger$/)
  await expect(navigation.getByRole('button', { name: '账本' })).toBeVisible()
  await page.context().close()
})
