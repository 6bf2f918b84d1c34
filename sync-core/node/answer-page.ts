import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PageFiles } from './page-files.ts'
import { isOwnHost } from './page-policy.ts'

const plainHeaders = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

/** Answers with the page of exactly this path, to GET and HEAD, where the request's Host is an address or one of `names`. */
export function answerPage(
  pages: PageFiles,
  names: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  // A body is not wanted, and not waited for.
  request.resume()
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...plainHeaders, allow: 'GET, HEAD', connection: 'close' })
    response.end('Only GET and HEAD.\n')
    return
  }
  if (!isOwnHost(request.headers.host, names)) {
    say(request, response, 421, 'This host is not asked for by that name: use the link of the invite.\n')
    return
  }
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  const page = pages.get(path)
  if (page === undefined) {
    say(request, response, 404, 'There is no such page here.\n')
    return
  }
  response.writeHead(200, { ...page.headers, 'content-length': page.bytes.length })
  response.end(request.method === 'HEAD' ? undefined : page.bytes)
}

/** Tells a browser from elsewhere to ask again inside of TLS. What follows the `#` of a link stays with the browser, and goes along. */
export function sendToTls(
  names: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  request.resume()
  const { host } = request.headers
  if (!isOwnHost(host, names)) {
    say(request, response, 421, 'This host is not asked for by that name: use the link of the invite.\n')
    return
  }
  response.writeHead(308, { ...plainHeaders, connection: 'close', location: `https://${host}/` })
  response.end()
}

function say(request: IncomingMessage, response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, plainHeaders)
  response.end(request.method === 'HEAD' ? undefined : sentence)
}
