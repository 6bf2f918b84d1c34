// Which screen the window shows, and the few ways from one to another. Nothing here knows pixels or React.

import { createStore } from 'zustand/vanilla'
import type { HostingFailure, IfElsewhere, OpenElsewhere, Reach } from '../../electron/ipc/contract.ts'
import { limits, parseInvite, type CanvasSize } from '../../sync-core/index.ts'
import { fitLine } from '../files/fit-name.ts'
import { gessoApi } from '../session/gesso-api.ts'
import { isFailure } from '../session/is-failure.ts'
import { loadPerson, participantKey, savePerson, type Person } from '../session/person.ts'
import { readFile } from '../session/read-file.ts'
import {
  openRunningSession,
  type Joinable,
  type OpenedFile,
  type RunningSession,
} from '../session/running-session.ts'
import { strings } from '../strings.ts'

/** Where the window came from and goes back to. */
export type Home = { readonly kind: 'start' } | { readonly kind: 'guest'; readonly invite: string }

/** Another computer seems to have the picture open. */
export interface Takeover extends Omit<OpenElsewhere, 'kind'> {
  readonly kind: 'takeover'
  readonly picture: ShelfPicture
  readonly reach: Reach
}

/** One of My pictures. */
interface ShelfPicture {
  readonly id: string
  readonly title: string
}

/** A hosted session is being saved and closed; who leaves may go on to the start, who quits may quit, before that is done. */
export interface Leaving {
  readonly kind: 'leaving'
  readonly of: 'leave' | 'quit'
  readonly isInBucket: boolean
}

export type Screen =
  | { readonly kind: 'home' }
  | { readonly kind: 'waiting'; readonly words: string }
  | Leaving
  | Takeover
  | { readonly kind: 'session'; readonly session: RunningSession }

/** The parts of the start screen from which a session begins. */
type Asker = 'host' | 'join' | 'shelf' | 'leaving'

export interface AppState {
  readonly home: Home
  readonly screen: Screen
  readonly person: Person
  /** Why the last try to host or join failed, for the place that asked. */
  readonly problem?: { readonly of: Asker; readonly sentence: string } | undefined
  /** Guests are here and the app is asked to quit. */
  readonly quitQuestion?: { readonly guests: number } | undefined
  readonly hostingFailure?: HostingFailure | undefined
  /** The picture whose session is being saved and closed. */
  readonly closing?: { readonly title: string; readonly isInBucket: boolean } | undefined
  /** How far that is; '' while it is quick. */
  readonly saving: string
  /**
   * Titles of pictures whose unsaved work of an earlier start is saved by now; until a session begins. Another list whenever the
   * shelf is to be looked at again.
   */
  readonly recovered: readonly string[]
  /** An invite that was opened outside of the window, until it is used or refused. */
  readonly openedInvite?: string | undefined
  readonly load: () => Promise<void>
  readonly changePerson: (person: Person) => void
  readonly hostNew: (picture: { title: string } & CanvasSize, reach: Reach) => Promise<void>
  /** Hosts a new picture that is made of the file. */
  readonly hostFile: (file: File, reach: Reach) => void
  /** Asks first when the picture seems to be open elsewhere. */
  readonly hostAgain: (picture: ShelfPicture, reach: Reach) => Promise<void>
  readonly answerTakeover: (answer: 'open' | 'cancel') => Promise<void>
  readonly join: (invite: string) => Promise<void>
  /** Leaves the session; a host closes it for everyone. */
  readonly leave: () => Promise<void>
  /** Goes before the last save is done. */
  readonly dontWait: () => void
  /** Joins the same session once more, after it ended here. */
  /** Joins once more, with another password where one is asked for. */
  readonly tryAgain: (password?: string) => void
  /** Stays where they are: the opened invite is forgotten. */
  readonly refuseInvite: () => void
  readonly answerQuit: (answer: 'quit' | 'stay') => void
}

export type AppStore = ReturnType<typeof createAppStore>

