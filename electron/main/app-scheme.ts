// The window's page comes from a scheme of our own: `file://` would give it every file of the person, and an http
// server a port that other programs reach.
//
// The scheme is standard (it has an origin, so a host can tell a Gesso from a stranger's page) and secure: what the page speaks to
// is this computer, by its own server or by the tunnel.

import { app, protocol, session } from 'electron'
import type { PageFiles } from '../../sync-core/node/page-files.ts'
import { appOrigin } from '../../sync-core/node/page-policy.ts'

const [scheme = '', appHost = ''] = appOrigin.split('://')

/** What the window opens. */
export const appUrl = `${appOrigin}/index.html`

/** Before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
  // Newer Chromiums ask a permission before a page may reach this computer's ports. Ours may, and nothing further.
  app.commandLine.appendSwitch(
    'disable-features',
    'LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
  )
}

/** Serves the renderer bundle: the same list, found by the same exact match, as a browser guest gets. */
export function serveAppScheme(pages: Promise<PageFiles>): void {
  protocol.handle(scheme, async (request) => {
    const { host, pathname } = new URL(request.url)
    const page = host === appHost && request.method === 'GET' ? (await pages).get(pathname) : undefined
    if (page === undefined) return new Response('There is no such page.', { status: 404 })
    return new Response(new Uint8Array(page.bytes), { headers: page.headers })
  })
}

/** Resolves when the page has its script: it is busy then for a while, and this process is not. */
export function whenScriptIsThere(): Promise<void> {
  const { webRequest } = session.defaultSession
  return new Promise((resolve) => {
    webRequest.onCompleted(({ resourceType }) => {
      if (resourceType !== 'script') return
      webRequest.onCompleted(null)
      resolve()
    })
  })
}

/** Whether a page or frame at this address is Gesso's own. */
export function isAppUrl(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`)
}
