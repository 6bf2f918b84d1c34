import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { journalStorageContract } from '../testing/journal-storage.contract.ts'
import { JournalFolder } from './journal-folder.ts'
import { plainBytes } from './plain-bytes.ts'

journalStorageContract('a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gesso-journal-'))
  const journals = new JournalFolder(folder, { onNote: () => undefined, fileBytes: 32 * 1024 })
  return {
    open: () => journals.take('picture'),
    asideOf: async (name) => plainBytes(await readFile(name)),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
})
