import { describe, expect, it } from 'vitest'
import { systemKeychain, type AnySafeStorage } from './keychain.ts'

const sealed = (text: string): Buffer => Buffer.from(`sealed ${text}`)

/** Electron before the asynchronous calls. */
const olderStorage: AnySafeStorage = {
  isEncryptionAvailable: () => true,
  encryptString: sealed,
  decryptString: (bytes) => bytes.toString().slice('sealed '.length),
}

/** Electron after the synchronous ones. */
const newerStorage: AnySafeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync: (text) => Promise.resolve(sealed(text)),
  decryptStringAsync: (bytes) =>
    Promise.resolve({ result: bytes.toString().slice('sealed '.length), shouldReEncrypt: true }),
}

describe('the system’s keychain', () => {
  it.each([
    ['synchronous', olderStorage, false],
    ['asynchronous', newerStorage, true],
  ])(
    '[EL10] seals and unseals by the %s calls where an Electron has only those',
    async (_, storage, isStale) => {
      const keychain = systemKeychain(storage, 'darwin')
      expect(await keychain.isThere()).toBe(true)
      expect(Buffer.from(await keychain.seal('x')).toString()).toBe('sealed x')
      expect(await keychain.unseal(sealed('x'))).toEqual({ text: 'x', isStale })
    },
  )

  it('[EL10] takes the asynchronous calls where there are both', async () => {
    const both: AnySafeStorage = {
      ...newerStorage,
      isEncryptionAvailable: () => false,
      encryptString() {
        throw new Error('deprecated')
      },
    }
    const keychain = systemKeychain(both, 'win32')
    expect(await keychain.isThere()).toBe(true)
    expect(Buffer.from(await keychain.seal('x')).toString()).toBe('sealed x')
  })

  it('[EL11] a password that every copy of the program knows is no keychain', async () => {
    const isThere = (backend: string): Promise<boolean> =>
      systemKeychain(
        { ...newerStorage, getSelectedStorageBackend: () => backend as 'kwallet5' },
        'linux',
      ).isThere()
    expect(await isThere('basic_text')).toBe(false)
    expect(await isThere('unknown')).toBe(false)
    expect(await isThere('gnome_libsecret')).toBe(true)
    expect(await systemKeychain(olderStorage, 'linux').isThere()).toBe(true)
  })

  it('[EL11] one that is not available, fails or does not exist is none', async () => {
    const failing: AnySafeStorage = { isAsyncEncryptionAvailable: () => Promise.reject(new Error('no bus')) }
    expect(await systemKeychain(failing, 'linux').isThere()).toBe(false)
    expect(await systemKeychain({ isEncryptionAvailable: () => false }, 'linux').isThere()).toBe(false)
    const none = systemKeychain({}, 'win32')
    expect(await none.isThere()).toBe(false)
    await expect(none.seal('x')).rejects.toThrow('this Electron has no keychain')
    await expect(none.unseal(sealed('x'))).rejects.toThrow('this Electron has no keychain')
  })
})
