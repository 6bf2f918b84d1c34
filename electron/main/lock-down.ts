import { app, session, type WebContents } from 'electron'
import { isAppUrl } from './app-scheme.ts'

/** Reaching a host is what the page is for; everything else a page could ask for is denied. */
const granted: ReadonlySet<string> = new Set(['local-network', 'local-network-access', 'loopback-network'])

/** No page may leave Gesso, open a window, embed another page, or get a permission that Gesso does not use. */
export function lockDown(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
  })
  const pages = session.defaultSession
  pages.setPermissionRequestHandler((contents, permission, answer) => {
    answer(granted.has(permission) && isAppUrl(contents.getURL()))
  })
  pages.setPermissionCheckHandler(
    (_contents, permission, origin) => granted.has(permission) && isAppUrl(origin),
  )
  pages.setDevicePermissionHandler(() => false)
  pages.on('will-download', (event, item, contents) => {
    if (!isOwnDownload(item.getURLChain(), pageOf(contents))) event.preventDefault()
  })
}

/**
 * Only what the app's own page made itself is saved; the system then asks the person where to. `urls` is the way to the file,
 * of which every step counts.
 */
function isOwnDownload(urls: readonly string[], pageUrl: string): boolean {
  const own = urls.filter((url) => url.startsWith('blob:') && isAppUrl(url.slice('blob:'.length)))
  return urls.length > 0 && own.length === urls.length && isAppUrl(pageUrl)
}

/** Where the page is that wants the file: nowhere, when there is none or it is gone. */
function pageOf(contents: WebContents | undefined): string {
  return contents?.isDestroyed() === false ? contents.getURL() : ''
}
