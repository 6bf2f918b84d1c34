// The wrapping of a stored object that may be damaged: ┌ magic 4 ┬ u8 version ┬ body … ┬ u32 crc32 of all before ┐. The checksum
// is looked at before the version, so that a flipped bit is never taken for a newer version.

import { ByteReader } from '../base/byte-reader.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { crc32 } from '../base/crc32.ts'
import { ProtocolError, StorageError } from '../base/errors.ts'
import type { Schema } from '../base/schema.ts'

/** A kind of stored object: its mark, the version written, what it holds, and what a person calls it. */
export interface SealedKind<T> {
  readonly magic: string
  readonly version: number
  /** Versions before this one were never released, and can't be read; the first one if left out. */
  readonly oldestVersion?: number
  readonly schema: Schema<T>
  readonly what: string
  /** How older versions are read that can still be. */
  readonly older?: Readonly<Record<number, (reader: ByteReader) => T>>
}

/** What a newer version of Gesso saved: it may be in use there, and nothing of it is changed. */
export class NewerVersionError extends StorageError {
  constructor(what: string) {
    super('invalid', `${what} was saved by a newer version of Gesso. Update Gesso to open it.`)
  }
}

const frameBytes = 4 + 1 + 4

export function sealObject<T>(kind: SealedKind<T>, value: T): Uint8Array {
  const writer = new ByteWriter(1024)
  for (const letter of kind.magic) writer.u8(letter.charCodeAt(0))
  writer.u8(kind.version)
  kind.schema.encode(writer, value)
  writer.u32(writer.checksum(0))
  return writer.finish()
}

/** StorageError('corrupt') for anything damaged, ('invalid') for a version that can't be read; the sentence names the kind. */
export function openSealed<T>(kind: SealedKind<T>, bytes: Uint8Array): T {
  if (bytes.length < frameBytes) throw damaged(kind, `it has only ${bytes.length} bytes`)
  const body = bytes.subarray(0, bytes.length - 4)
  if (crc32(body) !== new ByteReader(bytes.subarray(body.length)).u32()) {
    throw damaged(kind, 'its checksum is wrong')
  }
  const reader = new ByteReader(body)
  const magic = String.fromCharCode(...reader.bytes(4))
  if (magic !== kind.magic) throw damaged(kind, 'it is something else')
  const version = reader.u8()
  if (version > kind.version) throw new NewerVersionError(kind.what)
  if (version < (kind.oldestVersion ?? 1)) {
    throw new StorageError(
      'invalid',
      `${kind.what} was saved by a development version of Gesso, whose pictures can't be opened. Nothing of it was changed.`,
    )
  }
  try {
    const older = kind.older?.[version]
    const value = older === undefined ? kind.schema.decode(reader) : older(reader)
    reader.end()
    return value
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw damaged(kind, error.message)
  }
}

function damaged<T>(kind: SealedKind<T>, why: string): StorageError {
  return new StorageError('corrupt', `${kind.what} is damaged: ${why}.`)
}
