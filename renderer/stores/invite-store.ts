// The invites of the session that is hosted here, as the main process has them.

import { createStore } from 'zustand/vanilla'
import type {
  Answer,
  GessoApi,
  InvitesNow,
  InviteTerms,
  OpenInvite,
  WhoCanJoin,
} from '../../electron/ipc/contract.ts'
import { isFailure } from '../session/is-failure.ts'

export interface InviteState {
  /** Those that are good, the usual one for painters first; none while the picture is being opened, and for guests. */
  readonly invites: readonly OpenInvite[]
  /** None while the picture is being opened, for guests, and for a session of this computer. */
  readonly whoCanJoin?: WhoCanJoin | undefined
  /** When they were looked at. */
  readonly lookedMs: number
  /** Why the last change could not be made or kept. */
  readonly problem?: string | undefined
  readonly take: (now: InvitesNow) => void
  /** Looks again: somebody may have come by one. */
  readonly refresh: () => Promise<void>
  /** The new one, or undefined when there is a problem. */
  readonly make: (terms: InviteTerms) => Promise<OpenInvite | undefined>
  readonly withdraw: (id: string) => Promise<void>
}

export type InviteStore = ReturnType<typeof createInviteStore>

type InviteApi = Pick<GessoApi, 'invites' | 'makeInvite' | 'withdrawInvite'>

export function createInviteStore(api: InviteApi | undefined) {
  return createStore<InviteState>((set, get) => {
    const follow = async (asked: Answer<InvitesNow> | undefined): Promise<void> => {
      const answer = await asked
      if (answer === undefined) return
      if (isFailure(answer)) set({ problem: answer.message })
      else get().take(answer)
    }
    return {
      invites: [],
      lookedMs: 0,
      take: ({ invites, whoCanJoin }) =>
        set({ invites, whoCanJoin, lookedMs: Date.now(), problem: undefined }),
      refresh: () => follow(api?.invites()),
      async make(terms) {
        const before = new Set(get().invites.map(({ id }) => id))
        await follow(api?.makeInvite(terms))
        return get().invites.find(({ id }) => !before.has(id))
      },
      withdraw: (id) => follow(api?.withdrawInvite(id)),
    }
  })
}