export function createAppStore(home: Home) {
  return createStore<AppState>((set, get) => {
    const show = (session: RunningSession): void =>
      set({
        screen: { kind: 'session', session },
        problem: undefined,
        hostingFailure: undefined,
      })
    const join = (session: RunningSession, joinable: Joinable): void => {
      set({ recovered: [] })
      session.join(joinable)
    }
    const running = (): RunningSession | undefined => {
      const { screen } = get()
      return screen.kind === 'session' ? screen.session : undefined
    }
    /** What the host was asked last. */
    let opening: Promise<unknown> | undefined
    const fail = (of: Asker, sentence: string): undefined => {
      set({ screen: { kind: 'home' }, problem: { of, sentence } })
    }
    const wait = (words: string): void => set({ screen: { kind: 'waiting', words }, problem: undefined })

    /** The app quits: nothing is to be shown when nothing is to be saved. */
    const showQuit = (): void => {
      const { screen, closing } = get()
      if (screen.kind === 'session' && screen.session.own !== undefined)
        set({ screen: closeWindowOf(screen.session, 'quit') })
      else if (closing !== undefined)
        set({ screen: { kind: 'leaving', of: 'quit', isInBucket: closing.isInBucket } })
    }

    const takeRecovered = async (): Promise<void> => {
      const titles = await gessoApi?.takeRecovered()
      if (titles === undefined || isFailure(titles)) return
      set({ recovered: [...get().recovered, ...titles] })
    }

    const takeInvite = async (): Promise<void> => {
      const openedInvite = await gessoApi?.takeInvite()
      if (typeof openedInvite === 'string') set({ openedInvite })
    }

    /** What is known when the picture is open, a sentence why it can't be, or what keeps it from being hosted before a person said so. */
    const openHosted = async (
      pictureId: string,
      reach: Reach,
      ifElsewhere: IfElsewhere,
    ): Promise<Joinable | OpenElsewhere | string | undefined> => {
      const asked = keyOrFailure(pictureId)
      const hosted = await gessoApi?.hostPicture(pictureId, reach, ifElsewhere)
      if (hosted === undefined) return undefined
      if (isFailure(hosted)) return hosted.message
      if ('kind' in hosted) return hosted
      const key = await asked
      if (typeof key === 'string') return key
      return { start: { invite: hosted.ownInvite, participantKey: key, ...trimmed(get().person) }, hosted }
    }

    /** Its window is there at once. */
    const host = async (
      of: Asker,
      picture: ShelfPicture,
      reach: Reach,
      { file, ifElsewhere = 'host' }: { file?: OpenedFile; ifElsewhere?: IfElsewhere } = {},
    ): Promise<void> => {
      show(openRunningSession({ title: picture.title, reach }, file))
      const answered = openHosted(picture.id, reach, ifElsewhere)
      opening = answered
      const answer = await answered
      const session = running()
      // Who left meanwhile has asked for its end already.
      if (session === undefined || opening !== answered) return
      if (typeof answer === 'object' && 'start' in answer) return join(session, answer)
      session.bridge.close()
      if (typeof answer === 'string') fail(of, answer)
      else
        set({
          screen: answer === undefined ? { kind: 'home' } : { ...answer, kind: 'takeover', picture, reach },
        })
    }

    const hostRead = async (file: OpenedFile, reach: Reach): Promise<void> => {
      wait(strings.opening.host)
      const side = (px: number): number => Math.max(limits.pictureSidePxMin, px)
      const { width, height } = file.image
      const title = fitLine(file.title, limits.titleBytesMax) || strings.host.titleDefault
      const card = await gessoApi?.createPicture({ title, width: side(width), height: side(height) })
      if (card === undefined) return
      if (isFailure(card)) return fail('host', card.message)
      await host('host', card, reach, { file })
    }

    return {
      home,
      screen: { kind: 'waiting', words: '' },
      person: { name: '', color: 0 },
      saving: '',
      recovered: [],
      async load() {
        gessoApi?.onQuitAsked((quitQuestion) => set({ quitQuestion }))
        gessoApi?.onHostingFailed((hostingFailure) => set({ hostingFailure }))
        gessoApi?.onSaving((saving) => set({ saving }))
        gessoApi?.onQuitWaits(() => showQuit())
        gessoApi?.onUnsaved(() => void takeRecovered())
        gessoApi?.onReach(() => void running()?.invites.getState().refresh())
        gessoApi?.onInviteOpened(() => void takeInvite())
        void takeRecovered()
        void takeInvite()
        set({ person: await loadPerson(), screen: { kind: 'home' } })
      },
      changePerson(person) {
        set({ person })
        void savePerson(trimmed(person))
      },
      async hostNew(picture, reach) {
        wait(strings.opening.host)
        const card = await gessoApi?.createPicture(picture)
        if (card === undefined) return
        if (isFailure(card)) return fail('host', card.message)
        await host('host', card, reach)
      },
      hostFile(file, reach) {
        wait(strings.importing.reading(file.name))
        readFile(file, (answer) => {
          if (answer.kind === 'refused') return fail('host', answer.sentence)
          void hostRead(answer, reach)
        })
      },
      async hostAgain(picture, reach) {
        await host('shelf', picture, reach, { ifElsewhere: 'tell' })
      },
      async answerTakeover(answer) {
        const { screen } = get()
        if (screen.kind !== 'takeover') return
        if (answer === 'cancel') return set({ screen: { kind: 'home' } })
        await host('shelf', screen.picture, screen.reach)
      },
      async join(typed) {
        const invite = typed.trim()
        let pictureId: string
        try {
          pictureId = parseInvite(invite).pictureId
        } catch (error) {
          return fail('join', error instanceof Error ? error.message : String(error))
        }
        wait(strings.opening.join)
        const [key, way] = await Promise.all([
          keyOrFailure(pictureId),
          gessoApi?.openTunnel(invite) ?? invite,
        ])
        if (typeof key === 'string') return fail('join', key)
        if (isFailure(way)) return fail('join', way.message)
        const session = openRunningSession()
        show(session)
        set({ openedInvite: undefined })
        join(session, { start: { invite: way, participantKey: key, ...trimmed(get().person) } })
      },
      async leave() {
        const session = running()
        if (session === undefined) return
        const ended = { quitQuestion: undefined, hostingFailure: undefined }
        if (session.own === undefined) {
          session.bridge.close()
          void gessoApi?.closeTunnel()
          return set({ screen: { kind: 'home' }, ...ended })
        }
        const leaving = closeWindowOf(session, 'leave')
        const closing = { title: session.own.title, isInBucket: leaving.isInBucket }
        set({ screen: leaving, closing, problem: undefined })
        const answer = await gessoApi?.stopHosting()
        set({ closing: undefined, ...ended })
        if (isFailure(answer)) set({ problem: { of: 'leaving', sentence: answer.message } })
        const now = get().screen
        if (now.kind === 'leaving' && now.of === 'leave') set({ screen: { kind: 'home' } })
      },
      dontWait() {
        const { screen } = get()
        if (screen.kind !== 'leaving') return
        if (screen.of === 'quit') void gessoApi?.answerQuit('now')
        else set({ screen: { kind: 'home' } })
      },
      tryAgain(password) {
        const session = running()
        if (session === undefined) return
        session.bridge.close()
        // It ended before the picture came for which the file waits.
        const again = openRunningSession(session.own, session.takeFile())
        show(again)
        const { now } = session.joinable.getState()
        if (now === undefined) return
        join(again, password === undefined ? now : { ...now, start: { ...now.start, password } })
      },
      refuseInvite() {
        set({ openedInvite: undefined })
      },
      answerQuit(answer) {
        set({ quitQuestion: undefined })
        void gessoApi?.answerQuit(answer)
      },
    }
  })
}

function closeWindowOf({ bridge }: RunningSession, of: Leaving['of']): Leaving {
  const isInBucket = bridge.store.getState().state.uploaded !== undefined
  bridge.close()
  return { kind: 'leaving', of, isInBucket }
}

function trimmed(person: Person): Person {
  return { name: person.name.trim(), color: person.color }
}

/** The key, or the sentence why there is none. */
async function keyOrFailure(pictureId: string): Promise<Uint8Array | string> {
  try {
    return await participantKey(pictureId)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
