import type { Limits } from '../base/limits.ts'
import type { Host, HostOptions } from '../host-contract.ts'
import { ScriptedGuest } from './scripted-guest.ts'
import { SimulatedSession } from './simulated-session.ts'
import { inviteToken } from './test-door.ts'

/** A real host in a simulated world, for guests that do what a test says. */
export class HostedSession {
  readonly world: SimulatedSession
  /** What the host would write into its log. */
  readonly notes: string[] = []

  protected constructor(limits: Partial<Limits>) {
    const mistake = { hostOptions: (options: HostOptions) => this.change(options) }
    this.world = new SimulatedSession({ seed: 1, size: { width: 256, height: 192 }, limits, mistake })
  }

  static async open(limits: Partial<Limits> = {}): Promise<HostedSession> {
    const session = new HostedSession(limits)
    await session.create()
    return session
  }

  protected async create(): Promise<void> {
    await this.world.createPicture()
    await this.restart()
  }

  /** What the host is given. */
  protected change(options: HostOptions): HostOptions {
    return { ...options, onNote: (note) => void this.notes.push(note) }
  }

  get host(): Host {
    return this.world.host!
  }

  /** Opens the picture (again, when the host was ended). */
  async restart(): Promise<void> {
    this.world.startHost()
    await this.until(() => this.world.host !== undefined)
  }

  async until(isDone: () => boolean): Promise<void> {
    if (await this.world.runUntil(isDone, 60_000)) return
    throw new Error('what was waited for did not happen within a minute')
  }

  /** Lets time pass. */
  run(durationMs: number): Promise<void> {
    return this.world.clock.run(durationMs)
  }

  /** A guest that has the whole picture. `person` 1..255 tells them apart. */
  async join(person: number, token = inviteToken): Promise<ScriptedGuest> {
    const guest = new ScriptedGuest(this.host, person)
    guest.hello(token)
    await this.until(() => guest.last('roster') !== undefined && guest.last('tiles')?.last === true)
    return guest
  }
}
