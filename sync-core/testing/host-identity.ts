import { generateKeyPairSync } from 'node:crypto'
import { readHostKey, type HostKey } from '../node/tls/host-key.ts'
import { makeCertificate } from '../node/tls/make-certificate.ts'
import { pinBytes } from '../protocol/invite.ts'
import type { ServerIdentity } from '../node/session-server.ts'

export interface TestedIdentity {
  readonly key: HostKey
  readonly identity: ServerIdentity
  /** As an invite has it. */
  readonly pin: Uint8Array
}

/** A host's key that nobody else has, and what its server shows. */
export async function newIdentity(names: readonly string[] = ['127.0.0.1']): Promise<TestedIdentity> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const key = readHostKey(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
  const certificatePem = await makeCertificate(key, names, Date.now())
  return {
    key,
    identity: { privateKeyPem: key.privateKeyPem, certificatePem },
    pin: key.fingerprint.subarray(0, pinBytes),
  }
}
