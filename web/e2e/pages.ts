import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Browser, type Page } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { accountOf, type City } from './city'

export const PICTURES = resolve(import.meta.dirname, '../../target/e2e')

export const DESK = { width: 1366, height: 768 }
export const PHONE = { width: 390, height: 844 }

/** Takes a picture of the page for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true })
  // A message that slides away would be in one run's picture and not in the next one's.
  await expect(page.locator('.ant-message-notice')).toHaveCount(0)
  await page.screenshot({ path: resolve(PICTURES, `${name}.png`) })
}

/** Fails where axe finds something serious. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
  expect(serious, page.url()).toEqual([])
}

/** Fails where the page is wider than its window. */
export async function fits(page: Page): Promise<void> {
  // After a change of size the bar of places is measured in the next frame.
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  await expect.poll(overflow, { message: page.url(), timeout: 2_000 }).toBeLessThanOrEqual(0)
}

/** A signed-in page of its own, which asks nobody but the server. */
export async function signedIn(browser: Browser, city: City, login: string, viewport = DESK): Promise<Page> {
  const context = await browser.newContext({ viewport, baseURL: city.http })
  const page = await context.newPage()
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http')) expect(origin, request.url()).toBe(city.http)
  })
  page.on('pageerror', (error) => {
    throw error
  })
  const account = accountOf(city, login)
  await page.goto('/')
  await page.getByLabel('账号').fill(account.login)
  await page.getByLabel('密码', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible()
  return page
}

/** What the API answers the signed-in user of this page. */
export const ask = <T>(page: Page, path: string): Promise<T> =>
  page.evaluate(async (address) => {
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(`${address}: ${String(answer.status)} ${await answer.text()}`)
    return (await answer.json()) as T
  }, `/api/v1${path}`)

/** The outlet of an enterprise, as the map knows it. */
export async function outletOf(page: Page, enterprise: string): Promise<string> {
  const map = await ask<{ outlets: { id: string; enterprise: string }[] }>(page, '/map')
  const outlet = map.outlets.find((item) => item.enterprise === enterprise)
  if (!outlet) throw new Error(`${enterprise} has no outlet`)
  return outlet.id
}

/** A small real PNG: what a phone's camera would hand over. */
export const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAYCAIAAAAUMWhjAAAAO0lEQVR42u3NQQkAAAgEsOtfWmOIgrDAAnZTNxKLxWKxWCwWi8VisVgsFovFYrFYLBaLxWKxWCwWi8UPFqMxAc4nCqFwAAAAAElFTkSuQmCC',
  'base64',
)

/** Waits until what the page asked for is there and drawn. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('.note-loading')).toHaveCount(0)
  await page.waitForTimeout(500) // Charts and the map draw after their data; for the picture only.
}
