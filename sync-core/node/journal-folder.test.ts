import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeRecord } from '../journal/journal-record.ts'
import type { UpdatesRecord } from '../journal/journal-record.ts'
import { Journal } from '../journal/journal.ts'
import type { OpenedJournal } from '../journal/journal.ts'
import { TestProcess } from '../testing/child-process.ts'
import type { JournalChildNews } from '../testing/journal-child.ts'
import { epochRecord, updatesRecord } from '../testing/journal-records.ts'
import { tinyDisk } from '../testing/tiny-disk.ts'
import { JournalFolder } from './journal-folder.ts'

const fileBytes = 64 * 1024

let folder: string
let notes: string[]
beforeEach(async () => {
  notes = []
  folder = await mkdtemp(join(tmpdir(), 'gesso-journal-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function folderOf(path = folder): JournalFolder {
  return new JournalFolder(path, { onNote: (note) => notes.push(note), fileBytes })
}

async function openPicture(journals: JournalFolder, picture = 'a', savedSeq = 0): Promise<OpenedJournal> {
  return Journal.open(await journals.take(picture), { savedSeq })
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}

async function fileNames(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.includes('.journal')).sort()
}

describe('the journal’s folder', () => {
  it('[JO15] [SJ7] keeps all pictures in numbered files, and the next one ready', async () => {
    const journals = folderOf()
    const a = await openPicture(journals, 'a')
    const b = await openPicture(journals, 'b')
    await Promise.all([a.journal.append(epochRecord(1)), b.journal.append(updatesRecord(1, 3))])
    await a.journal.append(updatesRecord(1))
    await a.journal.close()
    await b.journal.close()
    expect(await fileNames()).toEqual(['00000001.journal', '00000002.journal'])
    const again = folderOf()
    const opened = [await openPicture(again, 'a'), await openPicture(again, 'b')]
    expect(opened.map(({ records }) => records)).toEqual([
      [epochRecord(1), updatesRecord(1)],
      [updatesRecord(1, 3)],
    ])
    for (const { journal } of opened) await journal.close()
    expect(notes).toEqual([])
  })

  it('[JO5] [JO6] [SJ6] cuts torn ends and keeps what is damaged', async () => {
    const { journal } = await openPicture(folderOf())
    for (let seq = 1; seq <= 9; seq++) await journal.append(updatesRecord(seq))
    await journal.close()
    const file = join(folder, '00000001.journal')
    const whole = await readFile(file)
    let used = whole.length
    while (whole[used - 1] === 0) used--
    // As if the end of the last update, and the mark that closing leaves, had not been written.
    await writeFile(
      file,
      Buffer.concat([whole.subarray(0, used - 40), Buffer.alloc(whole.length - used + 40)]),
    )
    const torn = await openPicture(folderOf())
    expect([torn.records.length, torn.repairs, notes.length]).toEqual([8, [], 1])
    expect(notes[0]).toContain(`${file} were being written when this computer stopped`)
    await torn.journal.append(updatesRecord(9))
    await torn.journal.close()
    // What was not known to be durable was written once more, into the next file.
    const next = join(folder, '00000002.journal')
    const damaged = await readFile(next)
    let usedNext = damaged.length
    while (damaged[usedNext - 1] === 0) usedNext--
    damaged[usedNext >> 1]! ^= 4
    await writeFile(next, damaged)
    const opened = await openPicture(folderOf())
    const told = [...notes.slice(1), ...opened.repairs].join(' ')
    const aside = (await fileNames()).find((name) => name.includes('damaged'))!
    expect(told).toContain(join(folder, aside))
    expect(opened.records.length).toBeLessThan(8)
    await opened.journal.close()
    const again = await openPicture(folderOf())
    expect([again.records, again.repairs]).toEqual([opened.records, []])
    await again.journal.close()
  })

  it('[JO15] [SJ10] is for one process at a time, from the first picture to the last', async () => {
    const journals = folderOf()
    const [a, b] = await Promise.all([journals.take('a'), journals.take('b')])
    await expect(journals.take('a')).rejects.toMatchObject({ code: 'in-use' })
    await expect(folderOf().take('c')).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringContaining(`Another Gesso hosts pictures from ${folder} already`),
    })
    await a.close()
    await expect(folderOf().take('a')).rejects.toMatchObject({ code: 'in-use' })
    await b.close()
    const other = await folderOf().take('a')
    await expect(journals.take('a')).rejects.toMatchObject({ code: 'in-use' })
    await other.close()
    await (await journals.take('a')).close()
  })

  it('[JO1] [JO15] [SJ1] finds what a killed process wrote to several pictures', async () => {
    const pictures = 4
    const known = Array.from({ length: pictures }, () => 0)
    for (let round = 0; round < 3; round++) {
      const child = new TestProcess('journal-child.ts', folder, String(pictures), String(fileBytes))
      const said = (): JournalChildNews[] => child.heard as JournalChildNews[]
      await child.waitFor(() => said().length > 800)
      await child.kill()
      for (const { picture, written } of said()) known[picture] = Math.max(known[picture]!, written)
      const journals = folderOf()
      for (const [picture, written] of known.entries()) {
        const { journal, records, repairs } = await openPicture(journals, `picture-${picture}`, written)
        const updates = records.flatMap((record) => (record.kind === 'updates' ? [record] : []))
        const expected = ({ firstSeq }: UpdatesRecord): UpdatesRecord =>
          updatesRecord(firstSeq, 1, 1 + ((picture * 31 + firstSeq) % 300))
        const wrong = updates.filter(
          (record) => !isSame(encodeRecord(record), encodeRecord(expected(record))),
        )
        expect(wrong).toEqual([])
        const first = updates[0]!.firstSeq
        expect(updates.map((record) => record.firstSeq)).toEqual(updates.map((_, at) => first + at))
        expect([journal.seq >= written, repairs]).toEqual([true, []])
        known[picture] = journal.seq
        await journal.close()
      }
      expect(notes.length).toBeLessThanOrEqual(round + 1)
    }
    expect(Math.min(...known)).toBeGreaterThan(400)
    // Four files more than twice what is needed, the current and the next one.
    expect((await fileNames()).length).toBeLessThan(40)
  })

  it('[JO3] [JO15] [SJ4] leaves nothing of an append that the full disk refused', async (context) => {
    const disk = await tinyDisk(fileBytes * 5)
    if (disk === undefined) return context.skip('no tmpfs can be mounted here')
    try {
      const journals = folderOf(join(disk.folder, 'journal'))
      const { journal } = await openPicture(journals)
      const other = await openPicture(journals, 'b')
      let written = 0
      let refusal: unknown
      while (refusal === undefined && written < 100) {
        await journal.append(updatesRecord(written + 1, 1, 5_000)).then(
          () => written++,
          (error: unknown) => (refusal = error),
        )
        await journal.rotate()
      }
      expect(refusal).toMatchObject({ code: 'disk-full', retryable: true })
      expect(String(refusal)).toContain(disk.folder)
      expect(written).toBeGreaterThan(30)
      // What the last file still has room for goes on, and what is dropped makes room for more.
      await other.journal.append(updatesRecord(1, 1, 1))
      await journal.dropThrough(written)
      let later = 0
      for (let tries = 0; later === 0 && tries < 100; tries++) {
        await journal.append(updatesRecord(written + 1, 1, 5_000)).then(
          () => later++,
          () => new Promise((resolve) => setImmediate(resolve)),
        )
      }
      expect(later).toBe(1)
      await journal.close()
      await other.journal.close()
      const again = folderOf(join(disk.folder, 'journal'))
      const opened = [await openPicture(again, 'a', written), await openPicture(again, 'b')]
      expect(opened.map((each) => [each.journal.seq, each.repairs])).toEqual([
        [written + 1, []],
        [1, []],
      ])
      for (const each of opened) await each.journal.close()
    } finally {
      await disk.remove()
    }
  })

  it('[JO15] says which folder can’t be written', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    const journals = folderOf(join(file, 'journal'))
    for (let tries = 0; tries < 2; tries++) {
      await expect(journals.take('a')).rejects.toMatchObject({
        name: 'StorageError',
        message: expect.stringContaining(file),
      })
    }
    await rm(file)
    await mkdir(file)
    await (await journals.take('a')).close()
  })
})
