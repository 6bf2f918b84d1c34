// The host of a crash run, as the desktop runs it: real storage, journal, painting thread and WebSocket server, in a process
// that is killed in the middle of whatever it does. It writes the picture every second, so that many kills hit a save.

import { join } from 'node:path'
import { limits, parseInvite, socketUrl, type CanvasSize } from '../../sync-core/index.ts'
import { openHosting, type Hosting, type RunningSession } from '../../sync-core/node/hosting.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import { serveCommands } from '../bench/command-channel.ts'
import { openStoragePlace, type StoragePlace } from '../bench/storage-place.ts'

/** What a host needs to know: its own folder, and where the pictures are. */
export interface CrashHostPlace {
  readonly folder: string
  readonly storage: StoragePlace
}

export interface OpenedSession {
  readonly url: string
  readonly token: string
  /** Where the picture went on. */
  readonly seq: number
  readonly notices: readonly string[]
}

const commands = { create, open, state, close }
export type CrashHostCommands = typeof commands

const persistCadenceMs = 1000
const notes: string[] = []
let session: RunningSession | undefined

async function create({ size, ...place }: CrashHostPlace & { size: CanvasSize }): Promise<string> {
  const hosting = await hostingOf(place)
  const { id } = await hosting.createPicture({ title: 'Crash', size })
  return id
}

async function open({ id, ...place }: CrashHostPlace & { id: string }): Promise<OpenedSession> {
  const hosting = await hostingOf(place)
  session = await hosting.host(id, 'computer')
  const invite = parseInvite(session.invites[0]!)
  const notices = [...session.notices, ...notes]
  return { url: socketUrl(invite), token: invite.token, seq: session.state().seq, notices }
}

/** Rejects when the session can't go on. */
function state(): Promise<{ seq: number; durableSeq: number }> {
  const { seq, durableSeq, failure } = session!.state()
  return failure === undefined ? Promise.resolve({ seq, durableSeq }) : Promise.reject(new Error(failure))
}

async function close(): Promise<void> {
  await session!.close('The host closed this session.')
}

function hostingOf({ folder, storage }: CrashHostPlace): Promise<Hosting> {
  return openHosting({
    dataDir: join(folder, 'data'),
    openPictures: () => openStoragePlace(storage),
    pagesDir: join(folder, 'pages'),
    primaryThreadFile: join(import.meta.dirname, 'primary-thread.cjs'),
    clock: new SystemClock(),
    limits: { ...limits, persistCadenceMs },
    onNote: (sentence) => void notes.push(sentence),
  })
}

serveCommands(commands)
