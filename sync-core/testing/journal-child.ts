// Run as a child process by journal-folder.test.ts: appends updates to the journals of several pictures in the folder given,
// and says which were written and which are durable, until it is killed.
import { Journal } from '../journal/journal.ts'
import { JournalFolder } from '../node/journal-folder.ts'
import { updatesRecord } from './journal-records.ts'

/** What it says: a picture's number, and the seqs up to which its journal is written and durable. */
export interface JournalChildNews {
  readonly picture: number
  readonly written: number
  readonly durable: number
}

const [folderPath, pictures, fileBytes] = process.argv.slice(2)
const folder = new JournalFolder(folderPath!, { onNote: () => undefined, fileBytes: Number(fileBytes) })

for (let picture = 0; picture < Number(pictures); picture++) void draw(picture)

async function draw(picture: number): Promise<void> {
  const { journal } = await Journal.open(await folder.take(`picture-${picture}`), { segmentBytes: 20_000 })
  for (let seq = journal.seq + 1; ; seq++) {
    await journal.append(updatesRecord(seq, 1, 1 + ((picture * 31 + seq) % 300)))
    process.send!({ picture, written: seq, durable: journal.durableSeq } satisfies JournalChildNews)
    if (seq % 50 === 0) await journal.flush()
    if (seq % 400 === 0) await journal.dropThrough(Math.min(journal.durableSeq, seq - 200))
  }
}
