// The SDK's client with what we ask of every call: few at once, an end in time whatever happens, one way to stop them all,
// and errors for people. Everything that knows the credentials is behind `#`, so that no log or inspection shows them.

import { S3Client } from '@aws-sdk/client-s3'
import { limits } from '../../base/limits.ts'
import { makeS3Error, s3Error } from './s3-error.ts'
import type { S3Action } from './s3-error.ts'
import { checkS3Settings } from './s3-settings.ts'
import type { S3Place, S3Settings } from './s3-settings.ts'

/** How patient a connection is. Tests and "Test connection" are less so. */
export interface S3Patience {
  readonly requestsAtOnce: number
  readonly attemptsMax: number
  readonly connectWithinMs: number
  /** For one try without a body. */
  readonly requestWithinMs: number
}

export const usualPatience: S3Patience = {
  requestsAtOnce: limits.s3RequestsAtOnce,
  attemptsMax: limits.s3AttemptsMax,
  connectWithinMs: limits.s3ConnectWithinMs,
  requestWithinMs: limits.s3RequestWithinMs,
}

/** What every `client.send` is given. */
export interface SendOptions {
  readonly abortSignal: AbortSignal
  readonly requestTimeout: number
}

/** The SDK's waits between tries, at most: what a deadline leaves for them. */
const retryWaitMs = 2_000

export class S3Connection {
  readonly place: S3Place
  readonly #client: S3Client
  private readonly patience: S3Patience
  private readonly underWay = new Set<AbortController>()
  private readonly waiting: (() => void)[] = []
  private free: number
  private isClosed = false

  /** Throws StorageError('invalid') for settings that can't be right. Nothing is sent yet. */
  constructor(settings: S3Settings, patience: S3Patience = usualPatience) {
    this.place = checkS3Settings(settings)
    this.patience = patience
    this.free = patience.requestsAtOnce
    this.#client = makeClient(settings, this.place, patience)
  }

  /** The store's clock minus this computer's, as far as the SDK had to make up for it; 0 while they agree to some minutes. */
  get clockOffMs(): number {
    return this.#client.config.systemClockOffset
  }

  /**
   * Does one call, whose bodies have up to so many bytes. Always settles: by the tries' own time-outs, or by the deadline
   * of the whole. Rejects with S3Error for everything that the world did.
   */
  async call<T>(
    action: S3Action,
    bytes: number,
    work: (client: S3Client, options: SendOptions) => Promise<T>,
  ): Promise<T> {
    const call = { action, place: this.place.name }
    await this.enter()
    const controller = new AbortController()
    let timer: NodeJS.Timeout | undefined
    try {
      if (this.isClosed) throw makeS3Error('closed', call)
      this.underWay.add(controller)
      const requestTimeout = Math.min(
        this.patience.requestWithinMs + Math.ceil((bytes / limits.s3SlowestBytesPerSecond) * 1000),
        limits.s3RequestWithinMsMax,
      )
      const deadlineMs = this.patience.attemptsMax * (requestTimeout + retryWaitMs)
      // The SDK looks at the signal only between its steps, so the wait itself is raced too.
      const ended = new Promise<never>((_, reject) => {
        controller.signal.addEventListener('abort', () =>
          reject(makeS3Error(this.isClosed ? 'closed' : 'time-out', call)),
        )
      })
      timer = setTimeout(() => controller.abort(), deadlineMs)
      const done = work(this.#client, { abortSignal: controller.signal, requestTimeout })
      return await Promise.race([done, ended])
    } catch (error) {
      throw s3Error(error, call)
    } finally {
      clearTimeout(timer)
      this.underWay.delete(controller)
      this.leave()
    }
  }

  /** Ends everything under way and refuses what comes later. */
  close(): void {
    this.isClosed = true
    for (const controller of this.underWay) controller.abort()
    this.#client.destroy()
  }

  private enter(): Promise<void> | undefined {
    if (this.free > 0) {
      this.free--
      return undefined
    }
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  private leave(): void {
    const next = this.waiting.shift()
    if (next === undefined) this.free++
    else next()
  }
}

function makeClient(settings: S3Settings, place: S3Place, patience: S3Patience): S3Client {
  const agent = { keepAlive: true, maxSockets: patience.requestsAtOnce }
  const checksums = place.checksums === 'always' ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED'
  return withoutVersionWarning(
    () =>
      new S3Client({
        region: place.region,
        ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint }),
        ...(settings.credentials === undefined ? {} : { credentials: { ...settings.credentials } }),
        forcePathStyle: place.pathStyle,
        requestChecksumCalculation: checksums,
        responseChecksumValidation: checksums,
        // A store that never says "100 Continue" would get each large body only after the request's time-out.
        expectContinueHeader: false,
        retryMode: 'standard',
        maxAttempts: patience.attemptsMax,
        requestHandler: {
          connectionTimeout: patience.connectWithinMs,
          requestTimeout: patience.requestWithinMs,
          throwOnRequestTimeout: true,
          socketTimeout: limits.s3SilenceMs,
          httpAgent: agent,
          httpsAgent: agent,
        },
      }),
  )
}

/**
 * The SDK warns of the Node that Electron brings when the first client is made. Its own switch for that is a variable, which
 * is set only meanwhile: programs that we start have nothing to do with it.
 */
function withoutVersionWarning<T>(make: () => T): T {
  const name = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'
  const before = process.env[name]
  process.env[name] = 'true'
  try {
    return make()
  } finally {
    if (before === undefined) delete process.env[name]
    else process.env[name] = before
  }
}
