import { firstLayer, Prng, roundBrush, startClient, type Client } from '../../sync-core/index.ts'
import { createStructure } from '../../sync-core/raster/structure.ts'
import { strictMemory } from '../../sync-core/testing/picture-memories.ts'
import { SimulatedProcess } from '../../sync-core/testing/simulated-process.ts'
import type { SimulatedSession } from '../../sync-core/testing/simulated-session.ts'
import { inviteToken } from '../../sync-core/testing/test-door.ts'

const brush = roundBrush({ size: 12 * 16, opacity: 220, hardness: 180, color: 0x884422 })
const line = { delayMs: 1, jitterMs: 0.5, bytesPerMs: 10_000, partitioned: false }
const rejoinMs = 300

/** Somebody in a simulated world who does what a script says, and opens the session again when it ended. */
export class ScriptedPainter {
  readonly name: string
  private readonly world: SimulatedSession
  private readonly key: Uint8Array
  private window: { readonly process: SimulatedProcess; readonly client: Client } | undefined
  private wish: 'in' | 'out' = 'out'

  /** `person` 1..255 makes the participant's key. */
  constructor(world: SimulatedSession, name: string, person: number) {
    this.world = world
    this.name = name
    this.key = new Uint8Array(16).fill(person)
  }

  get client(): Client | undefined {
    return this.window?.client
  }

  join(): void {
    this.wish = 'in'
    const { clock, network, limits } = this.world
    const process = new SimulatedProcess(this.name, clock)
    const client = startClient({
      memory: strictMemory(),
      dialer: network.dialer(process, { ...line }),
      clock: process.clock,
      prng: new Prng(this.key[0]!),
      token: inviteToken,
      participantKey: this.key,
      name: this.name,
      color: 0x336699,
      limits,
      listener: {
        onState: ({ connection }) => {
          if (connection.kind !== 'ended' || this.window?.process !== process) return
          this.window = undefined
          clock.after(rejoinMs, () => {
            if (this.wish === 'in' && this.window === undefined) this.join()
          })
        },
        onPresence: () => undefined,
        onDirty: () => undefined,
      },
    })
    this.window = { process, client }
  }

  leave(): void {
    this.wish = 'out'
    const { client } = this
    this.window = undefined
    client?.leave()
  }

  /** A short stroke at a place in px of the picture, when the window takes one. */
  stroke(x: number, y: number): 'done' | 'refused' {
    const state = this.client?.state()
    if (state?.frame === undefined || state.connection.kind !== 'connected' || !state.health.writable) {
      return 'refused'
    }
    const { frame } = createStructure(this.world.size)
    const at = (dx: number, dy: number) => ({
      x: (frame.x + x + dx) * 16,
      y: (frame.y + y + dy) * 16,
      pressure: 700,
    })
    const outcome = this.client!.beginStroke(firstLayer, brush, [at(0, 0), at(20, 5)])
    if (outcome.kind === 'refused') return 'refused'
    this.client!.addSamples([at(40, -8)])
    this.client!.endStroke()
    return 'done'
  }

  undo(): void {
    this.client?.undo()
  }

  /** Has everything that the host has, and was compared with it there. */
  isAtRest(): boolean {
    const state = this.client?.state()
    if (state === undefined || state.connection.kind !== 'connected') return false
    const { seq, sync } = state
    return seq === this.world.host?.state().seq && sync.kind === 'in-sync' && sync.seq === seq
  }

  describe(): string {
    return JSON.stringify(this.client?.state())
  }
}
