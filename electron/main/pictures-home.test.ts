import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StorageError, type Clock } from '../../sync-core/index.ts'
import type { Hosting, RunningSession } from '../../sync-core/node/hosting.ts'
import type { HistoryRetention, KeptPictures } from '../../sync-core/node/picture-folder.ts'
import type { S3Settings } from '../../sync-core/node/s3/s3-settings.ts'
import type { BucketSettings, PicturesSettings, SecretWish } from '../ipc/pictures-place.ts'
import { BucketSecret } from './bucket-secret.ts'
import { HostedPicture } from './hosted-picture.ts'
import { PicturesHome } from './pictures-home.ts'
import { SettingsFile } from './settings-file.ts'

const bucket: BucketSettings = {
  endpoint: 'http://127.0.0.1:9000',
  region: 'us-east-1',
  bucket: 'pictures',
  prefix: 'team',
  addressing: 'path',
  checksums: 'always',
  credentials: 'entered',
  accessKeyId: 'AKIA1',
}
const inBucket: PicturesSettings = { place: 'bucket', folder: '', bucket, history: { keep: 'days', days: 7 } }
const onComputer: PicturesSettings = { place: 'computer', folder: '', bucket, history: { keep: 'all' } }
const replace: SecretWish = { kind: 'replace', secretAccessKey: 'hunter2', sessionToken: '' }
const keep: SecretWish = { kind: 'keep' }

/** What the bucket was opened or tried with. */
interface Asked {
  readonly settings: S3Settings
  readonly history?: HistoryRetention
}

let folder: string
let asked: Asked[]
let openings: (() => Promise<KeptPictures>)[]
/** Whose places were closed, by their number. */
let closed: number[]
let home: PicturesHome
const clock: Clock = { nowMs: () => 0, after: () => ({ id: 1 }), cancel: () => undefined }
let hosted: HostedPicture
let dialogAnswer: string | undefined

