// The one session that this window hosts. Hosting takes a moment (claim, journal, thread, port), so a second wish may
// come in the middle of it, and quitting too: everything goes one after the other.

import { StorageError, type Clock } from '../../sync-core/index.ts'
import type { Hosting, RunningSession } from '../../sync-core/node/hosting.ts'
import type {
  HostedSession,
  HostingFailure,
  InvitesNow,
  InviteTerms,
  NextOffer,
  OfferedCopy,
  Reach,
} from '../ipc/contract.ts'
import { watchSave } from './watch-save.ts'

/** What a copy is told by: id, title and size of the new picture. */
type Copy = Awaited<ReturnType<NonNullable<RunningSession['keepCopy']>>>

export interface HostedSurroundings {
  /** The hosting of now: it changes with the place where pictures are kept. */
  readonly hosting: () => Hosting
  readonly clock: Clock
  readonly onFailure: (failure: HostingFailure) => void
  /** `invites` has something else to say. */
  readonly onReach: () => void
  /** Told how far the last save of a session is, in a sentence; in '' when the session is closed. */
  readonly onSaving: (sentence: string) => void
}

export class HostedPicture {
  private readonly surroundings: HostedSurroundings
  private running: RunningSession | undefined
  /** The running session can't go on, and is there for its unsaved work only. */
  private hasFailed = false
  private queue: Promise<unknown> = Promise.resolve()
  /** The last stop, while it is under way. */
  private stopping: Promise<void> | undefined

  constructor(surroundings: HostedSurroundings) {
    this.surroundings = surroundings
  }

  /**
   * Hosts the picture. The picture that is hosted already is answered as it runs, so that a reloaded page finds its
   * session again; another one is refused until this one is ended. What `look` finds first is answered instead.
   */
  host<Found = never>(
    pictureId: string,
    reach: Reach,
    look?: () => Promise<Found | undefined>,
  ): Promise<HostedSession | Found> {
    return this.enqueue(async () => {
      const found = await look?.()
      if (found !== undefined) return found
      if (this.hasFailed) await this.end('The host opened the picture again.').catch(() => undefined)
      if (this.running !== undefined && this.running.pictureId !== pictureId) {
        throw new StorageError('in-use', `“${this.running.title}” is being hosted. End that session first.`)
      }
      this.running ??= await this.start(pictureId, reach)
      return describe(this.running)
    })
  }

  /**
   * Tells guests the sentence, saves, and ends the session; does nothing when there is none. Throws StorageError, also that of a
   * stop that was under way already: whoever asked for that one may not have waited.
   */
  stop(sentence: string): Promise<void> {
    const { stopping } = this
    const ended = this.enqueue(() => this.end(sentence))
      .then(() => stopping)
      .finally(() => {
        if (this.stopping === ended) this.stopping = undefined
      })
    this.stopping = ended
    return ended
  }

  /** The invites that are good now. Throws StorageError when nothing is hosted. */
  invites(): InvitesNow {
    return invitesOf(this.hostedNow())
  }

  /** Throws StorageError when it can't be kept, or there are too many. */
  async makeInvite(terms: InviteTerms): Promise<InvitesNow> {
    await this.hostedNow().invites.make(terms)
    return this.invites()
  }

  async withdrawInvite(id: string): Promise<InvitesNow> {
    await this.hostedNow().invites.withdraw(id)
    return this.invites()
  }

  /** Keeps the offered work as a picture of its own. Throws StorageError when nothing is offered, or writing failed. */
  keepCopy(): Promise<{ copy: Copy } & NextOffer> {
    return this.enqueue(async () => {
      const { running } = this
      if (running?.keepCopy === undefined || offerOf(running) === undefined)
        throw new StorageError('not-found', 'There is no unsaved work that could be kept as a copy.')
      const copy = await running.keepCopy()
      return { copy, ...nextOf(running) }
    })
  }

  /** Throws the offered work of that name away, for ever. Throws StorageError when it is not offered, or the disk refuses. */
  dropCopy(name: string): Promise<NextOffer> {
    return this.enqueue(async () => {
      const { running } = this
      if (running?.dropCopy === undefined || offerOf(running)?.droppable !== name)
        throw new StorageError('not-found', 'There is no unsaved work that could be thrown away.')
      await running.dropCopy(name)
      return nextOf(running)
    })
  }

  /** Runs it while no session is hosted, and none is begun meanwhile. Throws StorageError with the sentence while one is. */
  whileNoneIsHosted<T>(refusal: (title: string) => string, run: () => Promise<T>): Promise<T> {
    return this.enqueue(async () => {
      if (this.running !== undefined) throw new StorageError('in-use', refusal(this.running.title))
      return run()
    })
  }

  get isHosting(): boolean {
    return this.running !== undefined
  }

  /** People in the session besides the one at this computer. */
  guests(): number {
    return Math.max(0, (this.running?.state().people ?? 0) - 1)
  }

  private async start(pictureId: string, reach: Reach): Promise<RunningSession> {
    const session = await this.surroundings.hosting().host(pictureId, reach)
    session.onReach(() => {
      if (this.running === session) this.surroundings.onReach()
    })
    session.onFailure((sentence) => {
      if (this.running !== session) return
      const copyOffer = offerOf(session)
      this.surroundings.onFailure({ message: sentence, ...(copyOffer !== undefined && { copyOffer }) })
      // With unsaved work in it, it is closed when the person has decided about that and leaves.
      this.hasFailed = copyOffer !== undefined
      if (copyOffer === undefined) this.stop(sentence).catch((error: unknown) => console.error(error))
    })
    return session
  }

  private async end(sentence: string): Promise<void> {
    const { running } = this
    this.running = undefined
    this.hasFailed = false
    if (running === undefined) return
    const { clock, onSaving } = this.surroundings
    const endWatch = watchSave(clock, () => running.state().saved, onSaving)
    try {
      await running.close(sentence)
    } finally {
      endWatch()
      onSaving('')
    }
  }

  private hostedNow(): RunningSession {
    if (this.running === undefined)
      throw new StorageError('not-found', 'There is no session that is hosted here.')
    return this.running
  }

  private enqueue<T>(run: () => Promise<T>): Promise<T> {
    const result = this.queue.then(run, run)
    this.queue = result.catch(() => undefined)
    return result
  }
}

function describe(session: RunningSession): HostedSession {
  const { pictureId, title, reach, ownInvite, notices } = session
  const copyOffer = offerOf(session)
  return {
    pictureId,
    title,
    reach,
    ...invitesOf(session),
    ownInvite,
    notices,
    ...(copyOffer !== undefined && { copyOffer }),
  }
}

function invitesOf(session: RunningSession): InvitesNow {
  const whoCanJoin = session.whoCanJoin()
  return { invites: session.invites.list(), ...(whoCanJoin && { whoCanJoin }) }
}

function offerOf(session: RunningSession): OfferedCopy | undefined {
  const sentence = session.keepCopy === undefined ? undefined : session.copyOffer?.()
  if (sentence === undefined) return undefined
  const droppable = session.dropCopy === undefined ? undefined : session.droppableCopy?.()
  return { sentence, ...(droppable !== undefined && { droppable }) }
}

function nextOf(session: RunningSession): NextOffer {
  const next = offerOf(session)
  return next === undefined ? {} : { next }
}
