// Writes src/api/schema.d.ts from openapi.json. Usage: npm run generate
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const document = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'))
const head = '// Generated from openapi.json by `npm run generate`; never edited by hand.\n'
const text = head + astToString(await openapiTS(document))
writeFileSync(new URL('../src/api/schema.d.ts', import.meta.url), text)
