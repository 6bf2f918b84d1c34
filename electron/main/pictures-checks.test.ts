import { describe, expect, it } from 'vitest'
import type { BucketSettings, PicturesSettings } from '../ipc/pictures-place.ts'
import { PayloadError } from './payload-checks.ts'
import {
  checkBucketName,
  checkBucketSettings,
  checkPicturesSettings,
  checkPrefix,
  checkSecretWish,
} from './pictures-checks.ts'

const bucket: BucketSettings = {
  endpoint: 'https://s3.example.org:9000',
  region: 'eu-central-1',
  bucket: 'our-pictures',
  prefix: 'team/gesso',
  addressing: 'path',
  checksums: 'when-required',
  credentials: 'entered',
  accessKeyId: 'AKIAEXAMPLE',
}
const settings: PicturesSettings = { place: 'bucket', folder: '/mnt/art', bucket, history: { keep: 'all' } }

describe('where pictures are kept', () => {
  it('[EL9] is returned when it is right', () => {
    expect(checkPicturesSettings({ ...settings, more: 1 })).toEqual(settings)
    const history = { keep: 'days', days: 30 } as const
    expect(checkPicturesSettings({ place: 'computer', folder: '', history })).toEqual({
      place: 'computer',
      folder: '',
      history,
    })
    expect(checkBucketSettings({ ...bucket, endpoint: 'HTTP://LOCALHOST/' }).endpoint).toBe(
      'http://localhost',
    )
    expect(checkBucketSettings({ ...bucket, credentials: 'computer' }).accessKeyId).toBe('')
    expect(checkBucketName('a.b-3')).toBe('a.b-3')
    expect(checkPrefix('')).toBe('')
  })

  it('[EL9] is refused with a sentence that names the value', () => {
    const cases: [() => unknown, string][] = [
      [
        () => checkPicturesSettings({ ...settings, place: 'cloud' }),
        'Pictures are kept on this “computer” or in a “bucket”, not in “cloud”.',
      ],
      [() => checkPicturesSettings({ ...settings, bucket: undefined }), 'The bucket’s settings are missing.'],
      [
        () => checkPicturesSettings({ ...settings, folder: '../art' }),
        'A folder is given from the top of the disk, unlike “../art”.',
      ],
      [
        () => checkPicturesSettings({ ...settings, folder: '/a\u0000b' }),
        'A folder is one line without control characters.',
      ],
      [
        () => checkPicturesSettings({ ...settings, history: { keep: 'days', days: 0 } }),
        'History is a whole number from 1 to 36500 days, not 0.',
      ],
      [
        () => checkPicturesSettings({ ...settings, history: { keep: 'some' } }),
        'History is kept “all” or for “days”, not “some”.',
      ],
      [
        () => checkBucketSettings({ ...bucket, bucket: 'Our Pictures' }),
        'A bucket’s name has 3 to 63 small letters, digits, dots and hyphens, unlike “Our Pictures”.',
      ],
      [
        () => checkBucketSettings({ ...bucket, region: 'eu central' }),
        'A region has 1 to 40 letters, digits and hyphens, as us-east-1, unlike “eu central”.',
      ],
      [
        () => checkBucketSettings({ ...bucket, endpoint: 's3.example.org' }),
        'An endpoint is http:// or https://, a name and maybe a port, as https://s3.example.org:9000, unlike “s3.example.org”.',
      ],
      [
        () => checkPrefix('a//b'),
        'A folder in a bucket has at most 200 letters, digits, “.”, “_” and “-”, with “/” between folders, unlike “a//b”.',
      ],
    ]
    for (const [check, sentence] of cases) {
      expect(check).toThrow(PayloadError)
      expect(check).toThrow(new PayloadError(sentence))
    }
  })

  it.each([
    'file:///etc/passwd',
    'https://s3.example.org/bucket',
    'https://s3.example.org?x=1',
    'https://s3.example.org#x',
    'https://user:hunter2@s3.example.org',
    'javascript:alert(1)',
    7,
  ])('[EL9] %s is no endpoint', (endpoint) => {
    const check = (): unknown => checkBucketSettings({ ...bucket, endpoint })
    expect(check).toThrow(PayloadError)
    expect(check).not.toThrow(/hunter2/)
  })

  it.each(['../up', 'a/../b', '/a', 'a/', '.hidden', 'a b', 'é', 'x'.repeat(201)])(
    '[EL9] %s is no folder in a bucket',
    (prefix) => {
      expect(() => checkPrefix(prefix)).toThrow(PayloadError)
    },
  )
})

describe('a secret from a window', () => {
  it('[EL10] is kept, removed or replaced', () => {
    expect(checkSecretWish({ kind: 'keep', secretAccessKey: 'x' })).toEqual({ kind: 'keep' })
    expect(checkSecretWish({ kind: 'remove' })).toEqual({ kind: 'remove' })
    const replace = { kind: 'replace', secretAccessKey: 'abc/+=', sessionToken: '' }
    expect(checkSecretWish({ ...replace, more: 1 })).toEqual(replace)
  })

  it('[EL10] is never repeated in a refusal', () => {
    const wrong = [
      'hunter2',
      { kind: 'hunter2' },
      { kind: 'replace', secretAccessKey: 'hunter2 ', sessionToken: '' },
      { kind: 'replace', secretAccessKey: 'hunter2'.repeat(100), sessionToken: '' },
      { kind: 'replace', secretAccessKey: '', sessionToken: 'hunter2' },
      { kind: 'replace', secretAccessKey: 'x', sessionToken: 'hunter2\n' },
      { kind: 'replace', secretAccessKey: ['hunter2'], sessionToken: '' },
    ]
    for (const value of wrong) {
      expect(() => checkSecretWish(value)).toThrow(PayloadError)
      expect(() => checkSecretWish(value)).not.toThrow(/hunter2/)
    }
    const pasted = { ...bucket, accessKeyId: 'hunter2 is my secret' }
    expect(() => checkBucketSettings(pasted)).toThrow(PayloadError)
    expect(() => checkBucketSettings(pasted)).not.toThrow(/hunter2/)
  })
})
