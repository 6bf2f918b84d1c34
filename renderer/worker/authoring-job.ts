import {
  isRefusal,
  type Client,
  type Frame,
  type LayerId,
  type Outcome,
  type Paced,
  type PartWork,
  type PixelSource,
  type Refusal,
} from '../../sync-core/index.ts'
import type { AuthoringTask, FillRule, LongWork } from './authoring-contract.ts'
import type { WorkerMessage } from './contract.ts'
import { encodeWork } from './encode-work.ts'
import { runPaced } from './run-paced.ts'

export interface DeskPorts {
  readonly client: () => Client | undefined
  readonly post: (message: WorkerMessage, transfer?: Transferable[]) => void
  /** Tiles look different. */
  readonly wake: () => void
  /** Resolves when no stroke is in progress: what the client is given would end it. */
  readonly whenPenIsUp: () => Promise<void>
  /** Resolves when what changed until now is on the screen. */
  readonly whenPainted: () => Promise<void>
}

export type TaskOf<Kind extends AuthoringTask['kind']> = Extract<AuthoringTask, { kind: Kind }>

/** Work that is done sooner is not worth a word. */
const tellAfterMs = 250

/** A task ends early: cancelled, or refused and told. */
export class TaskEnd extends Error {}

/** One task on its way: does paced work, says how far it is, and ends early with a sentence. */
export class AuthoringJob {
  readonly client: Client
  readonly frame: Frame
  readonly ports: DeskPorts
  private readonly signal: AbortSignal
  private readonly begunMs = performance.now()
  private isTold = false

  constructor(client: Client, frame: Frame, ports: DeskPorts, signal: AbortSignal) {
    this.client = client
    this.frame = frame
    this.ports = ports
    this.signal = signal
  }

  /** `share`: which part of the whole task it is. */
  async paced<Result>(
    of: LongWork,
    work: Paced<Result | Refusal>,
    share: { readonly from: number; readonly to: number } = { from: 0, to: 1 },
  ): Promise<Result> {
    const result = await runPaced(work, this.signal, (done) => {
      if (performance.now() - this.begunMs < tellAfterMs) return
      this.isTold = true
      const part = share.from + done * (share.to - share.from)
      this.ports.post({ kind: 'authored', reply: { kind: 'progress', work: of, part } })
    })
    return this.expect(result)
  }

  expect<Result>(result: Result | Refusal): Result {
    if (typeof result === 'object' && result !== null && isRefusal(result))
      return this.refuse(result.sentence)
    return result
  }

  tell(outcome: Outcome): void {
    if (outcome.kind === 'refused') this.refuse(outcome.sentence)
  }

  refuse(sentence: string): never {
    this.ports.post({ kind: 'refused', sentence })
    throw new TaskEnd()
  }

  /** The pixels that a tool looks at. */
  sees(rule: FillRule, layer: LayerId): PixelSource {
    return this.client.pixelSource(rule.sees === 'all' ? { kind: 'all' } : { kind: 'layer', layer })
  }

  /** Lays what was computed on a layer. */
  async lay(layer: LayerId, color: number, work: PartWork, of: LongWork): Promise<void> {
    const parts = await this.paced(of, encodeWork(work))
    await this.whenPenIsUp()
    const alphaLock = this.client.state().layers.find(({ id }) => id === layer)?.alphaLocked === true
    this.tell(this.client.patch({ layer, color, alphaLock, parts }))
  }

  /** What the client is given would end a stroke in progress. It may take long enough to be cancelled meanwhile. */
  async whenPenIsUp(): Promise<void> {
    this.throwIfCancelled()
    await this.ports.whenPenIsUp()
    this.throwIfCancelled()
  }

  throwIfCancelled(): void {
    this.signal.throwIfAborted()
  }

  end(): void {
    if (!this.isTold) return
    this.ports.post({ kind: 'authored', reply: { kind: 'progress', work: undefined, part: 1 } })
  }
}
