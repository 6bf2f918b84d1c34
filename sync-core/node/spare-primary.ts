import { PrimaryWorker } from './primary-worker.ts'

/**
 * A primary's thread that is begun before anybody opens a picture, since beginning one takes a tenth of a second. Each picture
 * has a thread of its own: a spare one is used once.
 */
export class SparePrimary {
  private readonly threadFile: string | URL
  private spare: PrimaryWorker | undefined

  /** `threadFile` is primary-thread, built for this runtime. */
  constructor(threadFile: string | URL) {
    this.threadFile = threadFile
  }

  /** Does nothing while there is one. */
  prepare(): void {
    if (this.spare?.isRunning !== true) this.spare = new PrimaryWorker(this.threadFile)
  }

  /** The prepared one; one that is begun now when there is none, or when it died meanwhile. */
  take(): PrimaryWorker {
    const { spare } = this
    this.spare = undefined
    return spare?.isRunning === true ? spare : new PrimaryWorker(this.threadFile)
  }

  async close(): Promise<void> {
    const { spare } = this
    this.spare = undefined
    await spare?.stop()
  }
}
