// Who a host is: a key pair of its own, made once. Everything that others pin is the hash of its public half, so certificates
// come and go (other addresses, a new year) and an invite stays good. Nobody vouches for the key: the invite says which it is.

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'

/** SHA-256 of a public key as SubjectPublicKeyInfo (RFC 7469 pins the same): 32 bytes. */
export type Fingerprint = Uint8Array

export interface HostKey {
  /** PKCS #8. Whoever has it can take the host's place. */
  readonly privateKeyPem: string
  readonly publicKeyPem: string
  readonly fingerprint: Fingerprint
}

/** Where the key is between starts. */
export interface HostKeyKeeper {
  /** Undefined when none is kept. */
  load(): Promise<string | undefined>
  keep(privateKeyPem: string): Promise<void>
}

const curve = 'prime256v1'

/** The host's key, made when there is none. Rejects when it can't be kept: an invite would be good for one run only. */
export async function openHostKey(keeper: HostKeyKeeper): Promise<HostKey> {
  const kept = await keeper.load()
  if (kept !== undefined) return readHostKey(kept)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: curve })
  const made = describe(privateKey)
  await keeper.keep(made.privateKeyPem)
  return made
}

/** Throws an Error that says what is not right. */
export function readHostKey(pem: string): HostKey {
  const key = createPrivateKey(pem)
  const found = key.asymmetricKeyDetails?.namedCurve
  if (found !== curve)
    throw new Error(`it is a key of ${found ?? key.asymmetricKeyType ?? 'no kind'}, not of ${curve}`)
  return describe(key)
}

/** The fingerprint of a certificate's key. */
export function fingerprintOf(publicKey: KeyObject): Fingerprint {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
}

function describe(key: KeyObject): HostKey {
  const publicKey = createPublicKey(key)
  return {
    privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    fingerprint: fingerprintOf(publicKey),
  }
}
