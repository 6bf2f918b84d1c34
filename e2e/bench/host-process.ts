// A host as the desktop runs it, in a process of its own: real folder, journal, painting thread and WebSocket server.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { limits, parseInvite, socketUrl, type CanvasSize } from '../../sync-core/index.ts'
import type { Limits } from '../../sync-core/base/limits.ts'
import { openHosting, type Hosting, type RunningSession } from '../../sync-core/node/hosting.ts'
import type { Reach } from '../../sync-core/node/listen-on-port.ts'
import { readPageFiles } from '../../sync-core/node/page-files.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import { serveCommands } from './command-channel.ts'
import { memoryTaken, type MemoryTaken } from './memory-taken.ts'
import { openStoragePlace, type StoragePlace } from './storage-place.ts'

/** Where clients find a session, and the secret that lets them in. */
export interface SessionPlace {
  readonly url: string
  readonly token: string
}

/** CPU time of a process since its start, in microseconds. */
export interface CpuTime {
  readonly wholeMicros: number
  /** The main thread alone, where the system tells. */
  readonly mainMicros: number | undefined
}

const commands = { open, openMore, readCpu, readMemory, settle }
export type HostCommands = typeof commands

let session: RunningSession | undefined
let hosting: Hosting | undefined

export interface HostWords {
  readonly folder: string
  readonly size: CanvasSize
  /** In the folder, if not said otherwise. */
  readonly storage?: StoragePlace
  /** Where they differ from the usual ones. */
  readonly limits?: Partial<Limits>
  /** Inside of TLS for 'network'; 'computer' if not said otherwise. */
  readonly reach?: Reach
}

async function open({
  folder,
  size,
  storage,
  limits: other,
  reach = 'computer',
}: HostWords): Promise<SessionPlace> {
  const place = storage ?? { kind: 'folder', folder: join(folder, 'pictures') }
  hosting = await openHosting({
    dataDir: join(folder, 'data'),
    openPictures: () => openStoragePlace(place),
    pages: () => readPageFiles(join(folder, 'pages')),
    primaryThreadFile: join(import.meta.dirname, 'primary-thread.cjs'),
    sysdbThreadFile: join(import.meta.dirname, 'sysdb-thread.cjs'),
    clock: new SystemClock(),
    limits: { ...limits, ...other },
    onNote: (sentence) => console.error(sentence),
  })
  return host(size, reach)
}

/** One more picture in the same process. */
function openMore({ size, reach = 'computer' }: HostWords): Promise<SessionPlace> {
  return host(size, reach)
}

async function host(size: CanvasSize, reach: Reach): Promise<SessionPlace> {
  const { id } = await hosting!.createPicture({ title: 'Bench', size })
  session = await hosting!.host(id, reach)
  session.onFailure((sentence) => console.error(sentence))
  const invite = parseInvite(session.invites.list()[0]!.links[0]!)
  // By loopback also where it is encrypted: the network's cards are not what is measured.
  const url = new URL(socketUrl(invite))
  url.hostname = '127.0.0.1'
  return { url: url.href, token: invite.token }
}

function readCpu(): Promise<CpuTime> {
  const { user, system } = process.cpuUsage()
  return Promise.resolve({ wholeMicros: user + system, mainMicros: mainThreadMicros() })
}

function readMemory(): Promise<MemoryTaken> {
  return Promise.resolve(memoryTaken())
}

/** Resolves when everything is folded in, durable and written. */
async function settle(): Promise<void> {
  for (;;) {
    const { seq, durableSeq, saved, failure } = session!.state()
    if (failure !== undefined) throw new Error(failure)
    if (durableSeq === seq && saved.kind === 'saved' && saved.seq === seq) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function mainThreadMicros(): number | undefined {
  try {
    const [nanos] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')
    return Number(nanos) / 1000
  } catch {
    return undefined
  }
}

serveCommands(commands)
