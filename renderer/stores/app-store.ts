// Which screen the window shows, and the few ways from one to another. Nothing here knows pixels or React.

import { createStore } from 'zustand/vanilla'
import type { HostedSession, HostingFailure, Reach } from '../../electron/ipc/contract.ts'
import { parseInvite, type CanvasSize } from '../../sync-core/index.ts'
import { gessoApi } from '../session/gesso-api.ts'
import { isFailure } from '../session/is-failure.ts'
import { loadPerson, participantKey, savePerson, type Person } from '../session/person.ts'
import { openSession, type SessionBridge, type SessionStart } from '../session/session-bridge.ts'
import { strings } from '../strings.ts'

/** Where the window came from and goes back to. */
export type Home = { readonly kind: 'start' } | { readonly kind: 'guest'; readonly invite: string }

export interface RunningSession {
  readonly bridge: SessionBridge
  readonly start: SessionStart
  /** Only in the host's own window. */
  readonly hosted?: HostedSession
}

export type Screen =
  | { readonly kind: 'home' }
  | { readonly kind: 'waiting'; readonly words: string }
  | { readonly kind: 'session'; readonly session: RunningSession }

/** The parts of the start screen from which a session begins. */
type Asker = 'host' | 'join' | 'shelf'

export interface AppState {
  readonly home: Home
  readonly screen: Screen
  readonly person: Person
  /** Why the last try to host or join failed, for the place that asked. */
  readonly problem?: { readonly of: Asker; readonly sentence: string } | undefined
  /** Guests are here and the app is asked to quit. */
  readonly quitQuestion?: { readonly guests: number } | undefined
  readonly hostingFailure?: HostingFailure | undefined
  readonly load: () => Promise<void>
  readonly changePerson: (person: Person) => void
  readonly hostNew: (picture: { title: string } & CanvasSize, reach: Reach) => Promise<void>
  readonly hostAgain: (pictureId: string, reach: Reach) => Promise<void>
  readonly join: (invite: string) => Promise<void>
  /** Leaves the session; a host closes it for everyone. */
  readonly leave: () => Promise<void>
  /** Joins the same session once more, after it ended here. */
  readonly tryAgain: () => void
  readonly answerQuit: (answer: 'quit' | 'stay') => void
}

export type AppStore = ReturnType<typeof createAppStore>

export function createAppStore(home: Home) {
  return createStore<AppState>((set, get) => {
    const run = (start: SessionStart, hosted?: HostedSession): void => {
      const session: RunningSession = {
        bridge: openSession(start),
        start,
        ...(hosted !== undefined && { hosted }),
      }
      set({ screen: { kind: 'session', session }, problem: undefined, hostingFailure: undefined })
    }
    const fail = (of: Asker, sentence: string): void =>
      set({ screen: { kind: 'home' }, problem: { of, sentence } })
    const wait = (words: string): void => set({ screen: { kind: 'waiting', words }, problem: undefined })

    const host = async (of: Asker, pictureId: string, reach: Reach): Promise<void> => {
      const hosted = await gessoApi?.hostPicture(pictureId, reach)
      if (hosted === undefined) return
      if (isFailure(hosted)) return fail(of, hosted.message)
      const key = await keyOrFailure(pictureId)
      if (typeof key === 'string') return fail(of, key)
      run({ invite: hosted.ownInvite, participantKey: key, ...trimmed(get().person) }, hosted)
    }

    return {
      home,
      screen: { kind: 'waiting', words: '' },
      person: { name: '', color: 0 },
      async load() {
        gessoApi?.onQuitAsked((quitQuestion) => set({ quitQuestion }))
        gessoApi?.onHostingFailed((hostingFailure) => set({ hostingFailure }))
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
        await host('host', card.id, reach)
      },
      async hostAgain(pictureId, reach) {
        wait(strings.opening.host)
        await host('shelf', pictureId, reach)
      },
      async join(invite) {
        let pictureId: string
        try {
          pictureId = parseInvite(invite).pictureId
        } catch (error) {
          return fail('join', error instanceof Error ? error.message : String(error))
        }
        wait(strings.opening.join)
        const key = await keyOrFailure(pictureId)
        if (typeof key === 'string') return fail('join', key)
        run({ invite: invite.trim(), participantKey: key, ...trimmed(get().person) })
      },
      async leave() {
        const { screen } = get()
        if (screen.kind !== 'session') return
        const { bridge, hosted } = screen.session
        bridge.close()
        if (hosted !== undefined) {
          wait(strings.opening.closing)
          const answer = await gessoApi?.stopHosting()
          if (isFailure(answer)) return fail('shelf', strings.session.leftUnsaved(answer.message))
        }
        set({ screen: { kind: 'home' }, quitQuestion: undefined, hostingFailure: undefined })
      },
      tryAgain() {
        const { screen } = get()
        if (screen.kind !== 'session') return
        screen.session.bridge.close()
        run(screen.session.start, screen.session.hosted)
      },
      answerQuit(answer) {
        set({ quitQuestion: undefined })
        void gessoApi?.answerQuit(answer)
      },
    }
  })
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
