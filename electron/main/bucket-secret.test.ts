import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BucketSecret } from './bucket-secret.ts'
import type { Keychain } from './keychain.ts'

const owner = { endpoint: 'https://s3.example.org', accessKeyId: 'AKIA1' }
const secret = { secretAccessKey: 'very+secret/key', sessionToken: 'token==' }

/** Turns every byte over: no secret can be read in what it sealed. */
class FakeKeychain implements Keychain {
  state: 'there' | 'missing' | 'refusing' = 'there'
  isStale = false
  sealedCount = 0

  isThere(): Promise<boolean> {
    return Promise.resolve(this.state !== 'missing')
  }

  seal(text: string): Promise<Uint8Array> {
    this.sealedCount += 1
    if (this.state === 'refusing') return Promise.reject(new Error(`can’t seal ${text}`))
    return Promise.resolve(Buffer.from(text).map((byte) => byte ^ 0xff))
  }

  unseal(sealed: Uint8Array): Promise<{ text: string; isStale: boolean }> {
    const text = Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString()
    if (this.state === 'refusing') return Promise.reject(new Error(`can’t unseal ${text}`))
    return Promise.resolve({ text, isStale: this.isStale })
  }
}

let folder: string
let file: string
let notes: string[]
let keychain: FakeKeychain
const open = (): Promise<BucketSecret> =>
  BucketSecret.open(file, keychain, (sentence) => void notes.push(sentence))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-secret-'))
  file = join(folder, 'bucket-secret')
  notes = []
  keychain = new FakeKeychain()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a secret in the keychain', () => {
  it('[EL10] is there after a restart, and its file holds it sealed and for its owner only', async () => {
    await (await open()).replace(owner, secret)
    const again = await open()
    expect(again.describe()).toEqual({ ...owner, kept: 'keychain' })
    expect(await again.reveal(owner)).toEqual(secret)
    const content = await readFile(file, 'latin1')
    for (const part of [secret.secretAccessKey, secret.sessionToken]) {
      expect(content).not.toContain(part)
      expect(Buffer.from(content, 'base64').toString('latin1')).not.toContain(part)
    }
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('[EL12] is given to its access key at its server only', async () => {
    const kept = await open()
    await kept.replace(owner, secret)
    expect(await kept.reveal({ ...owner, endpoint: 'https://evil.example.org' })).toBeUndefined()
    expect(await kept.reveal({ ...owner, accessKeyId: 'AKIA2' })).toBeUndefined()
  })

  it('[EL10] a new one takes the place of the old, a removed one leaves nothing', async () => {
    const kept = await open()
    await kept.replace(owner, secret)
    const before = await readFile(file, 'utf8')
    await kept.replace({ ...owner, accessKeyId: 'AKIA2' }, { secretAccessKey: 'other', sessionToken: '' })
    expect(await readFile(file, 'utf8')).not.toContain(JSON.parse(before).sealed)
    expect(await kept.reveal(owner)).toBeUndefined()
    await kept.remove()
    expect([kept.describe(), await readdir(folder)]).toEqual([undefined, []])
    await kept.remove()
  })

  it('[EL10] that the system keeps back is told in a sentence without it', async () => {
    const kept = await open()
    await kept.replace(owner, secret)
    keychain.state = 'refusing'
    const error = await kept.reveal(owner).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'StorageError', code: 'no-permission', retryable: true })
    expect(inspect(error, { depth: 9 })).not.toContain(secret.secretAccessKey)
  })

  it('[EL10] is sealed anew when the system has a newer key', async () => {
    const kept = await open()
    await kept.replace(owner, secret)
    keychain.isStale = true
    expect(await kept.reveal(owner)).toEqual(secret)
    expect(keychain.sealedCount).toBe(2)
  })

  it('[EL10] a file that holds no sealed secret is set aside, and removing removes that too', async () => {
    await writeFile(file, '{"endpoint":"","accessKeyId":"A","sealed":"no base64!"}')
    const kept = await open()
    expect([kept.describe(), notes.length]).toEqual([undefined, 1])
    await kept.remove()
    expect(await readdir(folder)).toEqual([])
  })

  it('[EL10] what comes out of the keychain is checked like anything else', async () => {
    const sealed = Buffer.from((await keychain.seal('{"secretAccessKey":7}')) as Buffer).toString('base64')
    await writeFile(file, JSON.stringify({ ...owner, sealed }))
    await expect((await open()).reveal(owner)).rejects.toMatchObject({ code: 'no-permission' })
  })
})

describe('without a real keychain', () => {
  it.each(['missing', 'refusing'] as const)(
    '[EL11] (%s) the secret is kept for this run, and never on the disk',
    async (state) => {
      const kept = await open()
      await kept.replace(owner, secret)
      keychain.state = state
      await kept.replace(owner, { ...secret, secretAccessKey: 'newer' })
      expect(kept.describe()).toEqual({ ...owner, kept: 'this-run' })
      expect(await kept.reveal(owner)).toEqual({ ...secret, secretAccessKey: 'newer' })
      expect(await readdir(folder)).toEqual([])
      expect((await open()).describe()).toBeUndefined()
    },
  )
})
