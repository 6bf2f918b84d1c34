import { afterAll, beforeAll } from 'vitest'
import { testObjectStore } from '../../testing/object-store.contract.ts'
import { testPictureAccessor } from '../../testing/picture-accessor.contract.ts'
import { S3Light } from '../../testing/s3-light/s3-light.ts'
import { openS3Pictures } from './s3-pictures.ts'
import { S3Store } from './s3-store.ts'

let light: S3Light
let places = 0
const settings = () => ({ ...light.settings, prefix: `place-${places++}` })

beforeAll(async () => {
  light = await S3Light.start({ pageKeys: 100 })
})
afterAll(() => light.close())

testObjectStore('light S3', () => Promise.resolve(new S3Store(settings())))
testPictureAccessor('light S3', () => Promise.resolve(openS3Pictures(settings()).pictures))
