import { describe, expect, it } from 'vitest'
import type { BucketSettings, PicturesView } from '../../electron/ipc/pictures-place.ts'
import { changeForm, formOf, formProblems, hasProblem, secretWishOf, settingsOf } from './pictures-form.ts'
import { placeWords } from './place-words.ts'

const bucket: BucketSettings = {
  endpoint: 'https://s3.example.org',
  region: 'eu-central-1',
  bucket: 'our-pictures',
  prefix: 'team',
  addressing: 'path',
  checksums: 'always',
  credentials: 'entered',
  accessKeyId: 'AKIA1',
}
const first: PicturesView = {
  settings: { place: 'computer', folder: '', history: { keep: 'all' } },
  usualFolder: '/home/ada/pictures',
  keychain: 'there',
}
const inBucket: PicturesView = {
  ...first,
  settings: { place: 'bucket', folder: '', bucket, history: { keep: 'days', days: 7 } },
  secret: { endpoint: bucket.endpoint, accessKeyId: 'AKIA1', kept: 'keychain' },
}

describe('where pictures are kept, as a form', () => {
  it('[UI97] shows what is set and gives it back unchanged, without a secret', () => {
    for (const view of [first, inBucket]) {
      const form = formOf(view)
      expect([form.secretAccessKey, form.sessionToken]).toEqual(['', ''])
      expect(formProblems(form, view, true)).toEqual({})
      expect(settingsOf(form, view)).toEqual(view.settings)
      expect(secretWishOf(form)).toEqual({ kind: 'keep' })
    }
  })

  it('[UI97] takes what people type around it', () => {
    const form = changeForm(formOf(inBucket), {
      endpoint: ' https://S3.example.org/ ',
      prefix: '/team/gesso/',
      accessKeyId: ' AKIA1 ',
      secretAccessKey: ' abc/+= ',
      days: ' 30 ',
    })
    expect(formProblems(form, inBucket, true)).toEqual({})
    expect(settingsOf(form, inBucket)).toEqual({
      ...inBucket.settings,
      bucket: { ...bucket, prefix: 'team/gesso' },
      history: { keep: 'days', days: 30 },
    })
    expect(secretWishOf(form)).toEqual({ kind: 'replace', secretAccessKey: 'abc/+=', sessionToken: '' })
  })

  it('[UI97] says what is wrong at once, and what is missing when the person wants to go on', () => {
    const empty = { ...formOf(first), place: 'bucket', credentials: 'entered' } as const
    expect(formProblems(empty, first, false)).toEqual({})
    expect(formProblems(empty, first, true)).toEqual({
      bucket: 'Needed',
      accessKeyId: 'Needed',
      secretAccessKey: 'Needed',
    })
    const wrong = {
      ...empty,
      bucket: 'Our Pictures',
      region: 'eu central',
      prefix: 'a b',
      endpoint: 's3.example.org',
      accessKeyId: 'A B',
      secretAccessKey: 'a b',
      history: 'days',
      days: '0',
    } as const
    expect(formProblems(wrong, first, false)).toEqual({
      bucket: 'Only a-z, 0-9, “-” and “.”',
      region: 'Like us-east-1',
      prefix: 'Like team/gesso',
      endpoint: 'Like https://host:9000',
      accessKeyId: 'Has a blank',
      secretAccessKey: 'Has a blank',
      days: 'A whole number, 1 to 36500',
    })
    expect(formProblems({ ...empty, bucket: 'ab' }, first, false).bucket).toBe('3 to 63 characters')
    expect(hasProblem(formProblems(wrong, first, true), ['bucket'])).toBe(true)
    expect(hasProblem(formProblems({ ...wrong, place: 'computer' }, first, true), ['bucket'])).toBe(false)
  })

  it('[UI97] asks for the secret again when it would go to another server or key', () => {
    const needed = (change: object): unknown =>
      formProblems({ ...formOf(inBucket), ...change }, inBucket, true).secretAccessKey
    expect(needed({})).toBeUndefined()
    expect(needed({ endpoint: 'https://other.example.org' })).toBe('Needed')
    expect(needed({ accessKeyId: 'AKIA2' })).toBe('Needed')
    expect(needed({ sessionToken: 'new' })).toBe('Needed')
    expect(needed({ credentials: 'computer' })).toBeUndefined()
  })

  it('[UI97] puts the bucket into the path for a server of one’s own', () => {
    const own = changeForm(formOf(first), { endpoint: 'h' })
    expect(own.addressing).toBe('path')
    expect(changeForm({ ...own, addressing: 'host' }, { endpoint: 'ht' }).addressing).toBe('host')
    expect(changeForm(own, { endpoint: '' }).addressing).toBe('host')
  })

  it('[UI97] leaves the bucket alone while pictures are on this computer', () => {
    const form = { ...formOf(inBucket), place: 'computer', bucket: '???', secretAccessKey: 'x' } as const
    expect(formProblems(form, inBucket, true)).toEqual({})
    expect(settingsOf(form, inBucket).bucket).toEqual(bucket)
    expect(secretWishOf(form)).toEqual({ kind: 'keep' })
  })
})

describe('the shelf', () => {
  it('[UI96] says where its pictures are', () => {
    expect(placeWords(first)).toEqual({ words: 'Kept on this computer', detail: '/home/ada/pictures' })
    const settings = { ...first.settings, folder: '/mnt/art' }
    expect(placeWords({ ...first, settings })).toEqual({
      words: 'Kept in a folder of this computer',
      detail: '/mnt/art',
    })
    expect(placeWords(inBucket)).toEqual({
      words: 'Kept in the bucket “our-pictures”',
      detail: 'our-pictures/team, https://s3.example.org',
    })
    const amazon = { ...inBucket.settings, bucket: { ...bucket, endpoint: '', prefix: '' } }
    expect(placeWords({ ...inBucket, settings: amazon }).detail).toBe('our-pictures, eu-central-1')
  })
})
