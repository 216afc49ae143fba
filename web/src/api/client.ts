import type { Problem } from './contract'

/** A request that did not succeed. `problem.code` is stable; `network` means that no answer came at all. */
export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title_en)
    this.problem = problem
  }

  get status(): number {
    return this.problem.status
  }
}

const BASE = '/api/v1'

let csrfToken = ''

/** The token of the session, sent with every unsafe request. */
export function setCsrfToken(token: string): void {
  csrfToken = token
}

/** An absolute path of the API with its query; empty values are left out. */
export function url(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  )
  const text = new URLSearchParams(pairs).toString()
  return `${BASE}${path}${text ? `?${text}` : ''}`
}

export type Query = Record<string, string | number | boolean | null | undefined>

interface Options {
  method?: 'GET' | 'POST' | 'DELETE'
  query?: Query
  json?: unknown
  body?: FormData
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** Sends one request and reads its JSON answer. Fails with {@link ApiError} only. */
export async function request<T>(path: string, options: Options = {}): Promise<T> {
  const method = options.method ?? 'GET'
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken
  if (options.json !== undefined) headers['Content-Type'] = 'application/json'
  const body = options.body ?? (options.json === undefined ? null : JSON.stringify(options.json))
  let response: Response
  try {
    response = await fetch(url(path, options.query), {
      method,
      headers,
      body,
      credentials: 'same-origin',
      signal: options.signal ?? null,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError({ title: '', title_en: '', status: 0, code: 'network' })
  }
  if (!response.ok) throw new ApiError(await readProblem(response))
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

async function readProblem(response: Response): Promise<Problem> {
  const fallback: Problem = {
    title: response.statusText,
    title_en: response.statusText,
    status: response.status,
    code: `http_${response.status}`,
  }
  try {
    const parsed = (await response.json()) as Partial<Problem>
    return { ...fallback, ...parsed, status: response.status }
  } catch {
    return fallback
  }
}
