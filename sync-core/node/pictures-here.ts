import type { Host } from '../host-contract.ts'
import type { PictureClaim, PictureId } from '../pictures/picture-accessor.ts'

export interface HostedHere {
  readonly claim: PictureClaim
  readonly host: Host
}

export interface WorkOnPicture<T> {
  readonly onHost: (host: Host) => Promise<T>
  readonly alone: () => Promise<T>
}

/** In whose hands each picture is in this process: hosted for people, or opened by nobody but the scheduler; never both. */
export class PicturesHere {
  private readonly hosts = new Map<PictureId, Host>()
  private readonly turns = new Map<PictureId, Promise<unknown>>()
  private readonly everHosted = new Set<PictureId>()
  /** How many wait for it. */
  private readonly wanted = new Map<PictureId, number>()
  private lastAlone: Promise<unknown> = Promise.resolve()

  /** Opens it for people, as soon as nobody else here has it. */
  open(id: PictureId, open: () => Promise<HostedHere>): Promise<HostedHere> {
    return this.whileWanted(id, async () => {
      const opened = await open()
      this.hosts.set(id, opened.host)
      this.everHosted.add(id)
      return opened
    })
  }

  /** Whether somebody waits for it: a task that has it alone gives it up. */
  isWanted(id: PictureId): boolean {
    return this.wanted.has(id)
  }

  /** That host gave everything back. */
  closed(id: PictureId, host: Host): void {
    if (this.hosts.get(id) === host) this.hosts.delete(id)
  }

  hosted(): readonly PictureId[] {
    return [...this.hosts.keys()]
  }

  /** Whether people had it open in this process. */
  wasHosted(id: PictureId): boolean {
    return this.everHosted.has(id)
  }

  /** Works with its host, once it is opened if it is being opened; else alone, which one picture at a time is. */
  async work<T>(id: PictureId, { onHost, alone }: WorkOnPicture<T>): Promise<T> {
    const host = await this.hostOrNobody(id)
    if (host !== undefined) return onHost(host)
    return this.oneAlone(async () => {
      const later = await this.hostOrNobody(id)
      return later === undefined ? this.inTurn(id, alone) : onHost(later)
    })
  }

  /** Runs it while no task of the scheduler has the picture; whether it is hosted is for `run` to see. */
  whileUntouched<T>(id: PictureId, run: () => Promise<T>): Promise<T> {
    return this.whileWanted(id, run)
  }

  private async whileWanted<T>(id: PictureId, run: () => Promise<T>): Promise<T> {
    this.wanted.set(id, (this.wanted.get(id) ?? 0) + 1)
    try {
      return await this.inTurn(id, run)
    } finally {
      const others = this.wanted.get(id)! - 1
      if (others > 0) this.wanted.set(id, others)
      else this.wanted.delete(id)
    }
  }

  private async hostOrNobody(id: PictureId): Promise<Host | undefined> {
    for (;;) {
      const host = this.hosts.get(id)
      const turn = this.turns.get(id)
      if (host !== undefined || turn === undefined) return host
      await turn.catch(() => undefined)
    }
  }

  private oneAlone<T>(run: () => Promise<T>): Promise<T> {
    const result = this.lastAlone.then(run, run)
    this.lastAlone = result.catch(() => undefined)
    return result
  }

  private async inTurn<T>(id: PictureId, run: () => Promise<T>): Promise<T> {
    while (this.turns.has(id)) await this.turns.get(id)!.catch(() => undefined)
    const turn = run()
    this.turns.set(id, turn)
    try {
      return await turn
    } finally {
      this.turns.delete(id)
    }
  }
}
