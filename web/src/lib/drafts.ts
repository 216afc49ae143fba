/** What somebody has typed and not sent yet, kept in this browser until it is sent. */
const PREFIX = 'jingwei.draft.'

/** Reads a draft; nothing if there is none or it cannot be read. */
export function readDraft<T extends object>(name: string): Partial<T> | undefined {
  try {
    const text = localStorage.getItem(PREFIX + name)
    const value: unknown = text === null ? undefined : JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** Keeps a draft. A full or forbidden store is no reason to stop somebody typing. */
export function keepDraft(name: string, value: object): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    // The form still holds what was typed.
  }
}

export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name)
  } catch {
    // Nothing was kept then.
  }
}
