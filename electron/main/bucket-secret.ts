// The secret access key of the bucket. It is in three places at most: the form where it is typed, this process while it talks
// to S3, and a small file in which it lies sealed by the system's keychain. Without a keychain there is no file: it is kept
// until Gesso quits. No sentence, log or answer to a window ever has it.
//
// A secret belongs to one access key at one server. Other settings don't get it, so a page that was taken over can't send
// it, or its session token, to a server of its own.

import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StorageError } from '../../sync-core/index.ts'
import { diskError } from '../../sync-core/node/disk-error.ts'
import { parseJson, readKeptFile, setAsideName, writeKeptFile } from '../../sync-core/node/kept-file.ts'
import type { KeptSecret, SecretOwner } from '../ipc/pictures-place.ts'
import type { Keychain } from './keychain.ts'
import { PayloadError, checkRecord } from './payload-checks.ts'
import { checkSecret, checkSecretOwner } from './pictures-checks.ts'

export interface Secret {
  readonly secretAccessKey: string
  /** Empty for none. */
  readonly sessionToken: string
}

type Kept =
  | { readonly kept: 'keychain'; readonly owner: SecretOwner; readonly sealed: Uint8Array }
  | { readonly kept: 'this-run'; readonly owner: SecretOwner; readonly secret: Secret }

export class BucketSecret {
  private readonly file: string
  private readonly keychain: Keychain
  private current: Kept | undefined

  private constructor(file: string, keychain: Keychain, current: Kept | undefined) {
    this.file = file
    this.keychain = keychain
    this.current = current
  }

  /** Nothing is unsealed yet: a system may ask the person before it gives out its key. */
  static async open(
    file: string,
    keychain: Keychain,
    onSetAside: (sentence: string) => void,
  ): Promise<BucketSecret> {
    const kept = await readKeptFile(file, (bytes) => checkKept(parseJson(bytes)), onSetAside)
    return new BucketSecret(file, keychain, kept)
  }

  /** Whose secret is kept, and how; never the secret. */
  describe(): KeptSecret | undefined {
    return this.current && { ...this.current.owner, kept: this.current.kept }
  }

  /** Replaces the former one. Throws StorageError when the file can't be written. */
  async replace(owner: SecretOwner, secret: Secret): Promise<void> {
    const { endpoint, accessKeyId } = owner
    const sealed = await this.seal(secret)
    if (sealed === undefined) {
      await this.remove()
      this.current = { kept: 'this-run', owner: { endpoint, accessKeyId }, secret }
      return
    }
    await this.write(owner, sealed)
    this.current = { kept: 'keychain', owner: { endpoint, accessKeyId }, sealed }
  }

  /** Throws StorageError when the file can't be removed. */
  async remove(): Promise<void> {
    try {
      await Promise.all([this.file, setAsideName(this.file)].map((file) => rm(file, { force: true })))
    } catch (error) {
      throw diskError(error, 'remove the kept secret', dirname(this.file))
    }
    this.current = undefined
  }

  /** The owner's secret, or undefined when none is kept for it. Throws StorageError when the system keeps it back. */
  async reveal(owner: SecretOwner): Promise<Secret | undefined> {
    const { current } = this
    if (current === undefined || !isSame(current.owner, owner)) return undefined
    if (current.kept === 'this-run') return current.secret
    const { text, isStale } = await this.unseal(current.sealed)
    const secret = readSecret(text)
    if (secret === undefined) throw keptBack()
    // With the old key it can still be read: sealing it anew is for the next time, and may fail.
    if (isStale) await this.replace(owner, secret).catch(() => undefined)
    return secret
  }

  /** Undefined when the system offers no real keychain, or refuses to use it. */
  private async seal(secret: Secret): Promise<Uint8Array | undefined> {
    if (!(await this.keychain.isThere())) return undefined
    return this.keychain.seal(JSON.stringify(secret)).catch(() => undefined)
  }

  private async unseal(sealed: Uint8Array): ReturnType<Keychain['unseal']> {
    try {
      return await this.keychain.unseal(sealed)
    } catch {
      throw keptBack()
    }
  }

  private write({ endpoint, accessKeyId }: SecretOwner, sealed: Uint8Array): Promise<void> {
    const content = { endpoint, accessKeyId, sealed: Buffer.from(sealed).toString('base64') }
    return writeKeptFile(this.file, `${JSON.stringify(content)}\n`)
  }
}

/** Why the system keeps it back can't be told: its reasons are not ours, and may quote what they should not. */
function keptBack(): StorageError {
  return new StorageError(
    'no-permission',
    'The system’s keychain does not give back the secret access key. Unlock it, or enter the secret again under “Where pictures are kept”.',
    true,
  )
}

function isSame(a: SecretOwner, b: SecretOwner): boolean {
  return a.endpoint === b.endpoint && a.accessKeyId === b.accessKeyId
}

function readSecret(text: string): Secret | undefined {
  try {
    const { secretAccessKey, sessionToken } = checkRecord(JSON.parse(text), 'a secret')
    return checkSecret({ secretAccessKey, sessionToken })
  } catch {
    return undefined
  }
}

function checkKept(value: unknown): Kept {
  const record = checkRecord(value, 'a sealed secret')
  const { sealed } = record
  if (typeof sealed !== 'string' || !/^[A-Za-z0-9+/]{4,}={0,2}$/.test(sealed))
    throw new PayloadError('It holds no sealed secret.')
  return { kept: 'keychain', owner: checkSecretOwner(record), sealed: Buffer.from(sealed, 'base64') }
}
