import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Journal } from '../journal/journal.ts'
import { epochRecord, updatesRecord } from '../testing/journal-records.ts'
import { JournalFiles } from './journal-files.ts'
import { TestProcess } from '../testing/child-process.ts'
import { tinyDisk } from '../testing/tiny-disk.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-journal-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('journal files', () => {
  it('[JO15] keeps segments as numbered files', async () => {
    const { journal } = await Journal.open(await JournalFiles.open(folder))
    await journal.append(epochRecord(1))
    await journal.append(updatesRecord(1, 3))
    await journal.rotate()
    await journal.append(updatesRecord(4))
    await journal.close()
    expect((await readdir(folder)).sort()).toEqual(['00000001.journal', '00000002.journal'])
    const again = await Journal.open(await JournalFiles.open(folder), { savedSeq: 0 })
    expect(again.records).toEqual([epochRecord(1), updatesRecord(1, 3), updatesRecord(4)])
    await again.journal.dropThrough(3)
    await again.journal.close()
    expect(await readdir(folder)).toEqual(['00000002.journal'])
  })

  it('[JO5] [JO6] cuts torn ends and keeps damaged files', async () => {
    const { journal } = await Journal.open(await JournalFiles.open(folder))
    for (let seq = 1; seq <= 9; seq++) await journal.append(updatesRecord(seq))
    await journal.close()
    const file = join(folder, '00000001.journal')
    const bytes = await readFile(file)
    await writeFile(file, bytes.subarray(0, bytes.length - 3))
    const torn = await Journal.open(await JournalFiles.open(folder))
    await torn.journal.close()
    expect([torn.records.length, torn.repairs.length]).toEqual([8, 1])
    const damaged = await readFile(file)
    damaged[25]! ^= 4
    await writeFile(file, damaged)
    const opened = await Journal.open(await JournalFiles.open(folder))
    expect(opened.records).toHaveLength(1)
    expect(opened.repairs[0]).toContain(join(folder, '00000001.journal.damaged-1'))
    await opened.journal.append(updatesRecord(2))
    await opened.journal.close()
    expect(await readFile(join(folder, '00000001.journal.damaged-1'))).toEqual(damaged)
    const again = await Journal.open(await JournalFiles.open(folder))
    expect([again.records.length, again.repairs]).toEqual([2, []])
    await again.journal.close()
  })

  it('[JO15] is for one process at a time', async () => {
    const files = await JournalFiles.open(folder)
    await expect(JournalFiles.open(folder)).rejects.toMatchObject({ code: 'in-use' })
    await files.close()
    await (await JournalFiles.open(folder)).close()
  })

  it('[JO1] [JO15] finds what a killed process wrote', async () => {
    let known = 0
    for (let round = 0; round < 4; round++) {
      const child = new TestProcess('journal-child.ts', folder)
      await child.waitFor((seq) => Number(seq) > round * 300 + 200)
      await child.kill()
      known = Number(child.heard.at(-1))
      const { journal, records, repairs } = await Journal.open(await JournalFiles.open(folder))
      const seqs = records.flatMap((record) => (record.kind === 'updates' ? [record.firstSeq] : []))
      expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, at) => at + 1))
      expect(seqs.length).toBeGreaterThanOrEqual(known)
      expect(repairs.length).toBeLessThanOrEqual(1)
      known = seqs.length
      await journal.close()
    }
    expect(known).toBeGreaterThan(500)
  })

  it('[JO3] [JO15] leaves nothing of an append that the full disk refused', async (context) => {
    const disk = await tinyDisk(256 * 1024)
    if (disk === undefined) return context.skip('no tmpfs can be mounted here')
    try {
      const { journal } = await Journal.open(await JournalFiles.open(join(disk.folder, 'journal')))
      let written = 0
      let refusal: unknown
      while (refusal === undefined && written < 100) {
        await journal.append(updatesRecord(written + 1, 1, 10_000)).then(
          () => written++,
          (error: unknown) => (refusal = error),
        )
      }
      expect(refusal).toMatchObject({ code: 'disk-full', retryable: true })
      expect(String(refusal)).toContain(disk.folder)
      expect(written).toBeGreaterThan(10)
      await journal.append(updatesRecord(written + 1, 1, 1))
      await journal.close()
      const again = await Journal.open(await JournalFiles.open(join(disk.folder, 'journal')))
      expect([again.journal.seq, again.repairs]).toEqual([written + 1, []])
      await again.journal.close()
    } finally {
      await disk.remove()
    }
  })

  it('[JO15] says which folder can’t be written', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(JournalFiles.open(join(file, 'journal'))).rejects.toMatchObject({
      name: 'StorageError',
      message: expect.stringContaining(file),
    })
  })
})
