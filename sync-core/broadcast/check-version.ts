import { ProtocolError } from '../base/errors.ts'
import { helloMagic, protocolVersion } from '../protocol/messages.ts'

/**
 * A hello of another major version may have any layout after its first six bytes, so this looks at those alone.
 * Throws ProtocolError('version') with a sentence that says who must update.
 */
export function checkVersion(message: Uint8Array): void {
  const isHello = message[0] === 0 && helloMagic.every((byte, i) => message[i + 1] === byte)
  const major = message[5]
  if (!isHello || major === undefined || major === protocolVersion.major) return
  const ours = protocolVersion.major
  throw new ProtocolError(
    'version',
    major < ours
      ? `Your Gesso speaks version ${major} and this session version ${ours}: update your Gesso to join.`
      : `Your Gesso speaks version ${major} and this session version ${ours}: ask the host to update Gesso.`,
  )
}
