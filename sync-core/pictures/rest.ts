import { pictureLimits } from './picture-limits.ts'

/** Lets others go on while much is looked at: `pause` gives one turn of the event loop, once so many bytes were looked at. */
export class Rest {
  private readonly pause: () => Promise<void>
  private bytes = 0
  private resting: Promise<void> | undefined

  constructor(pause: () => Promise<void>) {
    this.pause = pause
  }

  /** To be awaited after work on so many bytes. Whoever works beside rests at the same time. */
  async after(bytes: number): Promise<void> {
    this.bytes += bytes
    if (this.resting === undefined && this.bytes < pictureLimits.sliceBytes) return
    this.resting ??= this.pause().finally(() => {
      this.bytes = 0
      this.resting = undefined
    })
    await this.resting
  }
}
