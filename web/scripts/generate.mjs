// Writes src/api/schema.d.ts from openapi.json. Usage: npm run generate
//
// The names of operations are left out: they repeat between handlers, and the pages name requests by path.
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const document = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'))
for (const path of Object.values(document.paths)) {
  for (const operation of Object.values(path)) delete operation.operationId
}
const head = '// Generated from openapi.json by `npm run generate`; never edited by hand.\n'
const text = head + astToString(await openapiTS(document))
writeFileSync(new URL('../src/api/schema.d.ts', import.meta.url), text)
