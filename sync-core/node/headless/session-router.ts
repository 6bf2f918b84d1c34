// One port for many pictures: who comes shows a token first, and its picture is where the connection goes on. Until then nothing is
// known of anybody, so nothing but the hello is read, and little is kept.

import type { Clock, Timer } from '../../base/clock.ts'
import { ProtocolError, StorageError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { checkVersion } from '../../broadcast/check-version.ts'
import type { Host } from '../../host-contract.ts'
import type { Connection, ConnectionHandler } from '../../protocol/connection.ts'
import { decodeClientMessage, encodeHostMessage } from '../../protocol/messages.ts'

export interface RouterOptions {
  readonly clock: Clock
  readonly limits: Limits
  /** Why nobody is let in now. */
  readonly closed: () => ProtocolError | undefined
  /** The host of the picture to which a token leads, opened when it is not yet; undefined for a token of nobody. Rejects with StorageError. */
  readonly find: (token: Uint8Array) => Promise<Pick<Host, 'accept'> | undefined>
}

/** A new connection; its handler is told what comes in. */
export function routeConnection(connection: Connection, options: RouterOptions): ConnectionHandler {
  return new Arriving(connection, options)
}

class Arriving implements ConnectionHandler {
  private readonly connection: Connection
  private readonly options: RouterOptions
  private readonly timer: Timer
  private state: 'greeting' | 'looking' | 'there' | 'gone' = 'greeting'
  private there: ConnectionHandler | undefined

  constructor(connection: Connection, options: RouterOptions) {
    this.connection = connection
    this.options = options
    const { clock, limits } = options
    this.timer = clock.after(limits.helloWithinMs, () =>
      this.refuse(
        new ProtocolError('malformed', `No hello came within ${limits.helloWithinMs / 1000} seconds.`),
      ),
    )
  }

  onMessage(bytes: Uint8Array): void {
    if (this.there !== undefined) return this.there.onMessage(bytes)
    if (this.state === 'gone') return
    try {
      this.look(bytes)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.refuse(error)
    }
  }

  onDrain(): void {
    this.there?.onDrain()
  }

  onClose(): void {
    this.options.clock.cancel(this.timer)
    this.state = 'gone'
    this.there?.onClose()
  }

  private look(bytes: Uint8Array): void {
    const { limits, clock, closed, find } = this.options
    const refusal = closed()
    if (refusal !== undefined) throw refusal
    if (this.state === 'looking')
      throw new ProtocolError('malformed', 'A hello is answered before anything else is said.')
    if (bytes.length > limits.helloBytesMax) {
      throw new ProtocolError(
        'too-large',
        `A message of ${bytes.length} bytes is over the limit of ${limits.helloBytesMax}.`,
      )
    }
    checkVersion(bytes)
    const message = decodeClientMessage(bytes)
    if (message.kind !== 'hello')
      throw new ProtocolError('malformed', `A ${message.kind} is not expected before the hello.`)
    this.state = 'looking'
    clock.cancel(this.timer)
    // The network may use its buffer again before the picture is open.
    const hello = bytes.slice()
    find(message.token).then(
      (host) => this.goOn(host, hello),
      (error: unknown) => this.refuse(troubleOf(error)),
    )
  }

  private goOn(host: Pick<Host, 'accept'> | undefined, hello: Uint8Array): void {
    if (this.state !== 'looking') return
    if (host === undefined) return this.refuse(unknownToken())
    this.state = 'there'
    this.there = host.accept(this.connection)
    this.there.onMessage(hello)
  }

  private refuse({ code, message: sentence }: ProtocolError): void {
    if (this.state === 'gone') return
    this.state = 'gone'
    this.options.clock.cancel(this.timer)
    this.connection.send(encodeHostMessage({ kind: 'refusal', code, sentence }))
    this.connection.close()
  }
}

/** What can't be opened now may be opened later: a guest tries again. */
function troubleOf(error: unknown): ProtocolError {
  const why = error instanceof StorageError ? error.message : 'Something went wrong inside of the host.'
  return new ProtocolError('internal', `The picture could not be opened: ${why}`)
}

function unknownToken(): ProtocolError {
  const sentence = 'This invite is not valid for this session: ask the host for a new one.'
  return new ProtocolError('bad-token', sentence)
}
