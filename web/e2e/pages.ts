import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Browser, type Page } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { City } from './city'

const PICTURES = resolve(import.meta.dirname, '../../target/e2e')

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
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, page.url()).toBeLessThanOrEqual(0)
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
  const account = city.accounts.find((candidate) => candidate.login === login)
  if (!account) throw new Error(`the demo has no account ${login}`)
  await page.goto('/')
  await page.getByLabel('账号').fill(account.login)
  await page.getByLabel('密码', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible()
  return page
}

/** A small real PNG: what a phone's camera would hand over. */
export const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAYCAIAAAAUMWhjAAAAO0lEQVR42u3NQQkAAAgEsOtfWmOIgrDAAnZTNxKLxWKxWCwWi8VisVgsFovFYrFYLBaLxWKxWCwWi8UPFqMxAc4nCqFwAAAAAElFTkSuQmCC',
  'base64',
)
