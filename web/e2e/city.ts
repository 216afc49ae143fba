import { test as base } from '@playwright/test'
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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

/**
 * One city for all tests of a run: they go through its morning in the order of their files, the alarm's story
 * first, and each leaves behind nothing that another counts.
 */
export const test = base.extend<object, { city: City }>({
  city: [
    // eslint-disable-next-line no-empty-pattern -- the runner reads here which fixtures are asked for: none
    async ({}, use) => {
      const city = await startCity()
      await use(city)
      await city.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

/** Starts the real binary on ports and in a folder of its own. */
async function startCity(): Promise<City> {
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

/** A bureau with a data folder of its own and no devices but those that its register names. */
export class Bureau {
  private readonly folder = mkdtempSync(join(tmpdir(), 'jingwei-e2e-'))
  private readonly config = join(this.folder, 'jingwei.toml')
  private readonly accounts: City['accounts'] = []

  constructor(register: unknown[]) {
    const any = '"127.0.0.1:0"'
    const lines = [
      `[data]\nfolder = ${JSON.stringify(join(this.folder, 'data'))}`,
      `[http]\nlisten = ${any}`,
      `[gateway]\nhj212_listen = ${any}\nmqtt_listen = ${any}`,
      '[lake]\nfree_min_mib = 0',
    ]
    writeFileSync(this.config, lines.join('\n'))
    const file = join(this.folder, 'register.json')
    writeFileSync(file, JSON.stringify(register))
    this.run('import', 'register', file)
  }

  /** Makes an account; `scope` as in `--district 430105`. */
  account(login: string, role: string, ...scope: string[]): void {
    const printed = this.run('account', 'create', '--login', login, '--name', login, '--role', role, ...scope)
    const password = printed.trim().split(' ').at(-1) ?? ''
    this.accounts.push({ role, login, password, name: login, scope: scope.join(':') })
  }

  /** Opens it at an instant of its clock, which runs so many times faster than the machine's. */
  async serve(clock: string, speed: number): Promise<City> {
    const server = spawn(
      resolve(BINARY),
      ['serve', '--config', this.config, '--clock', clock, '--speed', String(speed)],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, JINGWEI_LOG_FORMAT: 'json' } },
    )
    const http = `http://${await addressOf(server)}`
    const stop = async () => {
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
    }
    return { http, accounts: this.accounts, story: [], stop }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  private run(...words: string[]): string {
    return execFileSync(resolve(BINARY), [...words, '--config', this.config], { encoding: 'utf8' })
  }
}

/** Where a server answers, as its log says. */
async function addressOf(server: ChildProcess): Promise<string> {
  if (!server.stderr) throw new Error('the server has no log')
  for await (const line of createInterface(server.stderr)) {
    const said = JSON.parse(line) as { http?: string }
    if (said.http) {
      // Read on, so that the log does not fill its pipe.
      server.stderr.resume()
      return said.http
    }
  }
  throw new Error('the server ended before it served')
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

/** The printing firm of the morning's story. */
export function firmOf(city: City): string {
  const scene = city.story.find(({ kind }) => kind === 'production_on_treatment_off')
  if (!scene) throw new Error('the story has no printing firm')
  return scene.enterprise
}

export function accountOf(city: City, login: string): City['accounts'][number] {
  const account = city.accounts.find((candidate) => candidate.login === login)
  if (!account) throw new Error(`the demo has no account ${login}`)
  return account
}
