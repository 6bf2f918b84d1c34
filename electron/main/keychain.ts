// The system's keychain, as Electron gives it: a key that only this person's session can get, and sealing with it. Where the
// system has none, Electron would seal with a password that is the same in every copy of the program (Linux, `basic_text`).
// That only looks like safety, so it counts as no keychain at all.
//
// Electron 46 takes away the synchronous calls, and the oldest one that Gesso runs on has no others: the asynchronous ones
// are used where they exist.

import type { SafeStorage } from 'electron'

type AsyncCalls = 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
type SyncCalls = 'isEncryptionAvailable' | 'encryptString' | 'decryptString'

/** Electron's safeStorage of any version. */
export type AnySafeStorage = Partial<Pick<SafeStorage, AsyncCalls | SyncCalls | 'getSelectedStorageBackend'>>

export interface Keychain {
  /** Whether the system really keeps a key for us. Never rejects. */
  isThere(): Promise<boolean>
  /** Rejects when the system refuses. */
  seal(text: string): Promise<Uint8Array>
  /** `isStale`: the system has a newer key, with which it should be sealed again. Rejects when the system refuses. */
  unseal(sealed: Uint8Array): Promise<{ readonly text: string; readonly isStale: boolean }>
}

/** After the app is ready. */
export function systemKeychain(storage: AnySafeStorage, platform: NodeJS.Platform): Keychain {
  return {
    async isThere() {
      if (platform === 'linux' && isOpenToAll(storage)) return false
      try {
        return (await storage.isAsyncEncryptionAvailable?.()) ?? storage.isEncryptionAvailable?.() ?? false
      } catch {
        return false
      }
    },
    async seal(text) {
      const sealed = (await storage.encryptStringAsync?.(text)) ?? storage.encryptString?.(text)
      if (sealed === undefined) throw new Error('this Electron has no keychain')
      return sealed
    },
    async unseal(sealed) {
      const bytes = Buffer.from(sealed)
      const answer = await storage.decryptStringAsync?.(bytes)
      if (answer !== undefined) return { text: answer.result, isStale: answer.shouldReEncrypt }
      const text = storage.decryptString?.(bytes)
      if (text === undefined) throw new Error('this Electron has no keychain')
      return { text, isStale: false }
    },
  }
}

/** Older versions can't name the keychain; there, what is open to all is said to be unavailable. */
function isOpenToAll(storage: AnySafeStorage): boolean {
  const backend = storage.getSelectedStorageBackend?.()
  return backend === 'basic_text' || backend === 'unknown'
}
