import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { limits } from '../base/limits.ts'
import { StorageError } from '../base/errors.ts'
import { MemoryStore } from '../pictures/memory-store.ts'
import { OpenMarks } from '../pictures/open-marks.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { openComputerId } from './computer-id.ts'
import { markWhileOpen } from './mark-while-open.ts'
import type { RunningSession } from './running-session.ts'

const pictureId = 'abcdefghijklmnopqrstuvwxyz'
const [own, other] = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'] as const

function setUp(
  close: () => Promise<void> = () => Promise.resolve(),
  computer = () => Promise.resolve(own as string),
) {
  const clock = new SimulatedClock()
  const store = new MemoryStore()
  const marks = new OpenMarks(store)
  const notes: string[] = []
  const session = { pictureId, title: 'Sea', close } as unknown as RunningSession
  const marked = markWhileOpen(session, { marks, computer, clock, onNote: (note) => notes.push(note) })
  const seen = async (): Promise<boolean> => (await marks.openElsewhere(pictureId, other)) !== undefined
  return { clock, store, marks, notes, marked, seen }
}

it('[ND30] the mark is there while the session is, and goes with it, also when its last save failed', async () => {
  const close = vi.fn<() => Promise<void>>(() => Promise.reject(new StorageError('unavailable', 'Away.')))
  const { marked, seen, notes } = setUp(close)
  expect([marked.pictureId, marked.title]).toEqual([pictureId, 'Sea'])
  await vi.waitFor(async () => expect(await seen()).toBe(true))
  await expect(marked.close('Bye.')).rejects.toThrow('Away.')
  await expect(marked.close('Bye.')).rejects.toThrow('Away.')
  expect([await seen(), notes, close.mock.calls.length]).toEqual([false, [], 1])
})

it('[ND30] one that is written while the session closes is removed after it', async () => {
  const { marked, seen } = setUp()
  await marked.close('Bye.')
  expect(await seen()).toBe(false)
})

it('[ND30] a store that fails is noted, one that hangs is not waited for', async () => {
  const failing = setUp()
  failing.store.remove = () => Promise.reject(new StorageError('no-permission', 'Not allowed.'))
  await failing.marked.close('Bye.')
  expect(failing.notes).toEqual(['Not allowed.', 'Not allowed.'])

  const hanging = setUp()
  hanging.store.put = () => new Promise(() => undefined)
  let isClosed = false
  const closing = hanging.marked.close('Bye.').then(() => (isClosed = true))
  await new Promise(setImmediate)
  expect(isClosed).toBe(false)
  await hanging.clock.run(limits.openMarkWithinMs)
  await closing
})

it('[ND30] a computer keeps its name; a file that holds none is set aside', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gesso-computer-'))
  const file = join(folder, 'computer-id')
  const notes: string[] = []
  const open = (): Promise<string> => openComputerId(file, (note) => void notes.push(note))
  const made = await open()
  expect(made).toMatch(/^[0-9a-f]{16}$/)
  expect([await open(), await readFile(file, 'utf8')]).toEqual([made, made])
  await writeFile(file, '../../etc')
  expect(await open()).not.toBe(made)
  expect(notes).toHaveLength(1)
  await rm(folder, { recursive: true })
})
