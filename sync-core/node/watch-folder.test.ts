import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { watchFolder, type WatchedFolder } from './watch-folder.ts'

vi.mock('node:fs/promises', { spy: true })

let folder: string
let clock: SimulatedClock
let vanished: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-watch-'))
  clock = new SimulatedClock()
  vanished = 0
  await writeFile(join(folder, 'file'), 'here')
  await mkdir(join(folder, 'inner'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

function watch(): Promise<WatchedFolder> {
  const onVanished = (): void => void (vanished += 1)
  return watchFolder(folder, { clock, everyMs: 1000, names: ['file', 'inner'], onVanished })
}

it('[ND82] another file under the name is told, once; a folder that is there is there, whatever its number', async () => {
  const { isThere } = await watch()
  await rename(join(folder, 'inner'), join(folder, 'before'))
  await mkdir(join(folder, 'inner'))
  expect([await isThere(), vanished]).toEqual([true, 0])
  await rename(join(folder, 'file'), join(folder, 'former'))
  await writeFile(join(folder, 'file'), 'here')
  expect([await isThere(), await isThere(), vanished]).toEqual([false, false, 1])
})

it('[ND82] a folder that is gone, or a file in its place, is told', async () => {
  const { isThere } = await watch()
  await rm(join(folder, 'inner'), { recursive: true })
  await writeFile(join(folder, 'inner'), 'no folder')
  expect([await isThere(), vanished]).toEqual([false, 1])
})

it('[ND82] a disk that hangs is asked once, and keeps nobody waiting who wants to know', async () => {
  const { isThere, end } = await watch()
  const hanging = vi
    .mocked(stat)
    .mockClear()
    .mockImplementation(() => new Promise(() => undefined))
  const answers: boolean[] = []
  for (let asked = 0; asked < 5; asked++) void isThere().then((is) => answers.push(is))
  await clock.run(60_000)
  expect(answers).toEqual([true, true, true, true, true])
  expect(hanging).toHaveBeenCalledTimes(1)
  expect(vanished).toBe(0)
  end()
})
