// What happened in this session, as the window lists it: one entry an action, from those on that the joined base still knows as
// actions. The timeline says what becomes of each when it happens, so an update costs the entries that it changes, however long
// the list is; the window is told only those. A list of so many, the oldest go first.
//
//   begun ─▶ open ─▶ undoable ⇄ undone
//                       │          │        the horizon passes
//                     kept      dropped
//
// A picture that is fetched anew tells again what ended after its horizon. Until then such entries are away, but not forgotten:
// they come back under their numbers, with the time at which they were first heard of.

import type { ActionWatcher } from '../raster/action-watcher.ts'
import type { EndedAction, GrowingAction } from '../raster/action.ts'
import type { BrushBlend } from '../raster/brush.ts'
import { decodeOperation } from '../raster/operation-codec.ts'
import { find, type LayerField, type LayerOperation } from '../raster/layer-operation.ts'
import type { Frame, LayerId, Structure } from '../raster/structure.ts'
import type { Marks } from '../raster/marks.ts'
import type { Update } from '../raster/operation.ts'
import { PatchMarks } from '../raster/patch-marks.ts'
import { boxOfTiles } from '../raster/plane.ts'

/** What an action did. Colours are 0xRRGGBB. */
export type ActionWhat =
  | {
      readonly kind: 'stroke'
      readonly blend: BrushBlend
      readonly color: number
      /** 1/16 px. */
      readonly size: number
      readonly smudge: number
    }
  /** `cover`: a fill or a filled shape. `erase`: something selected was erased. `over`: an image. `moved`: lifted and laid down again. */
  | { readonly kind: 'patch'; readonly form: 'cover' | 'erase' | 'over' | 'moved'; readonly color: number }
  | { readonly kind: 'gradient'; readonly color: number }
  | {
      readonly kind: 'layers'
      readonly change: LayerOperation['kind']
      readonly field?: LayerField['kind']
      /** Of the layer, as it was called before; of a new one, its own. Empty for what concerns no layer. */
      readonly name: string
    }

export type ActionStage = 'open' | 'undoable' | 'undone' | 'kept' | 'dropped'

/** One action in the history of a session. */
export interface HistoryAction {
  /** Its number in this window, in order of begin as heard of. */
  readonly entry: number
  readonly author: number
  /** Its author's number for it. */
  readonly action: number
  /** Of its first update. */
  readonly seq: number
  /** Of what ended it. */
  readonly endSeq?: number
  readonly stage: ActionStage
  readonly what: ActionWhat
  /** The layer that it was laid on, once it ended. */
  readonly layer?: LayerId
  /** Whole tiles of the plane; undefined while it is open, and where no place was changed. */
  readonly box?: Frame
  /** When this window heard of its begin, ms since 1970; undefined for what was there before. */
  readonly atMs?: number
}

/** Changed and new entries in order of their number; everything from the one named `oldest` on is still listed. */
export interface HistoryNews {
  /** `all`: what is not here is not listed any more. */
  readonly kind: 'changes' | 'all'
  readonly oldest: number
  readonly actions: readonly HistoryAction[]
}

type Known = { -readonly [Key in keyof HistoryAction]: HistoryAction[Key] }

export class ActionLog implements ActionWatcher {
  private readonly actionsMax: number
  private readonly nowMs: () => number | undefined
  /** By author and name, in order of begin. */
  private readonly known = new Map<string, Known>()
  /** Entries of the picture before, until the present one tells of them. */
  private readonly away = new Map<string, Known>()
  private readonly changed = new Set<Known>()
  private state: 'told' | 'replaced' = 'told'
  private last = 0

  /** `nowMs` is undefined while what is heard happened earlier. */
  constructor(actionsMax: number, nowMs: () => number | undefined) {
    this.actionsMax = actionsMax
    this.nowMs = nowMs
  }

  get hasNews(): boolean {
    return this.changed.size > 0 || this.state === 'replaced'
  }

  /** What changed since the last call. */
  takeNews(): HistoryNews {
    const kind = this.state === 'replaced' ? 'all' : 'changes'
    const some = kind === 'all' ? [...this.known.values()] : [...this.changed]
    this.changed.clear()
    this.state = 'told'
    this.away.clear()
    const actions = some.sort((a, b) => a.entry - b.entry).map((known) => ({ ...known }))
    const first = this.known.values().next()
    return { kind, oldest: first.done === true ? this.last + 1 : first.value.entry, actions }
  }

  find(entry: number): HistoryAction | undefined {
    for (const known of this.known.values()) if (known.entry === entry) return known
    return undefined
  }

