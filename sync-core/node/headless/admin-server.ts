// Health, metrics and the admin page, on a port of their own. Health and metrics name no person and no title, and are for everybody who
// reaches the port; the page wants a password, whose hash alone is kept, and takes wishes from itself only.

import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../base/clock.ts'
import { StorageError } from '../../base/errors.ts'
import { limits } from '../../base/limits.ts'
import { TokenBucket } from '../../base/token-bucket.ts'
import { isFromHere, isOwnHost } from '../page-policy.ts'
import type { ServerIdentity } from '../session-server.ts'
import { adminPage, adminStyle, type AdminView } from './admin-page.ts'

export interface AdminDeeds {
  /** Reject with StorageError, or return what to tell. */
  readonly createPicture: (wish: URLSearchParams) => Promise<string>
  readonly makeInvite: (wish: URLSearchParams) => Promise<string>
  readonly withdrawInvite: (wish: URLSearchParams) => Promise<string>
}

export interface AdminOptions {
  readonly address: string
  readonly port: number
  /** Where others than programs of this computer reach it, it speaks TLS. */
  readonly identity: ServerIdentity
  readonly names: readonly string[]
  /** Without it the page is closed. */
  readonly password: string | undefined
  readonly clock: Clock
  readonly health: () => { readonly isWell: boolean; readonly facts: Readonly<Record<string, unknown>> }
  readonly metrics: { readonly contentType: string; text(): Promise<string> }
  readonly view: () => Promise<AdminView>
  readonly deeds: AdminDeeds
}

export interface AdminServer {
  readonly port: number
  close(): Promise<void>
}

const headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // With 'no-referrer' a browser would say no Origin of its own page either.
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
} as const

/** Rejects with StorageError when the port can't be opened. */
export async function openAdminServer(options: AdminOptions): Promise<AdminServer> {
  const isHere = isFromHere(options.address)
  const own = { maxHeaderSize: limits.requestHeadBytesMax, headersTimeout: limits.requestHeadWithinMs }
  const { privateKeyPem: key, certificatePem: cert } = options.identity
  const server: Server = isHere
    ? createServer({ ...own, requestTimeout: limits.requestHeadWithinMs })
    : createTlsServer({
        ...own,
        requestTimeout: limits.requestHeadWithinMs,
        key,
        cert,
        minVersion: 'TLSv1.3',
      })
  const site = new AdminSite(options, isHere ? 'http' : 'https')
  server.on('request', (request, response) => void site.answer(request, response))
  server.maxConnections = limits.adminConnectionsMax
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new StorageError(
          'unavailable',
          `The admin port ${options.port} of ${options.address} could not be opened (${error.message}).`,
        ),
      ),
    )
    server.listen({ host: options.address, port: options.port }, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

class AdminSite {
  private readonly options: AdminOptions
  private readonly scheme: 'http' | 'https'
  private readonly wrongPasswords: TokenBucket

  constructor(options: AdminOptions, scheme: 'http' | 'https') {
    this.options = options
    this.scheme = scheme
    this.wrongPasswords = new TokenBucket(
      options.clock,
      limits.wrongPasswordsPerSecond,
      limits.wrongPasswordsBurst,
    )
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.serve(request, response)
    } catch (error) {
      const sentence =
        error instanceof StorageError ? error.message : 'Something went wrong inside of the host.'
      say(response, error instanceof StorageError ? 400 : 500, sentence)
    }
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { health, metrics, names } = this.options
    const path = (request.url ?? '').split('?', 1)[0]
    const { host } = request.headers
    if (!isOwnHost(host, names)) return say(response, 421, 'This host is not asked for by that name.')
    if (request.method === 'GET' && path === '/health') {
      const { isWell, facts } = health()
      return send(
        response,
        isWell ? 200 : 503,
        'application/json',
        `${JSON.stringify({ ok: isWell, ...facts })}\n`,
      )
    }
    if (request.method === 'GET' && path === '/metrics')
      return send(response, 200, metrics.contentType, await metrics.text())
    if (request.method === 'GET' && path === '/admin.css') return send(response, 200, 'text/css', adminStyle)
    if (path !== '/admin' && path?.startsWith('/admin/') !== true)
      return say(response, 404, 'There is no such page here.')
    if (!this.isOwner(request, response)) return
    if (request.method === 'GET' && path === '/admin') return this.show(response)
    if (request.method !== 'POST') return say(response, 405, 'Only GET and POST.')
    if (request.headers.origin !== undefined && request.headers.origin !== `${this.scheme}://${host}`)
      return say(response, 403, 'A page from another place may not ask for this.')
    const wish = new URLSearchParams(await readBody(request))
    const { createPicture, makeInvite, withdrawInvite } = this.options.deeds
    const deed = {
      '/admin/pictures': createPicture,
      '/admin/invites': makeInvite,
      '/admin/withdraw': withdrawInvite,
    }[path]
    if (deed === undefined) return say(response, 404, 'There is no such page here.')
    let said: string
    try {
      said = await deed(wish)
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      said = error.message
    }
    await this.show(response, said)
  }

  private async show(response: ServerResponse, said?: string): Promise<void> {
    const view = await this.options.view()
    send(
      response,
      200,
      'text/html; charset=utf-8',
      adminPage({ ...view, ...(said !== undefined && { said }) }),
    )
  }

  /** Says so when not. */
  private isOwner(request: IncomingMessage, response: ServerResponse): boolean {
    const { password } = this.options
    if (password === undefined) {
      say(response, 403, 'The admin page is closed: start the host with --admin-password-file.')
      return false
    }
    const [, credentials = ''] =
      /^Basic ([A-Za-z0-9+/=]{1,400})$/.exec(request.headers.authorization ?? '') ?? []
    const shown = Buffer.from(credentials, 'base64').toString('utf8').split(':').slice(1).join(':')
    // While too many were wrong none is looked at, or the pause would keep nobody from guessing.
    if (!this.wrongPasswords.has(1)) {
      say(response, 429, 'Too many wrong passwords. Wait a minute.')
      return false
    }
    if (credentials !== '') {
      if (timingSafeEqual(hashOf(shown), hashOf(password))) return true
      this.wrongPasswords.take(1)
    }
    response.setHeader('www-authenticate', 'Basic realm="Gesso host", charset="UTF-8"')
    say(response, 401, 'The admin page wants the password; any user name will do.')
    return false
  }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Throws StorageError('invalid') for one that is too large. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes > limits.helloBytesMax) throw new StorageError('invalid', 'The request is too large.')
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { ...headers, 'content-type': contentType })
  response.end(body)
}

function say(response: ServerResponse, status: number, sentence: string): void {
  send(response, status, 'text/plain; charset=utf-8', `${sentence}\n`)
}
