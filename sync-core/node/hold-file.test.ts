import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestProcess } from '../testing/child-process.ts'
import { processName, takeHold } from './hold-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-hold-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('hold file', () => {
  it('[PI21] says who has it and what to do', async () => {
    const release = await takeHold(folder, 'picture')
    expect(JSON.parse(await readFile(join(folder, 'picture.1'), 'utf8'))).toMatchObject({
      pid: process.pid,
      host: hostname(),
    })
    await expect(takeHold(folder, 'picture')).rejects.toThrow(
      `It is open in another Gesso (process ${process.pid} on ${hostname()}).`,
    )
    await expect(takeHold(folder, 'picture')).rejects.toThrow(`remove the file ${join(folder, 'picture.1')}`)
    await release()
    expect(await readdir(folder)).toEqual([])
  })

  it('[ND85] is given back only by who has it: its folder may have been removed, and be another’s by now', async () => {
    const release = await takeHold(folder, 'picture')
    await rm(join(folder, 'picture.1'))
    const theirs = JSON.stringify({ ...(JSON.parse(processName()) as object), pid: 1, start: 'other' })
    await writeFile(join(folder, 'picture.1'), theirs)
    await release()
    expect(await readFile(join(folder, 'picture.1'), 'utf8')).toBe(theirs)
  })

  it('[PI21] takes over from the dead, not from another computer', async () => {
    const us = JSON.parse(processName()) as { pid: number; start: string; host: string }
    await writeFile(join(folder, 'picture.4'), JSON.stringify({ ...us, pid: 2 ** 22 + 5, start: 'boot-1' }))
    const release = await takeHold(folder, 'picture')
    expect(await readdir(folder)).toEqual(['picture.5'])
    await release()
    await writeFile(join(folder, 'picture.1'), JSON.stringify({ ...us, host: 'elsewhere' }))
    await expect(takeHold(folder, 'picture')).rejects.toThrow('on elsewhere')
  })

  it.skipIf(process.platform !== 'linux')('[PI21] tells a process from a later one with its id', async () => {
    const us = JSON.parse(processName()) as { start: string }
    await writeFile(join(folder, 'picture.1'), JSON.stringify({ ...us, start: `${us.start}0` }))
    await (
      await takeHold(folder, 'picture')
    )()
  })

  it('[PI21] waits for a file that says nothing yet, and takes over an old one', async () => {
    const file = join(folder, 'picture.1')
    await writeFile(file, '')
    const taking = takeHold(folder, 'picture')
    await new Promise((resolve) => setTimeout(resolve, 100))
    await writeFile(file, processName())
    await expect(taking).rejects.toMatchObject({ code: 'in-use' })
    await writeFile(file, '{"pid"')
    await utimes(file, new Date(0), new Date(0))
    await (
      await takeHold(folder, 'picture')
    )()
  })

  it('[PI21] lets one of six processes win, again and again, over the dead body of the last', async () => {
    const children = Array.from({ length: 6 }, () => new TestProcess('hold-child.ts', folder))
    try {
      await Promise.all(children.map((child) => child.waitFor((message) => message === 'ready')))
      let living = children
      while (living.length > 1) {
        const from = living.map((child) => child.heard.length)
        for (const child of living) child.send('go')
        const answers = await Promise.all(
          living.map(async (child, at) => {
            let count = 0
            return child.waitFor(() => count++ >= from[at]!)
          }),
        )
        const winners = living.filter((_, at) => answers[at] === 'held')
        expect([winners.length, answers]).toEqual([1, expect.anything()])
        expect(answers.filter((answer) => answer !== 'held').every((answer) => answer === 'in-use')).toBe(
          true,
        )
        await winners[0]!.kill()
        living = living.filter((child) => child !== winners[0])
      }
    } finally {
      await Promise.all(children.map((child) => child.kill()))
    }
  })
})
