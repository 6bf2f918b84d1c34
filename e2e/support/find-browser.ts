import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** The Chromium that the operating system has: the plain browser of a guest. Throws when there is none. */
export function findBrowser(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file))
  if (found === undefined) throw new Error(`No browser for guests: install one of ${names.join(', ')}.`)
  return found
}
