import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '../base/limits.ts'
import { Journal } from '../journal/journal.ts'
import { openHosting, type Hosting, type HostingOptions, type RunningSession } from '../node/hosting.ts'
import { JournalFolder } from '../node/journal-folder.ts'
import { openPictureFolder, type KeptPictures } from '../node/picture-folder.ts'
import { readPageFiles } from '../node/page-files.ts'
import { SystemClock } from '../node/system-clock.ts'
import { roundBrush } from '../raster/brush.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { strokeBegin } from './stroke-begin.ts'
import { sysdbThreadSource } from './sqlite-trial.ts'

/** A session of a test is shorter than the moment after which a scheduler is opened. */
const atOnce = { ...limits, schedulerOpenAfterMs: 0 }

/** Everything that is due is due soon. */
export const quickLimits = {
  ...atOnce,
  persistCadenceMs: 300,
  tenderEveryMs: 100,
  outboxEveryMs: 500,
  heapBucketMs: 500,
}
/** For `vi.waitFor`: as soon as real threads and files get there. */
export const soon = { timeout: 20_000, interval: 50 }

export const trialBrush = roundBrush({ size: 320, opacity: 255, hardness: 255, color: 0x1133cc })

/** Processes that host from one folder, one after another or at once, with all that is real but sockets. */
export class HostingTrial {
  readonly folder: string
  /** What was told. */
  readonly notes: string[] = []
  readonly size = { width: 200, height: 100 }
  private readonly options: Partial<HostingOptions>
  private readonly hostings: Hosting[] = []
  private readonly sessions: RunningSession[] = []

  private constructor(folder: string, options: Partial<HostingOptions>) {
    this.folder = folder
    this.options = options
  }

  static async begin(options: Partial<HostingOptions> = {}): Promise<HostingTrial> {
    const folder = await mkdtemp(join(tmpdir(), 'gesso-hosting-'))
    await mkdir(join(folder, 'pages'))
    await writeFile(join(folder, 'pages', 'index.html'), 'the guest page')
    return new HostingTrial(folder, options)
  }

  async open(options: Partial<HostingOptions> = {}): Promise<Hosting> {
    const hosting = await openHosting({
      dataDir: join(this.folder, 'data'),
      openPictures: () => this.pictures(),
      pages: () => readPageFiles(join(this.folder, 'pages')),
      primaryThreadFile: new URL('./primary-thread-source.mjs', import.meta.url),
      sysdbThreadFile: sysdbThreadSource,
      clock: new SystemClock(),
      limits: atOnce,
      onNote: (note) => void this.notes.push(note),
      ...this.options,
      ...options,
    })
    this.hostings.push(hosting)
    return hosting
  }

  async host(hosting: Hosting, id: string): Promise<RunningSession> {
    const session = await hosting.host(id, 'computer')
    this.sessions.push(session)
    return session
  }

  /** What is kept there, without a host. */
  pictures(): Promise<KeptPictures> {
    return openPictureFolder(join(this.folder, 'pictures'))
  }

  journals(): JournalFolder {
    return new JournalFolder(join(this.folder, 'data', 'journal'), { onNote: () => undefined })
  }

  async savedSeq(id: string): Promise<number> {
    const { pictures } = await this.pictures()
    return (await pictures.history(id)).lastSeq
  }

  /** Pictures of which a process that was killed left a stroke in the journal only: seq 2. */
  async leaveUnsaved(...titles: readonly string[]): Promise<readonly string[]> {
    const { pictures, newPictureId } = await this.pictures()
    const ids: string[] = []
    for (const title of titles) {
      const id = newPictureId()
      await pictures.create({ id, title, size: this.size, nowMs: Date.now() })
      await this.leaveStroke(id)
      ids.push(id)
    }
    return ids
  }

  async leaveStroke(id: string): Promise<void> {
    const { journal } = await Journal.open(await this.journals().take(id))
    const key = new Uint8Array(16).fill(1)
    await journal.append({ kind: 'epoch', epoch: 1, startSeq: 0 })
    await journal.append({ kind: 'participant', number: 1, key, name: 'Ann', color: 0 })
    const begin = strokeBegin(trialBrush, [{ x: 800, y: 800, pressure: 1023 }])
    const updates = [begin, { kind: 'end' } as const].map((operation, at) => ({
      author: 1,
      clientSeq: at + 1,
      operation: encodeOperation(operation),
    }))
    await journal.append({ kind: 'updates', firstSeq: 1, updates })
    await journal.close()
  }

  async end(): Promise<void> {
    for (const session of this.sessions) await session.close('The test is over.').catch(() => undefined)
    for (const hosting of this.hostings) await hosting.close()
    // Closing waits for a moment only, so a scheduler may still be making its files.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}
