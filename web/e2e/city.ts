import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

/** What `jingwei demo --json` prints once the city stands. */
export interface Standing {
  http: string
  accounts: { role: string; login: string; password: string; name: string; scope: string }[]
  story: { kind: string; enterprise: string }[]
}

export interface City extends Standing {
  stop: () => Promise<void>
}

const BINARY = process.env.JINGWEI_BIN ?? resolve(import.meta.dirname, '../../target/debug/jingwei')

/** Scenario seconds a second: the morning's story comes within a minute or two. */
const SPEED = 60

/** Starts the real binary on ports and in a folder of its own. */
export async function startCity(): Promise<City> {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-e2e-'))
  const listen = ['--http', '--hj212', '--mqtt'].flatMap((name) => [name, '127.0.0.1:0'])
  const demo = spawn(
    resolve(BINARY),
    ['demo', '--json', '--speed', String(SPEED), '--data', join(folder, 'data'), ...listen],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const standing = await firstLine(demo)
  const stop = async () => {
    demo.kill('SIGTERM')
    if (demo.exitCode === null) await once(demo, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...standing, stop }
}

async function firstLine(demo: ChildProcess): Promise<Standing> {
  if (!demo.stdout) throw new Error('the demo has no output')
  const ended = once(demo, 'exit').then(() => {
    throw new Error('the demo ended before its city stood')
  })
  const line = once(createInterface(demo.stdout), 'line') as Promise<[string]>
  const [text] = await Promise.race([line, ended])
  return JSON.parse(text) as Standing
}
