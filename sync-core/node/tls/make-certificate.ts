import { isIP } from 'node:net'
import { generate } from 'selfsigned'
import type { HostKey } from './host-key.ts'

const dayMs = 24 * 60 * 60 * 1000
/** The longest that every browser still looks at (Apple's bound for any server). */
const validDays = 825

/**
 * A certificate of the host's own key, as PEM, for these names and addresses. Desktop guests look at the key alone; a browser
 * asks its person, and says fewer things against a certificate that names the address.
 */
export async function makeCertificate(
  key: HostKey,
  names: readonly string[],
  nowMs: number,
): Promise<string> {
  const altNames = names.map((name) =>
    isIP(name) === 0 ? { type: 2 as const, value: name } : { type: 7 as const, ip: name },
  )
  const { cert } = await generate([{ name: 'commonName', value: 'Gesso host' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    keyPair: { privateKey: key.privateKeyPem, publicKey: key.publicKeyPem },
    // A guest's clock may be behind.
    notBeforeDate: new Date(nowMs - dayMs),
    notAfterDate: new Date(nowMs + (validDays - 1) * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  return cert
}
