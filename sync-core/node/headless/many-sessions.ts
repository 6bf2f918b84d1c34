// The pictures of one host that has no window: each is opened when the first of its guests comes, and closed when the last one left
// and everything is stored.

import type { Limits } from '../../base/limits.ts'
import { ProtocolError } from '../../base/errors.ts'
import type { Clock } from '../../base/clock.ts'
import type { HostEnd } from '../../host-contract.ts'
import type { PictureId } from '../../pictures/picture-accessor.ts'
import type { Connection, ConnectionHandler } from '../../protocol/connection.ts'
import type { Hosting } from '../hosting.ts'
import type { OpenSession } from '../open-session.ts'
import { routeConnection } from './session-router.ts'

export interface ManySessionsOptions {
  readonly hosting: Pick<Hosting, 'open' | 'pictureOf'>
  readonly clock: Clock
  readonly limits: Limits
  readonly onOpened: (session: OpenSession) => void
  readonly onClosed: (id: PictureId, sentence: string) => void
  readonly onNote: (sentence: string) => void
}

export class ManySessions {
  private readonly options: ManySessionsOptions
  private readonly sessions = new Map<PictureId, Promise<OpenSession>>()
  /** Those that are being closed: a picture is opened again only after that. */
  private readonly closing = new Map<PictureId, Promise<void>>()
  private readonly opened = new Map<PictureId, OpenSession>()
  private refusal: ProtocolError | undefined

  constructor(options: ManySessionsOptions) {
    this.options = options
  }

  get isDraining(): boolean {
    return this.refusal !== undefined
  }

  accept(connection: Connection): ConnectionHandler {
    const { clock, limits, hosting } = this.options
    return routeConnection(connection, {
      clock,
      limits,
      closed: () => this.refusal,
      find: async (token) => {
        const id = await hosting.pictureOf(token)
        return id === undefined ? undefined : (await this.sessionOf(id)).host
      },
    })
  }

  /** The pictures that are open now. */
  get open(): readonly OpenSession[] {
    return [...this.opened.values()]
  }

  /** Lets nobody in any more, tells everybody, stores everything; guests come back when there is a host again. Never rejects. */
  async drain(sentence: string): Promise<void> {
    this.refusal = new ProtocolError('restarting', sentence)
    await Promise.all([...this.sessions.keys()].map((id) => this.close(id, sentence, 'for-now')))
    await Promise.all(this.closing.values())
  }

  private sessionOf(id: PictureId): Promise<OpenSession> {
    const known = this.sessions.get(id)
    if (known !== undefined) return known
    const opening = this.start(id)
    this.sessions.set(id, opening)
    opening.catch(() => {
      if (this.sessions.get(id) === opening) this.sessions.delete(id)
    })
    return opening
  }

  private async start(id: PictureId): Promise<OpenSession> {
    await this.closing.get(id)
    const session = await this.options.hosting.open(id, () => {
      // Who comes at this moment comes back.
      void this.close(id, 'Everybody left.', 'for-now')
    })
    this.opened.set(id, session)
    this.options.onOpened(session)
    session.onFailure((sentence) => void this.close(id, sentence))
    return session
  }

  private async close(id: PictureId, sentence: string, forHowLong?: HostEnd): Promise<void> {
    const session = this.sessions.get(id)
    if (session === undefined) return
    this.sessions.delete(id)
    this.opened.delete(id)
    const closed = session
      .then(async (open) => {
        await open.close(sentence, forHowLong)
        this.options.onClosed(id, sentence)
      })
      .catch((error: unknown) => this.options.onNote(String(error)))
      .finally(() => this.closing.delete(id))
    this.closing.set(id, closed)
    await closed
  }
}
