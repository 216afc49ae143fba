import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** The address of a running server, for `npm run dev` only: pages then ask it through the same origin. */
const server = process.env.JINGWEI_SERVER ?? 'http://127.0.0.1:8212'

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // Inlined assets would need `data:` in more directives than the content security policy grants.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': server, '/healthz': server },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
  },
})
