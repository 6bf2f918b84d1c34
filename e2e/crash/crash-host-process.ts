// The host of a crash run, as the desktop runs it: real storage, journal, painting thread and WebSocket server, in a process
// that is killed in the middle of whatever it does. It writes the picture every second, so that many kills hit a save.

import { join } from 'node:path'
import { limits, parseInvite, socketUrl, type CanvasSize } from '../../sync-core/index.ts'
import type { Limits } from '../../sync-core/base/limits.ts'
import { openHosting, type Hosting, type RunningSession } from '../../sync-core/node/hosting.ts'
import { readPageFiles } from '../../sync-core/node/page-files.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import { serveCommands } from '../bench/command-channel.ts'
import { openStoragePlace, type StoragePlace } from '../bench/storage-place.ts'

/** What a host needs to know: its own folder, and where the pictures are. */
export interface CrashHostPlace {
  readonly folder: string
  readonly storage: StoragePlace
  /** Where they differ from the usual ones. */
  readonly limits?: Partial<Limits>
}

export interface OpenedSession {
  readonly url: string
  readonly token: string
  /** Where the picture went on. */
  readonly seq: number
  readonly notices: readonly string[]
}

/** How a session stands. */
export interface SessionLook {
  readonly seq: number
  readonly durableSeq: number
  /** Why it can't go on. */
  readonly failure: string | undefined
  /** What is said of work that only this host has. */
  readonly copyOffer: string | undefined
}

const commands = { create, open, look, keepCopy, close }
export type CrashHostCommands = typeof commands

const cadence = { persistCadenceMs: 1000, schedulerOpenAfterMs: 0 }
const notes: string[] = []
let hosting: Promise<Hosting> | undefined
let session: RunningSession | undefined

async function create({ size, ...place }: CrashHostPlace & { size: CanvasSize }): Promise<string> {
  const hosting = await hostingOf(place)
  const { id } = await hosting.createPicture({ title: 'Crash', size })
  return id
}

async function open({ id, ...place }: CrashHostPlace & { id: string }): Promise<OpenedSession> {
  const hosting = await hostingOf(place)
  session = await hosting.host(id, 'computer')
  const invite = parseInvite(session.invites.list()[0]!.links[0]!)
  const notices = [...session.notices, ...notes]
  return { url: socketUrl(invite), token: invite.token, seq: session.state().seq, notices }
}

function look(): Promise<SessionLook> {
  const { seq, durableSeq, failure } = session!.state()
  return Promise.resolve({ seq, durableSeq, failure, copyOffer: session!.copyOffer?.() })
}

/** Returns the id of the picture that it became. */
async function keepCopy(): Promise<string> {
  const { id } = await session!.keepCopy!()
  return id
}

async function close(): Promise<void> {
  await session!.close('The host closed this session.')
}

function hostingOf({ folder, storage, limits: other }: CrashHostPlace): Promise<Hosting> {
  hosting ??= openHosting({
    dataDir: join(folder, 'data'),
    openPictures: () => openStoragePlace(storage),
    pages: () => readPageFiles(join(folder, 'pages')),
    primaryThreadFile: join(import.meta.dirname, 'primary-thread.cjs'),
    sysdbThreadFile: join(import.meta.dirname, 'sysdb-thread.cjs'),
    clock: new SystemClock(),
    limits: { ...limits, ...cadence, ...other },
    onNote: (sentence) => void notes.push(sentence),
  })
  return hosting
}

serveCommands(commands)
