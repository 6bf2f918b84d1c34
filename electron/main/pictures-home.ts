// Where pictures are kept, and the hosting that works from there. A change is a new hosting in the place of the former one;
// it waits until no session is hosted, so nothing that runs ever loses the ground under it. Pictures don't move: those of
// the other place stay there, and are seen again when it is chosen again.

import { StorageError } from '../../sync-core/index.ts'
import type { Hosting } from '../../sync-core/node/hosting.ts'
import {
  openPictureFolder,
  type HistoryRetention,
  type KeptPictures,
} from '../../sync-core/node/picture-folder.ts'
import type { S3Settings } from '../../sync-core/node/s3/s3-settings.ts'
import type {
  BucketSettings,
  BucketTest,
  HistoryKept,
  PicturesSettings,
  PicturesView,
  SecretOwner,
  SecretWish,
} from '../ipc/pictures-place.ts'
import type { BucketSecret, Secret } from './bucket-secret.ts'
import type { HostedPicture } from './hosted-picture.ts'
import type { Keychain } from './keychain.ts'
import { PayloadError } from './payload-checks.ts'
import type { SettingsFile } from './settings-file.ts'

/** What speaks to S3, loaded when it is needed first. */
export interface BucketDoor {
  open(settings: S3Settings, history: HistoryRetention): Promise<KeptPictures>
  test(settings: S3Settings): Promise<BucketTest>
}

export interface HomeSurroundings {
  readonly settings: SettingsFile
  readonly secret: BucketSecret
  readonly keychain: Keychain
  readonly bucketDoor: BucketDoor
  /** Where pictures of this computer are, unless the person chose a folder. */
  readonly usualFolder: string
  readonly openHosting: (openPictures: () => Promise<KeptPictures>) => Promise<Hosting>
  /** Asks in the system's own dialog. */
  readonly askForFolder: () => Promise<string | undefined>
}

const secretMissing =
  'The secret access key is not kept on this computer. Enter it under “Where pictures are kept”.'

export class PicturesHome {
  private readonly surroundings: HomeSurroundings
  private readonly chosenFolders = new Set<string>()
  private current: Hosting

  private constructor(surroundings: HomeSurroundings, current: Hosting) {
    this.surroundings = surroundings
    this.current = current
  }

  static async open(surroundings: HomeSurroundings): Promise<PicturesHome> {
    return new PicturesHome(surroundings, await openHostingAt(surroundings, surroundings.settings.pictures()))
  }

  /** The hosting of the place that is set now. */
  hosting(): Hosting {
    return this.current
  }

  /** Ends everything that is under way where pictures are: after the last session ended, or could not in time. */
  close(): Promise<void> {
    return this.current.close()
  }

  async view(): Promise<PicturesView> {
    const { settings, secret, keychain, usualFolder } = this.surroundings
    const kept = secret.describe()
    return {
      settings: settings.pictures(),
      usualFolder,
      ...(kept !== undefined && { secret: kept }),
      keychain: (await keychain.isThere()) ? 'there' : 'missing',
      ...(settings.notice !== undefined && { notice: settings.notice }),
    }
  }

  /** Keeps the settings and works by them at once. Throws StorageError while a session is hosted. */
  save(hosted: HostedPicture, wanted: PicturesSettings, wish: SecretWish): Promise<PicturesView> {
    this.checkFolderIsChosen(wanted.folder)
    const refusal = (title: string): string =>
      `“${title}” is being hosted. End that session before you change where pictures are kept.`
    return hosted.whileNoneIsHosted(refusal, async () => {
      const next = await openHostingAt(this.surroundings, wanted)
      await this.changeSecret(wanted, wish)
      await this.surroundings.settings.savePictures(wanted)
      // No session works from there any more; what a list or a preview still waits for is not wanted.
      await this.current.close()
      this.current = next
      return this.view()
    })
  }

  /** Never rejects for what is wrong with the bucket: that is the answer. */
  async test(bucket: BucketSettings, wish: SecretWish): Promise<BucketTest> {
    try {
      const given = wish.kind === 'replace' ? wish : undefined
      return await this.surroundings.bucketDoor.test(
        await toS3Settings(this.surroundings.secret, bucket, given),
      )
    } catch (error) {
      if (error instanceof StorageError) return { works: false, sentence: error.message }
      throw error
    }
  }

  async chooseFolder(): Promise<string | undefined> {
    const folder = await this.surroundings.askForFolder()
    if (folder !== undefined) this.chosenFolders.add(folder)
    return folder
  }

  /** A page names no folder by itself: the person chose it in the system's dialog, or it is the one of now. */
  private checkFolderIsChosen(folder: string): void {
    const isKnown = folder === '' || folder === this.surroundings.settings.pictures().folder
    if (!isKnown && !this.chosenFolders.has(folder))
      throw new PayloadError('Choose the folder with “Choose a folder”.')
  }

  private async changeSecret({ place, bucket }: PicturesSettings, wish: SecretWish): Promise<void> {
    const { secret } = this.surroundings
    const owner = ownerOf(bucket)
    if (wish.kind === 'replace' && owner !== undefined) return secret.replace(owner, wish)
    if (wish.kind === 'remove') return secret.remove()
    const isOthers = owner === undefined || !isOf(secret, owner)
    if (isOthers && place === 'bucket') await secret.remove()
    return undefined
  }
}

function openHostingAt(
  { openHosting, bucketDoor, secret, usualFolder }: HomeSurroundings,
  { place, folder, bucket, history }: PicturesSettings,
): Promise<Hosting> {
  if (place === 'bucket' && bucket !== undefined)
    return openHosting(async () => bucketDoor.open(await toS3Settings(secret, bucket), toRetention(history)))
  return openHosting(() =>
    openPictureFolder(folder === '' ? usualFolder : folder, { history: toRetention(history) }),
  )
}

const dayMs = 24 * 60 * 60 * 1000

function toRetention(history: HistoryKept): HistoryRetention {
  return history.keep === 'all' ? history : { keepMs: history.days * dayMs }
}

/** Throws StorageError when the secret is missing. */
async function toS3Settings(
  secret: BucketSecret,
  settings: BucketSettings,
  given?: Secret,
): Promise<S3Settings> {
  const { endpoint, region, bucket, prefix, addressing, checksums, accessKeyId } = settings
  const place = { bucket, region, prefix, pathStyle: addressing === 'path', checksums }
  const shared: S3Settings = endpoint === '' ? place : { ...place, endpoint }
  const owner = ownerOf(settings)
  if (owner === undefined) return shared
  const found = given ?? (await secret.reveal(owner))
  if (found === undefined) throw new StorageError('no-permission', secretMissing)
  const { secretAccessKey, sessionToken } = found
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) }
  return { ...shared, credentials }
}

/** Whose secret these settings need; undefined when they need none of ours. */
function ownerOf(bucket: BucketSettings | undefined): SecretOwner | undefined {
  if (bucket === undefined || bucket.credentials !== 'entered') return undefined
  return { endpoint: bucket.endpoint, accessKeyId: bucket.accessKeyId }
}

function isOf(secret: BucketSecret, { endpoint, accessKeyId }: SecretOwner): boolean {
  const kept = secret.describe()
  return kept?.endpoint === endpoint && kept.accessKeyId === accessKeyId
}
