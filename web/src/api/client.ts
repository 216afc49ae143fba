import createClient, { type Middleware } from 'openapi-fetch'
import type { Problem } from './contract'
import type { paths } from './schema'

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

let csrfToken = ''

/** The token of the session, sent with every unsafe request. */
export function setCsrfToken(token: string): void {
  csrfToken = token
}

/** What every unsafe request carries. */
export const csrfHeaders = (): Record<string, string> => ({ 'X-CSRF-Token': csrfToken })

const csrf: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET')
      for (const [name, value] of Object.entries(csrfHeaders())) request.headers.set(name, value)
    return request
  },
}

export const client = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  // Read at each request, so that tests and the browser's own tools may stand in for it.
  fetch: (request) => fetch(request),
})
client.use(csrf)

/** An address for a link, as for a download; the paths are those of the API's document. */
export function address(path: keyof paths, query: Record<string, unknown> = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value]] : [],
  )
  const text = new URLSearchParams(pairs).toString()
  return text ? `${path}?${text}` : path
}

interface Answer {
  data?: unknown
  error?: unknown
  response: Response
}

/**
 * The body of a good answer, as the shape that pages use; fails with {@link ApiError} otherwise.
 * `T` narrows codes only: everything else is what the document says.
 */
export async function answered<T>(request: Promise<Answer>): Promise<T> {
  let answer: Answer
  try {
    answer = await request
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(problem(0, 'network'))
  }
  const { response } = answer
  if (response.ok) return answer.data as T
  const told = typeof answer.error === 'object' ? (answer.error as Partial<Problem> | null) : null
  throw new ApiError({ ...problem(response.status, `http_${response.status}`), ...told })
}

const problem = (status: number, code: string): Problem => ({
  type: 'about:blank',
  status,
  code,
  title: '',
  title_en: '',
})
