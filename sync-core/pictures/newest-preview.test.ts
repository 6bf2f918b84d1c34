import { expect, it } from 'vitest'
import { draft, pictureId, preview, snapshot, tile, writer } from '../testing/picture-drafts.ts'
import { MemoryStore } from './memory-store.ts'
import { StoredPictures } from './stored-pictures.ts'

it('[PI80] tells a preview that was written after everything else of its picture', async () => {
  let nowMs = 1000
  const pictures = new StoredPictures(new MemoryStore(() => nowMs), writer(1))
  await pictures.create(draft)
  expect(await pictures.isPreviewNewest(pictureId)).toBe(false)
  const claim = await pictures.claim(pictureId)
  await claim.save(snapshot(1, [tile(1)]))
  await claim.savePreview(preview)
  // In the same instant: nobody can tell.
  expect(await pictures.isPreviewNewest(pictureId)).toBe(false)
  nowMs += 1
  await claim.savePreview(preview)
  expect(await pictures.isPreviewNewest(pictureId)).toBe(true)
  nowMs += 1
  await claim.save(snapshot(2, [tile(2)]))
  expect(await pictures.isPreviewNewest(pictureId)).toBe(false)
})
