// Fails where a package that ends up in the pages has a licence that is not on this list, or where the pages
// name a package that they do not import. The lock file names the licence of every package; what is for
// development only does not reach anybody.
import { readdirSync, readFileSync } from 'node:fs'

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

const web = new URL('../', import.meta.url)
const read = (path) => readFileSync(new URL(path, web), 'utf8')

const shipped = Object.entries(JSON.parse(read('package-lock.json')).packages).filter(
  ([path, { dev }]) => path !== '' && !dev,
)
const complaints = shipped
  .filter(([, { license }]) => !ALLOWED.has(license))
  .map(([path, { license }]) => `${path}: licence ${license ?? 'not named'}`)

const sources = readdirSync(new URL('src', web), { recursive: true })
  .filter((file) => /\.(tsx?|css)$/.test(file))
  .map((file) => read(`src/${file}`))
  .join('\n')
for (const name of Object.keys(JSON.parse(read('package.json')).dependencies)) {
  const imported = [`'${name}'`, `'${name}/`].some((start) => sources.includes(start))
  if (!imported) complaints.push(`${name}: named in package.json and imported nowhere`)
}

for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exit(1)
console.log(`${shipped.length} shipped packages: licences fine, nothing unused`)
