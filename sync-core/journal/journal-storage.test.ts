import { journalStorageContract } from '../testing/journal-storage.contract.ts'
import { MemoryJournalStorage } from '../testing/memory-journal-storage.ts'
import { SimulatedFiles } from '../testing/simulated-files.ts'
import { simulatedHostFiles } from '../testing/simulated-host-files.ts'
import { SharedJournal } from './shared-journal.ts'

journalStorageContract('memory', () => {
  const storage = new MemoryJournalStorage()
  return Promise.resolve({
    open: () => Promise.resolve(storage),
    asideOf: (name) => Promise.resolve(storage.aside.get(name)!),
    remove: () => Promise.resolve(),
  })
})

for (const fileBytes of [8 * 1024, 1024 * 1024]) {
  journalStorageContract(`the shared journal in files of ${fileBytes} bytes`, () => {
    const files = new SimulatedFiles()
    return Promise.resolve({
      async open() {
        const { journal } = await SharedJournal.open(simulatedHostFiles(files), { fileBytes })
        return journal.storageOf('picture', () => journal.close())
      },
      asideOf: (name) => Promise.resolve(files.read(name)!),
      remove: () => Promise.resolve(),
    })
  })
}
