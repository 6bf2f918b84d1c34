import type { Timeline } from '../raster/timeline.ts'
import { foreseeActions, type OwnActions } from './own-actions.ts'
import type { OwnUpdates } from './own-updates.ts'

export interface OwnUndoPorts {
  readonly own: OwnUpdates
  readonly actions: OwnActions
  readonly you: () => number | undefined
  readonly timeline: () => Timeline | undefined
  /** The own action that is open in the confirmed picture. */
  readonly openAction: () => number | undefined
  readonly isSettled: () => boolean
  /** Does it, and sends it. */
  readonly add: (operation: { readonly kind: 'undo' | 'redo'; readonly action: number }) => void
}

interface Targets {
  readonly undo: number | undefined
  readonly redo: number | undefined
}

/** What undo and redo mean here: one's own actions as they will be when everything under way has arrived. */
export class OwnUndo {
  private readonly ports: OwnUndoPorts
  private foreseen: (Targets & { readonly key: string }) | undefined

  constructor(ports: OwnUndoPorts) {
    this.ports = ports
  }

  get undoTarget(): number | undefined {
    return this.foresee().undo
  }

  get redoTarget(): number | undefined {
    return this.foresee().redo
  }

  /** The picture begins anew. */
  forget(): void {
    this.foreseen = undefined
  }

  undo(): void {
    const { actions, add } = this.ports
    let action = this.undoTarget
    while (action !== undefined) {
      actions.noteUndo(action)
      add({ kind: 'undo', action })
      const before = actions.stepBefore(action)
      action = before !== undefined && before === this.undoTarget ? before : undefined
    }
  }

  redo(): void {
    const { actions, add } = this.ports
    let action = this.redoTarget
    while (action !== undefined) {
      actions.noteRedo(action)
      add({ kind: 'redo', action })
      const next = this.redoTarget
      action = next !== undefined && actions.stepBefore(next) === action ? next : undefined
    }
  }

  /** Undoes own actions, newest first, until this one is undone; nothing when it is none that can be. */
  undoDownTo(action: number): void {
    const you = this.ports.you()
    const known = you === undefined ? undefined : this.ports.timeline()?.findAction(you, action)
    if (known === undefined || known.undone) return
    for (let target = this.undoTarget; target !== undefined && target >= action; target = this.undoTarget) {
      this.undo()
    }
  }

  private foresee(): Targets {
    const { own, actions } = this.ports
    const timeline = this.ports.timeline()
    const key = `${timeline?.seq} ${own.lastNumber} ${own.confirmedNumber}`
    if (this.foreseen?.key !== key || !this.ports.isSettled()) {
      const you = this.ports.you()
      const confirmed = you === undefined ? [] : (timeline?.actionsOf(you) ?? [])
      const foreseen = foreseeActions(confirmed, this.ports.openAction(), own.unconfirmed())
      this.foreseen = { key, undo: actions.undoTarget(foreseen), redo: actions.redoTarget(foreseen) }
    }
    return this.foreseen
  }
}
