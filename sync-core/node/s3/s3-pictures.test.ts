import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testPictureAccessor } from '../../testing/picture-accessor.contract.ts'
import { draft } from '../../testing/picture-drafts.ts'
import { S3Light } from '../../testing/s3-light/s3-light.ts'
import { actionOf } from '../../testing/s3-light/s3-request.ts'
import type { KeptPictures } from '../picture-folder.ts'
import { openS3Pictures } from './s3-pictures.ts'
import { smallestPolicy } from './smallest-policy.ts'

let light: S3Light
let places = 0
const kept: KeptPictures[] = []

function open(): KeptPictures {
  const pictures = openS3Pictures({ ...light.settings, prefix: `place-${places++}` })
  kept.push(pictures)
  return pictures
}

beforeAll(async () => {
  light = await S3Light.start({ pageKeys: 3 })
})
afterAll(() => {
  for (const pictures of kept) pictures.close()
  return light.close()
})

testPictureAccessor('light S3', () => Promise.resolve(open().pictures))

describe('pictures in a bucket', () => {
  it('[BK14] need exactly what the smallest policy permits', () => {
    const used = new Set(light.requests.map(({ operation }) => actionOf[operation]))
    const permitted = smallestPolicy('pictures').Statement.flatMap(({ Action }) => Action)
    expect([...used].sort()).toEqual([...permitted].sort())
  })

  it('[BK1] are the same for everybody who opens the bucket', async () => {
    const { pictures, newPictureId } = open()
    const id = newPictureId()
    await pictures.create({ ...draft, id })
    const other = openS3Pictures({ ...light.settings, prefix: `/place-${places - 1}/` })
    kept.push(other)
    expect((await other.pictures.list()).map((picture) => picture.id)).toEqual([id])
    expect(await open().pictures.list()).toEqual([])
  })
})
