// A session in the window, from the moment in which somebody wants to be in it: a picture that is hosted here takes a while to
// open, and its window is there meanwhile.

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HostedSession, Reach } from '../../electron/ipc/contract.ts'
import { createInviteStore, type InviteStore } from '../stores/invite-store.ts'
import { gessoApi } from './gesso-api.ts'
import type { FileAnswer } from './read-file.ts'
import { openSession, type SessionBridge, type SessionStart } from './session-bridge.ts'

export type OpenedFile = Extract<FileAnswer, { kind: 'read' }>

/** A picture that is hosted here, as it is known before it is open. */
export interface OwnPicture {
  readonly title: string
  readonly reach: Reach
}

/** What is known as soon as the session can be joined. */
export interface Joinable {
  readonly start: SessionStart
  /** Only in the host's own window. */
  readonly hosted?: HostedSession
}

export interface RunningSession {
  /** Another try is another one. */
  readonly number: number
  readonly bridge: SessionBridge
  /** Only in the host's own window. */
  readonly own: OwnPicture | undefined
  /** Undefined while the picture is being opened here. */
  readonly joinable: StoreApi<{ readonly now: Joinable | undefined }>
  /** Those of a session that is hosted here. */
  readonly invites: InviteStore
  /** Joins it: once. */
  readonly join: (joinable: Joinable) => void
  /** The file that a new picture is made of, for whoever asks first. */
  readonly takeFile: () => OpenedFile | undefined
}

let count = 0

export function openRunningSession(own?: OwnPicture, file?: OpenedFile): RunningSession {
  const bridge = openSession()
  const joinable = createStore<{ readonly now: Joinable | undefined }>(() => ({ now: undefined }))
  const invites = createInviteStore(gessoApi)
  let opened = file
  return {
    number: count++,
    bridge,
    own,
    joinable,
    invites,
    join(now) {
      if (now.hosted !== undefined) invites.getState().take(now.hosted)
      joinable.setState({ now })
      bridge.begin(now.start)
    },
    takeFile() {
      const taken = opened
      opened = undefined
      return taken
    },
  }
}
