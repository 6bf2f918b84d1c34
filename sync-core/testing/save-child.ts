// Run as a child process by folder-store.test.ts: opens the picture in the folder given, checks that it is whole, and saves
// snapshot after snapshot, saying which are done, until it is killed. Each tile's content is the seq of its snapshot.
import { randomBytes } from 'node:crypto'
import { FolderStore } from '../node/folder-store.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { pictureId, snapshot, tile } from './picture-drafts.ts'

const pictures = new StoredPictures(await FolderStore.open(process.argv[2]!), randomBytes(8))
const claim = await pictures.claim(pictureId)
const loaded = await claim.load()
for (let seq = (loaded?.seq ?? 0) + 1; ; seq++) {
  const changed = [0, 1, 2, 3].map((index) => tile(index, seq % 200, 3000))
  await claim.save(snapshot(seq, changed))
  process.send!(seq)
}
