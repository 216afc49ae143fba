/** Small choices of this browser (language, theme); never anything about people or cases. */
const PREFIX = 'jingwei.'

export function readSetting(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name)
  } catch {
    return null
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value)
  } catch {
    // A browser that keeps nothing still works; the choice lasts until the page is left.
  }
}
