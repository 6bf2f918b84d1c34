// Run as a child process by journal-files.test.ts: appends updates to the journal in the folder given, and says which were
// written, until it is killed.
import { Journal } from '../journal/journal.ts'
import { JournalFiles } from '../node/journal-files.ts'
import { updatesRecord } from './journal-records.ts'

const { journal } = await Journal.open(await JournalFiles.open(process.argv[2]!), { segmentBytes: 20_000 })
for (let seq = journal.seq + 1; ; seq++) {
  await journal.append(updatesRecord(seq, 1, seq % 300))
  process.send!(seq)
}
