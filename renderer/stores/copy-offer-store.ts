// What becomes of unsaved work that is offered: kept as a copy, or thrown away after a question. One piece after another.
//
//   offered ──keep──▶ keeping ──▶ done, the next is offered
//      ╰──ask──▶ asking ──drop──▶ dropping ──╯
//      ◀──stay───╯

import { createStore } from 'zustand/vanilla'
import type { GessoApi, OfferedCopy } from '../../electron/ipc/contract.ts'
import { isFailure } from '../session/is-failure.ts'

export type CopyStep =
  | { readonly kind: 'offered'; readonly problem?: string }
  | { readonly kind: 'asking' }
  | { readonly kind: 'keeping' }
  | { readonly kind: 'dropping' }

export type CopyDone =
  /** As a picture of this title. */
  { readonly kind: 'kept'; readonly title: string } | { readonly kind: 'dropped' }

export interface CopyOfferState {
  /** Missing when nothing is offered any more. */
  readonly offer: OfferedCopy | undefined
  readonly step: CopyStep
  /** What became of the one before. */
  readonly done?: CopyDone
  readonly keep: () => Promise<void>
  /** Not needed, the person says. */
  readonly ask: () => void
  readonly stay: () => void
  /** Does nothing unless it was asked. */
  readonly drop: () => Promise<void>
}

export type CopyOfferStore = ReturnType<typeof createCopyOfferStore>

export function createCopyOfferStore(first: OfferedCopy, api: Pick<GessoApi, 'keepCopy' | 'dropCopy'>) {
  return createStore<CopyOfferState>((set, get) => {
    const goOn = (done: CopyDone, offer: OfferedCopy | undefined): void =>
      set({ done, offer, step: { kind: 'offered' } })
    return {
      offer: first,
      step: { kind: 'offered' },
      async keep() {
        set({ step: { kind: 'keeping' } })
        const answer = await api.keepCopy()
        if (isFailure(answer)) set({ step: { kind: 'offered', problem: answer.message } })
        else goOn({ kind: 'kept', title: answer.copy.title }, answer.next)
      },
      ask() {
        if (get().offer?.droppable !== undefined) set({ step: { kind: 'asking' } })
      },
      stay: () => set({ step: { kind: 'offered' } }),
      async drop() {
        const { offer, step } = get()
        if (step.kind !== 'asking' || offer?.droppable === undefined) return
        set({ step: { kind: 'dropping' } })
        const answer = await api.dropCopy(offer.droppable)
        if (isFailure(answer)) set({ step: { kind: 'offered', problem: answer.message } })
        else goOn({ kind: 'dropped' }, answer.next)
      },
    }
  })
}