async function open(): Promise<void> {
  const keychain = {
    isThere: () => Promise.resolve(false),
    seal: () => Promise.reject(new Error('no keychain')),
    unseal: () => Promise.reject(new Error('no keychain')),
  }
  home = await PicturesHome.open({
    settings: await SettingsFile.open(join(folder, 'settings.json'), () => undefined),
    secret: await BucketSecret.open(join(folder, 'bucket-secret'), keychain, () => undefined),
    keychain,
    bucketDoor: {
      open(settings, history) {
        asked.push({ settings, history })
        return Promise.resolve({} as KeptPictures)
      },
      test(settings) {
        asked.push({ settings })
        return Promise.resolve({ works: true, sentence: 'It works.' })
      },
    },
    usualFolder: join(folder, 'pictures'),
    openHosting(openPictures) {
      const number = openings.push(openPictures) - 1
      const session = {
        pictureId: 'a',
        title: 'Sea',
        invites: { list: () => [] },
        whoCanJoin: () => undefined,
        onReach: () => undefined,
        onFailure: () => undefined,
        close: () => Promise.resolve(),
      }
      return Promise.resolve({
        host: () => Promise.resolve(session as unknown as RunningSession),
        close: () => Promise.resolve(void closed.push(number)),
      } as unknown as Hosting)
    },
    askForFolder: () => Promise.resolve(dialogAnswer),
  })
  hosted = new HostedPicture({
    hosting: () => home.hosting(),
    clock,
    onFailure: () => undefined,
    onReach: () => undefined,
    onSaving: () => undefined,
  })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-home-'))
  asked = []
  openings = []
  closed = []
  dialogAnswer = undefined
  await open()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const s3Settings = {
  bucket: 'pictures',
  region: 'us-east-1',
  prefix: 'team',
  endpoint: 'http://127.0.0.1:9000',
  pathStyle: true,
  checksums: 'always',
  credentials: { accessKeyId: 'AKIA1', secretAccessKey: 'hunter2' },
}

describe('where pictures are kept', () => {
  it('[EL13] is the usual folder at first, made when it is needed', async () => {
    expect(await home.view()).toEqual({
      settings: { place: 'computer', folder: '', history: { keep: 'all' } },
      usualFolder: join(folder, 'pictures'),
      keychain: 'missing',
    })
    expect(await readdir(folder)).toEqual([])
    await openings[0]?.()
    expect(await readdir(folder)).toEqual(['pictures'])
  })

  it('[EL13] a change works at once and after a restart, with the history that was asked for', async () => {
    const before = home.hosting()
    const view = await home.save(hosted, inBucket, replace)
    expect(view.settings).toEqual(inBucket)
    expect(home.hosting()).not.toBe(before)
    await openings[1]?.()
    expect(asked).toEqual([{ settings: s3Settings, history: { keepMs: 7 * 24 * 60 * 60 * 1000 } }])
    await open()
    expect((await home.view()).settings).toEqual(inBucket)
  })

  it('[EL13] is not changed while a session is hosted', async () => {
    await hosted.host('a', 'computer')
    await expect(home.save(hosted, inBucket, replace)).rejects.toThrow(
      '“Sea” is being hosted. End that session before you change where pictures are kept.',
    )
    expect([(await home.view()).settings.place, (await home.view()).secret]).toEqual(['computer', undefined])
    await hosted.stop('Bye.')
    expect((await home.save(hosted, inBucket, replace)).settings.place).toBe('bucket')
  })

  it('[EL17] the former place is closed when another one takes its place, never under a session, and the last one at the end', async () => {
    await hosted.host('a', 'computer')
    await expect(home.save(hosted, inBucket, replace)).rejects.toThrow('“Sea” is being hosted.')
    await hosted.stop('Bye.')
    expect(closed).toEqual([])
    await home.save(hosted, inBucket, replace)
    expect(closed).toEqual([0])
    await home.close()
    expect(closed.at(-1)).toBe(openings.length - 1)
  })

  it('[EL14] a window names no folder that the person did not choose in the system’s dialog', async () => {
    const wanted = { ...onComputer, folder: join(folder, 'art') }
    expect(() => home.save(hosted, wanted, keep)).toThrow('Choose the folder with “Choose a folder”.')
    expect(await home.chooseFolder()).toBeUndefined()
    dialogAnswer = wanted.folder
    expect(await home.chooseFolder()).toBe(wanted.folder)
    await home.save(hosted, wanted, keep)
    await openings[1]?.()
    expect(await readdir(folder)).toContain('art')
    await open()
    expect((await home.save(hosted, wanted, keep)).settings.folder).toBe(wanted.folder)
  })
})

describe('the secret of the bucket', () => {
  it('[EL10] is in no answer, and in no file where there is no keychain', async () => {
    const view = await home.save(hosted, inBucket, replace)
    expect(view.secret).toEqual({ endpoint: bucket.endpoint, accessKeyId: 'AKIA1', kept: 'this-run' })
    expect(JSON.stringify([view, await home.view()])).not.toContain('hunter2')
    for (const name of await readdir(folder))
      expect(await readFile(join(folder, name), 'utf8')).not.toContain('hunter2')
  })

  it('[EL11] that was not kept over a restart is asked for in a sentence', async () => {
    await home.save(hosted, inBucket, replace)
    await open()
    await expect(openings.at(-1)?.()).rejects.toThrow(
      new StorageError(
        'no-permission',
        'The secret access key is not kept on this computer. Enter it under “Where pictures are kept”.',
      ),
    )
  })

  it('[EL12] goes to its own server only, and is gone when the bucket has another owner', async () => {
    await home.save(hosted, inBucket, replace)
    const elsewhere = { ...bucket, endpoint: 'https://evil.example.org' }
    expect(await home.test(elsewhere, keep)).toEqual({
      works: false,
      sentence:
        'The secret access key is not kept on this computer. Enter it under “Where pictures are kept”.',
    })
    expect(asked).toEqual([])
    expect((await home.save(hosted, onComputer, keep)).secret).toBeDefined()
    expect((await home.save(hosted, inBucket, keep)).secret).toBeDefined()
    expect((await home.save(hosted, { ...inBucket, bucket: elsewhere }, keep)).secret).toBeUndefined()
  })

  it('[EL10] is removed by a wish, and when this computer’s own AWS set-up takes its place', async () => {
    await home.save(hosted, inBucket, replace)
    expect((await home.save(hosted, inBucket, { kind: 'remove' })).secret).toBeUndefined()
    await home.save(hosted, inBucket, replace)
    const own: BucketSettings = { ...bucket, credentials: 'computer', accessKeyId: '' }
    expect((await home.save(hosted, { ...inBucket, bucket: own }, keep)).secret).toBeUndefined()
    await openings.at(-1)?.()
    expect(asked.at(-1)?.settings.credentials).toBeUndefined()
  })

  it('[EL15] a connection is tried with what is in the form or kept, and nothing of it stays', async () => {
    expect(await home.test({ ...bucket, endpoint: '' }, replace)).toEqual({
      works: true,
      sentence: 'It works.',
    })
    const { endpoint: _, ...amazon } = s3Settings
    expect(asked).toEqual([{ settings: amazon }])
    expect(await readdir(folder)).toEqual([])
    expect((await home.view()).secret).toBeUndefined()
  })
})
