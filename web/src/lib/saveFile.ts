/** Gives content to the browser as a file. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // Some browsers read it only a while after the click.
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
