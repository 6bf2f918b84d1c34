// One living process at a time: a file `<name>.<number>` in a folder says who holds the name. Node has no flock, so the
// rule is made of what every file system has: creating a file that must not exist, and listing a folder.
//
//   take:     a file of a living process is there           → in use
//             create the next number, which must not exist  → somebody else did: look again
//             write who we are, then list once more         → another living file: take ours back, look again
//             otherwise it is held; files of the dead are removed
//   release:  remove our file
//
// Both of two racers would have to create their file and then not see the other's: impossible, since each lists after it
// created. So a stale look (at a process that died, while a third one took over) can't make two winners either.
//
// A process is named by its id, its start and its computer. On Linux the start comes from /proc, so that a process that
// got a dead one's id is not mistaken for it; elsewhere the id alone decides. What another computer holds (a network
// folder) can't be judged from here and counts as living; the sentence names the file to remove.

import { readFileSync } from 'node:fs'
import { open, readFile, readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StorageError } from '../base/errors.ts'
import type { ReleaseHold } from '../pictures/object-store.ts'
import { isDiskError, onDisk } from './disk-error.ts'
import { makeFolder } from './sync-folder.ts'

/** The longest name of a host that the domain name system knows has 253 characters; people’s are shorter. */
const hostLengthMax = 64

interface Holder {
  readonly pid: number
  /** Boot and start of the process; empty where /proc is missing. */
  readonly start: string
  readonly host: string
}

/** A file that was created a moment ago may still be empty; after this long its writer is dead. */
const settleMs = 2_000
const retryMs = 20

/** Names held by this process, for systems that can't tell its files from those of a dead one with the same id. */
const heldHere = new Set<string>()

/**
 * Takes the name in the folder, which is made when missing. StorageError('in-use') when a living process has it, and still
 * has it after `waitMs`.
 */
export function takeHold(folder: string, name: string, waitMs = 0): Promise<ReleaseHold> {
  return onDisk(`take ${name}`, folder, async () => {
    await makeFolder(folder)
    const until = Date.now() + waitMs
    const settledBy = Date.now() + 2 * settleMs
    for (;;) {
      const found = await look(folder, name, undefined)
      if (found.holder !== undefined && Date.now() >= until) throw inUse(folder, found.holder)
      if (found.holder === undefined && !found.unsettled) {
        const file = join(folder, `${name}.${found.highest + 1}`)
        // This computer may be called otherwise when the hold is given back.
        const ours = processName()
        if (await createOurs(file, ours)) {
          const rivals = await look(folder, name, file)
          if (rivals.holder === undefined && !rivals.unsettled) {
            for (const dead of rivals.dead) await rm(dead, { force: true })
            return releaseOnce(file, ours)
          }
          heldHere.delete(file)
          await rm(file, { force: true })
        }
      }
      if (Date.now() > Math.max(until, settledBy)) throw inUse(folder, found.holder)
      await new Promise((resolve) => setTimeout(resolve, retryMs * (0.5 + Math.random())))
    }
  })
}

/** Whether a process that wrote its name (processName) somewhere is certainly gone. */
export function isDeadProcess(text: string): boolean {
  const holder = parseHolder(text)
  return holder !== undefined && !lives(holder, undefined)
}

/** Who this process is, for isDeadProcess. */
export function processName(): string {
  return JSON.stringify(self())
}

interface Found {
  readonly highest: number
  /** The file of a living process. */
  readonly holder: { readonly file: string; readonly who: Holder } | undefined
  /** There is a file that doesn't say yet whose it is. */
  readonly unsettled: boolean
  readonly dead: readonly string[]
}

async function look(folder: string, name: string, ours: string | undefined): Promise<Found> {
  let highest = 0
  let holder: Found['holder']
  let unsettled = false
  const dead: string[] = []
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(`${name}.`)) continue
    const number = Number(entry.slice(name.length + 1))
    const file = join(folder, entry)
    if (!Number.isSafeInteger(number) || file === ours) continue
    highest = Math.max(highest, number)
    try {
      const who = parseHolder(await readFile(file, 'utf8'))
      if (who !== undefined && lives(who, file)) holder = { file, who }
      else if (who === undefined && Date.now() - (await stat(file)).mtimeMs < settleMs) unsettled = true
      else dead.push(file)
    } catch (error) {
      if (!isDiskError(error, 'ENOENT')) throw error
    }
  }
  return { highest, holder, unsettled, dead }
}

async function createOurs(file: string, who: string): Promise<boolean> {
  heldHere.add(file)
  try {
    const handle = await open(file, 'wx')
    try {
      await handle.writeFile(who)
    } finally {
      await handle.close()
    }
    return true
  } catch (error) {
    heldHere.delete(file)
    if (isDiskError(error, 'EEXIST')) return false
    throw error
  }
}

function releaseOnce(file: string, who: string): ReleaseHold {
  let released: Promise<void> | undefined
  return () => {
    released ??= removeOurs(file, who).finally(() => heldHere.delete(file))
    return released
  }
}

/** Somebody may have removed the folder with it, and another process have made both anew. */
async function removeOurs(file: string, who: string): Promise<void> {
  const found = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  })
  if (found === who) await rm(file, { force: true })
}

function inUse(folder: string, holder: Found['holder']): StorageError {
  if (holder === undefined) {
    return new StorageError(
      'in-use',
      `Another Gesso is just opening this in ${folder}. Try again in a moment.`,
      true,
    )
  }
  const { pid, host } = holder.who
  // A name is no longer than that; the file may say anything.
  const computer = host.length > hostLengthMax ? `${host.slice(0, hostLengthMax)}…` : host
  return new StorageError(
    'in-use',
    `It is open in another Gesso (process ${pid} on ${computer}). Close it there first; if that computer or process is gone for good, remove the file ${holder.file}.`,
    true,
  )
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const { pid, start, host } = value as Record<string, unknown>
    if (typeof pid !== 'number' || typeof start !== 'string' || typeof host !== 'string') return undefined
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, start, host } : undefined
  } catch {
    return undefined
  }
}

function lives(who: Holder, file: string | undefined): boolean {
  if (who.host !== hostname()) return true
  if (who.start !== '') return startOf(who.pid) === who.start
  if (who.pid === process.pid) return file === undefined || heldHere.has(file)
  try {
    process.kill(who.pid, 0)
    return true
  } catch (error) {
    return isDiskError(error, 'EPERM')
  }
}

function self(): Holder {
  return { pid: process.pid, start: startOf(process.pid) ?? '', host: hostname() }
}

/** Boot and start time of a running process; undefined when it is gone or /proc is missing. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The process' own name stands in parentheses and may hold anything; state is the first field after it.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    const isGone = fields[0] === 'Z' || fields[0] === 'X'
    return isGone ? undefined : `${boot}-${fields[19]}`
  } catch {
    return undefined
  }
}
