import { defineConfig } from '@playwright/test'

/** End-to-end tests drive the real binary with the system's own Chromium; no browser is ever downloaded. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '../target/e2e/results',
  fullyParallel: false,
  workers: 1,
  // Nothing here measures time: the limits only end a run that hangs.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  // A second try only where nobody watches; a test that needed it is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    locale: 'zh-CN',
    actionTimeout: 60_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
