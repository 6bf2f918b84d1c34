// The one session that this window hosts. Hosting takes a moment (claim, journal, thread, port), so a second wish may
// come in the middle of it, and quitting too: everything goes one after the other.

import { StorageError } from '../../sync-core/index.ts'
import type { Hosting, RunningSession } from '../../sync-core/node/hosting.ts'
import type { HostedSession, Reach } from '../ipc/contract.ts'

export class HostedPicture {
  private readonly hosting: Hosting
  private readonly onFailure: (sentence: string) => void
  private running: RunningSession | undefined
  private queue: Promise<unknown> = Promise.resolve()

  constructor(hosting: Hosting, onFailure: (sentence: string) => void) {
    this.hosting = hosting
    this.onFailure = onFailure
  }

  /**
   * Hosts the picture. The picture that is hosted already is answered as it runs, so that a reloaded page finds its
   * session again; another one is refused until this one is ended.
   */
  host(pictureId: string, reach: Reach): Promise<HostedSession> {
    return this.enqueue(async () => {
      if (this.running !== undefined && this.running.pictureId !== pictureId) {
        throw new StorageError('in-use', `“${this.running.title}” is being hosted. End that session first.`)
      }
      this.running ??= await this.start(pictureId, reach)
      return describe(this.running)
    })
  }

  /** Tells guests the sentence, saves, and ends the session; does nothing when there is none. Throws StorageError. */
  stop(sentence: string): Promise<void> {
    return this.enqueue(async () => {
      const running = this.running
      this.running = undefined
      await running?.close(sentence)
    })
  }

  /** People in the session besides the one at this computer. */
  guests(): number {
    return Math.max(0, (this.running?.state().people ?? 0) - 1)
  }

  private async start(pictureId: string, reach: Reach): Promise<RunningSession> {
    const session = await this.hosting.host(pictureId, reach)
    session.onFailure((sentence) => {
      if (this.running !== session) return
      this.onFailure(sentence)
      this.stop(sentence).catch((error: unknown) => console.error(error))
    })
    return session
  }

  private enqueue<T>(run: () => Promise<T>): Promise<T> {
    const result = this.queue.then(run, run)
    this.queue = result.catch(() => undefined)
    return result
  }
}

function describe(session: RunningSession): HostedSession {
  const { pictureId, title, reach, invites, ownInvite, notices } = session
  return { pictureId, title, reach, invites, ownInvite, notices }
}
