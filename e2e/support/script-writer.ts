import { Prng } from '../../sync-core/index.ts'
import type { LayerField } from '../../sync-core/raster/layer-operation.ts'
import type { Operation } from '../../sync-core/raster/operation.ts'
import type { LayerId } from '../../sync-core/raster/structure.ts'

export interface GoldenStep {
  readonly author: number
  readonly operation: Operation
}

/** By name, in order. */
export type GoldenScript = ReadonlyMap<string, readonly GoldenStep[]>

/** The authors. */
export const [anna, ben] = [1, 2]

/** Writes a script, and knows what may be undone. */
export class ScriptWriter {
  readonly chapters = new Map<string, GoldenStep[]>()
  readonly prng = new Prng(20_251)
  private steps: GoldenStep[] = []
  private count = 0
  /** Actions that can be undone, by author. */
  readonly actions = new Map<number, number[]>([
    [anna, []],
    [ben, []],
  ])

  chapter(name: string, write: (writer: ScriptWriter) => void): void {
    this.steps = []
    this.chapters.set(name, this.steps)
    write(this)
  }

  /** Adds what one person does in one go, of which the first operation gives the action its name. */
  add(author: number, ...operations: readonly Operation[]): void {
    this.actions.get(author)?.push(this.count + 1)
    this.tell(author, ...operations)
  }

  /** Adds what is no action, or none that will be undone. */
  tell(author: number, ...operations: readonly Operation[]): void {
    for (const operation of operations) this.steps.push({ author, operation })
    this.count += operations.length
  }

  set(author: number, id: LayerId, field: LayerField): void {
    this.add(author, { kind: 'layer-set', id, field })
  }

  /** Adds strokes of two people who paint at the same time. */
  together(first: readonly Operation[], second: readonly Operation[]): void {
    this.actions.get(anna)?.push(this.count + 1)
    this.actions.get(ben)?.push(this.count + 2)
    for (let i = 0; i < Math.max(first.length, second.length); i++) {
      this.tell(anna, ...first.slice(i, i + 1))
      this.tell(ben, ...second.slice(i, i + 1))
    }
  }
}
