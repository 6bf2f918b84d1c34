// The guest page, as the host serves it: the files of one folder, read once when hosting starts. A request is answered
// by an exact match in a map and by nothing else, so there is no path to join, no `..` to forget, and no disk to wait
// for while somebody draws. The bundle is about a megabyte.

import { readFile, readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { StorageError } from '../base/errors.ts'
import { contentSecurityPolicy } from './page-policy.ts'

export interface PageFile {
  readonly bytes: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** Request path (`/`, `/assets/index-Ab12.js`) to file. */
export type PageFiles = ReadonlyMap<string, PageFile>

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Reads every file below `folder` that a page may need. Throws StorageError when there is no index.html. */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const read = async (file: string): Promise<[string, PageFile][]> => {
    const contentType = contentTypes[extname(file)]
    if (contentType === undefined) return []
    const path = `/${relative(folder, file).split(sep).join('/')}`
    const page = { bytes: await readFile(file), headers: pageHeaders(path, contentType) }
    return path === '/index.html'
      ? [
          [path, page],
          ['/', page],
        ]
      : [[path, page]]
  }
  // The app's window waits for it.
  const files = new Map((await Promise.all((await listFiles(folder)).map(read))).flat())
  if (!files.has('/')) {
    throw new StorageError(
      'not-found',
      `The guest page is missing: there is no index.html in ${folder}. Build Gesso again.`,
    )
  }
  return files
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const nested = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? await listFiles(path) : entry.isFile() ? [path] : []
  })
  return (await Promise.all(nested)).flat()
}

/** Files below /assets/ carry a hash of their content in the name; the others must be asked for again each time. */
function pageHeaders(path: string, contentType: string): Record<string, string> {
  return {
    'content-type': contentType,
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  }
}
