import { answered, csrfHeaders } from './client'

/** How far a file has come: bytes that left this machine, of all. */
export interface Sent {
  bytes: number
  of: number
}

/**
 * Posts a form and tells how much of it was sent, which `fetch` cannot. Ends with an `AbortError` when
 * `signal` says so; nothing is kept on the server then.
 */
export function upload<T>(
  path: string,
  form: FormData,
  {
    onSent,
    signal,
    headers = {},
  }: { onSent: (sent: Sent) => void; signal: AbortSignal; headers?: Record<string, string> },
): Promise<T> {
  const request = new XMLHttpRequest()
  const answer = new Promise<{ data?: unknown; error?: unknown; response: Response }>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onSent({ bytes: loaded, of: total })
    request.onerror = () => reject(new TypeError('no answer'))
    request.onabort = () => reject(new DOMException('given up', 'AbortError'))
    request.onload = () => {
      const response = new Response(null, { status: request.status })
      const body = json(request.responseText)
      resolve(response.ok ? { data: body, response } : { error: body, response })
    }
  })
  signal.addEventListener('abort', () => request.abort())
  request.open('POST', path)
  for (const [name, value] of Object.entries({ ...csrfHeaders(), ...headers }))
    request.setRequestHeader(name, value)
  request.send(form)
  return answered<T>(answer)
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