  onTimeline(horizon: number): void {
    if (this.known.size > 0) this.state = 'replaced'
    for (const [key, known] of this.known) {
      if (known.endSeq !== undefined && known.endSeq <= horizon) {
        if (known.stage === 'undoable') known.stage = 'kept'
        if (known.stage === 'undone') known.stage = 'dropped'
        continue
      }
      this.known.delete(key)
      this.changed.delete(known)
      this.away.set(key, known)
    }
  }

  onBegun({ author, action, updates, marks }: GrowingAction): void {
    const what = whatOfMarks(updates, marks)
    if (what !== undefined) this.put(author, action, updates[0]!.seq, what)
  }

  onEnded(ended: EndedAction, before: Structure): void {
    const { author, action, endSeq, effect, updates } = ended
    const what = whatOf(ended, before)
    if (what === undefined) return
    const known = this.put(author, action, updates[0]?.seq ?? endSeq, what)
    known.endSeq = endSeq
    known.stage = 'undoable'
    if (effect.kind === 'marks') {
      known.layer = effect.layer
      const box = boxOfTiles(effect.touched)
      if (box !== undefined) known.box = box
    } else if (effect.operation.kind === 'resize') {
      const { x, y, width, height } = effect.operation
      known.box = { x, y, width, height }
    }
  }

  onUndone({ author, action, undone }: EndedAction): void {
    this.become(author, action, undone ? 'undone' : 'undoable')
  }

  onFolded(actions: readonly EndedAction[]): void {
    for (const { author, action, undone } of actions) {
      this.become(author, action, undone ? 'dropped' : 'kept')
    }
  }

  private become(author: number, action: number, stage: ActionStage): void {
    const known = this.known.get(keyOf(author, action))
    if (known === undefined) return
    known.stage = stage
    this.changed.add(known)
  }

  private put(author: number, action: number, seq: number, what: ActionWhat): Known {
    const key = keyOf(author, action)
    let known = this.known.get(key)
    if (known === undefined) {
      known = this.away.get(key) ?? this.fresh(author, action, seq, what)
      known.seq = seq
      known.stage = 'open'
      delete known.endSeq
      this.away.delete(key)
      this.known.set(key, known)
      const [oldest] = this.known.keys()
      if (this.known.size > this.actionsMax && oldest !== undefined) {
        this.changed.delete(this.known.get(oldest)!)
        this.known.delete(oldest)
      }
    }
    known.what = what
    this.changed.add(known)
    return known
  }

  private fresh(author: number, action: number, seq: number, what: ActionWhat): Known {
    this.last += 1
    const atMs = this.nowMs()
    return { entry: this.last, author, action, seq, stage: 'open', what, ...(atMs !== undefined && { atMs }) }
  }
}

function keyOf(author: number, action: number): string {
  return `${author} ${action}`
}

/** Undefined for a change of the layers that changed nothing. */
function whatOf({ updates, effect }: EndedAction, before: Structure): ActionWhat | undefined {
  if (effect.kind === 'marks') return whatOfMarks(updates, effect.marks)
  return effect.isEffective ? whatOfLayers(effect.operation, before) : undefined
}

function whatOfMarks(updates: readonly Update[], marks: Marks | undefined): ActionWhat | undefined {
  const first = updates[0] && decodeOperation(updates[0].operation)
  switch (first?.kind) {
    case 'stroke-begin': {
      const { blend, color, size, smudge } = first.brush
      return { kind: 'stroke', blend, color, size, smudge }
    }
    case 'patch-begin': {
      const forms = marks instanceof PatchMarks ? marks.forms : new Set()
      const erases = forms.has('erase')
      const form = forms.has('over') ? (erases ? 'moved' : 'over') : erases ? 'erase' : 'cover'
      return { kind: 'patch', form, color: first.color }
    }
    case 'gradient': {
      const { red, green, blue } = first.start
      return { kind: 'gradient', color: (red << 16) | (green << 8) | blue }
    }
    default:
      return undefined
  }
}

function whatOfLayers(operation: LayerOperation, before: Structure): ActionWhat {
  const change = operation.kind
  const called = (id: LayerId): string => find(before, id)?.name ?? ''
  switch (operation.kind) {
    case 'layer-add':
    case 'layer-copy':
      return { kind: 'layers', change, name: operation.name }
    case 'layer-merge':
      return { kind: 'layers', change, name: called(operation.top) }
    case 'layer-set':
      return { kind: 'layers', change, field: operation.field.kind, name: called(operation.id) }
    case 'layer-move':
    case 'layer-remove':
      return { kind: 'layers', change, name: called(operation.id) }
    default:
      return { kind: 'layers', change, name: '' }
  }
}
