import { expect, it } from 'vitest'
import { StorageError } from '../../base/errors.ts'
import { checkS3Settings } from './s3-settings.ts'
import type { S3Settings } from './s3-settings.ts'

const amazon: S3Settings = { bucket: 'my.pictures', region: 'eu-central-1' }

it('[BK15] completes what was left out', () => {
  expect(checkS3Settings(amazon)).toEqual({
    bucket: 'my.pictures',
    region: 'eu-central-1',
    endpoint: undefined,
    prefix: '',
    pathStyle: false,
    checksums: 'always',
    name: "the bucket “my.pictures” in Amazon's region eu-central-1",
  })
  const own = { ...amazon, endpoint: 'https://s3.example.org:9000/', prefix: '/Team_1/gesso/' }
  expect(checkS3Settings(own)).toMatchObject({
    endpoint: 'https://s3.example.org:9000',
    pathStyle: true,
    prefix: 'Team_1/gesso/',
    name: 'the bucket “my.pictures” at https://s3.example.org:9000',
  })
  expect(checkS3Settings({ ...own, pathStyle: false, checksums: 'when-required' })).toMatchObject({
    pathStyle: false,
    checksums: 'when-required',
  })
})

it.each<Partial<S3Settings>>([
  { bucket: '' },
  { bucket: 'Upper' },
  { bucket: 'a/b' },
  { bucket: 'x'.repeat(64) },
  { region: '' },
  { region: 'eu central' },
  { region: 'a\nb' },
  { endpoint: 'storage.example.org' },
  { endpoint: 'ftp://storage.example.org' },
  { endpoint: 'https://someone:opensesame@example.org' },
  { endpoint: 'https://example.org/bucket' },
  { endpoint: 'https://example.org/?x=1' },
  { prefix: 'a/../b' },
  { prefix: 'a//b' },
  { prefix: 'a b' },
  { prefix: 'x'.repeat(513) },
  { credentials: { accessKeyId: '', secretAccessKey: 'x' } },
  { credentials: { accessKeyId: 'x', secretAccessKey: 'opensesame with spaces' } },
  { credentials: { accessKeyId: 'x', secretAccessKey: 'x', sessionToken: '' } },
])('[BK15] refuses %j', (wrong) => {
  let thrown: unknown
  try {
    checkS3Settings({ ...amazon, ...wrong })
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(StorageError)
  expect(thrown).toMatchObject({ code: 'invalid', retryable: false })
  expect((thrown as StorageError).message).not.toContain('opensesame')
})
