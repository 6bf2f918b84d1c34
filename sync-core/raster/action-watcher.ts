import type { EndedAction, GrowingAction } from './action.ts'
import type { Structure } from './structure.ts'

/** Is told what becomes of a timeline's actions, at the moment when it does; it changes nothing, and takes no time. */
export interface ActionWatcher {
  /** A timeline begins: of what ended up to its horizon nothing will be told. */
  onTimeline(horizon: number): void
  /** It has its first update. */
  onBegun(action: GrowingAction): void
  /** Gradients and changes of the layers end without having begun. `before`: frame and layers until then. */
  onEnded(action: EndedAction, before: Structure): void
  /** It was undone or redone, as it says itself. */
  onUndone(action: EndedAction): void
  /** They can't be undone or redone any more, in order of their end. */
  onFolded(actions: readonly EndedAction[]): void
}
