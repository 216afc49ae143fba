// Fails where a package that ends up in the pages has a licence that is not on this list. The lock file names
// the licence of every package; what is for development only does not reach anybody.
import { readFileSync } from 'node:fs'

const ALLOWED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
])

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'))
const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev)
const foreign = shipped.filter(([, { license }]) => !ALLOWED.has(license))
for (const [path, { license }] of foreign) console.error(`${path}: ${license ?? 'no licence named'}`)
if (foreign.length > 0) process.exit(1)
console.log(`licences of ${shipped.length} shipped packages are fine`)
