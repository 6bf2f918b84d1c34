// A small S3 server inside of a test's process: strict about signatures and checksums, right about conditional writes, and
// ready to fail in every way that a network can. It knows the five operations that we use, and no more: what else the
// store would ask for is refused. The same tests run against a real server (real-s3.test.ts), so that this one's idea of
// S3 is not the only witness.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { S3Settings } from '../../node/s3/s3-settings.ts'
import { S3Objects, toXml } from './s3-objects.ts'
import type { S3Answer, S3Habits } from './s3-objects.ts'
import { S3Refusal } from './s3-refusal.ts'
import { parseS3Request, readS3Body } from './s3-request.ts'
import type { S3Operation, S3Request } from './s3-request.ts'
import { checkSignature } from './s3-signature.ts'

/**
 * What goes wrong with a request. 'before': nothing was done; 'after': it was done, and only the answer is lost. A late
 * request is done after the delay even when the client has gone; a cut one sends half of its answer's body.
 */
export type S3Fault =
  | { readonly kind: 'status'; readonly status: number; readonly code: string }
  | { readonly kind: 'reset' | 'hang'; readonly when: 'before' | 'after' }
  | { readonly kind: 'late'; readonly delayMs: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'babble'; readonly text: string }

/** A request that was answered, or was to be. */
export interface S3Record {
  readonly operation: S3Operation
  readonly key: string
  readonly bytesIn: number
  readonly status: number
}

export interface S3LightOptions extends S3Habits {
  /** The server's clock minus this computer's. */
  readonly clockOffMs?: number
  /** What the key is not permitted. */
  readonly denied?: readonly S3Operation[]
}

const accessKeyId = 'LIGHTACCESSKEY'
const secretAccessKey = 'light/secret+0123456789'

export class S3Light {
  /** Settings that reach it. */
  readonly settings: S3Settings
  /** What was asked for so far, in the order of the answers. */
  readonly requests: S3Record[] = []
  bytesIn = 0
  bytesOut = 0
  /** The most requests that were being answered at one time. */
  underWayMax = 0
  /** Decides over each request before it is done. */
  fault: (request: S3Request) => S3Fault | undefined = () => undefined
  private underWay = 0
  private readonly options: S3LightOptions
  private readonly server: Server
  private readonly store: S3Objects

  private constructor(options: S3LightOptions, server: Server) {
    this.options = options
    this.server = server
    this.store = new S3Objects(options)
    this.settings = {
      bucket: 'pictures',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId, secretAccessKey },
    }
    server.on('request', (incoming, response) => {
      this.underWayMax = Math.max(this.underWayMax, ++this.underWay)
      response.once('close', () => this.underWay--)
      void this.serve(incoming, response)
    })
  }

  /** Starts on a free port of loopback, with the empty bucket `pictures`. */
  static async start(options: S3LightOptions = {}): Promise<S3Light> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new S3Light(options, server)
  }

  /** The keys in the bucket, sorted. */
  keys(): string[] {
    return [...this.store.objects.keys()].sort()
  }

  /** The next requests of an operation go wrong. */
  failNext(operation: S3Operation, fault: S3Fault, times = 1): void {
    const before = this.fault
    let left = times
    this.fault = (request) => {
      if (request.operation !== operation || left === 0) return before(request)
      left--
      return fault
    }
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close')
    this.server.close()
    this.server.closeAllConnections()
    await closed
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const nowMs = Date.now() + (this.options.clockOffMs ?? 0)
    response.setHeader('date', new Date(nowMs).toUTCString())
    try {
      const request = parseS3Request(incoming)
      checkSignature(request, { accessKeyId, secretAccessKey, nowMs })
      const body = await readS3Body(incoming)
      this.bytesIn += body.length
      const fault = this.fault(request)
      if (fault?.kind === 'late') await delay(fault.delayMs)
      if (fault?.kind === 'status') throw new S3Refusal(fault.status, fault.code)
      if (fault !== undefined && 'when' in fault && fault.when === 'before') {
        if (fault.kind === 'reset') incoming.socket.destroy()
        return
      }
      const answer =
        fault?.kind === 'babble' ? { status: 200, body: fault.text } : this.answer(request, body, nowMs)
      this.record(request, body.length, answer.status)
      this.send(incoming, response, answer, fault)
    } catch (error) {
      // The client broke off.
      if (!(error instanceof S3Refusal)) return void incoming.socket.destroy()
      const { status, code, message } = error
      response.setHeader('connection', 'close')
      const body = `<Error><Code>${code}</Code><Message>${toXml(message)}</Message></Error>`
      this.send(incoming, response, { status, body }, undefined)
    }
  }

  private answer(request: S3Request, body: Buffer, nowMs: number): S3Answer {
    if (request.bucket !== this.settings.bucket) throw new S3Refusal(404, 'NoSuchBucket')
    if (this.options.denied?.includes(request.operation) === true) throw new S3Refusal(403, 'AccessDenied')
    try {
      return this.store.answer(request, body, nowMs)
    } catch (error) {
      if (error instanceof S3Refusal) this.record(request, body.length, error.status)
      throw error
    }
  }

  private record({ operation, key }: S3Request, bytesIn: number, status: number): void {
    this.requests.push({ operation, key, bytesIn, status })
  }

  private send(
    incoming: IncomingMessage,
    response: ServerResponse,
    { status, headers = {}, body = '' }: S3Answer,
    fault: S3Fault | undefined,
  ): void {
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'reset') return void incoming.socket.destroy()
    const bytes = Buffer.from(body)
    this.bytesOut += bytes.length
    const length = status === 204 ? {} : { 'content-length': bytes.length }
    response.writeHead(status, { 'content-type': 'application/xml', ...length, ...headers })
    if (fault?.kind !== 'cut') return void response.end(bytes)
    response.write(bytes.subarray(0, bytes.length >> 1), () => incoming.socket.destroy())
  }
}
