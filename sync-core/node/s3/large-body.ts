// A large body on its way to the bucket. Hashed, checked, copied and encrypted in one go, 4 MiB hold the thread for some 10 ms;
// so it is done in slices, each in a turn of its own. The request is the same as the SDK's: signed with the body's SHA-256, and
// with its CRC-32 where the store knows checksums.
//
//   hash, slice by slice ─▶ headers ─▶ the SDK signs them, and tries as often as it wants ─▶ each try: a stream of slices
//
// Rejected: an unsigned payload (then only TLS protects the body), a stream as the command's own body (the SDK does not repeat
// it, and sends it in chunks that older stores do not take).

import type { PutObjectCommand } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import { crc32 } from '../../base/crc32.ts'
import { limits } from '../../base/limits.ts'

export interface BodyDigests {
  /** In hexadecimal. */
  readonly sha256: string
  /** In base64, high byte first. */
  readonly crc32: string
}

/** Ours is as right, and ten times slower, where Node has none: the Electron 25 that tests start runs Node 18. */
const nativeCrc32: typeof crc32 = (zlib as { crc32?: typeof crc32 }).crc32 ?? crc32

/** `turn` resolves in a later turn of the event loop. */
export async function digestBody(bytes: Uint8Array, turn: () => Promise<unknown>): Promise<BodyDigests> {
  const hash = createHash('sha256')
  let sum = 0
  for await (const slice of slicesOf(bytes, turn)) {
    hash.update(slice)
    sum = nativeCrc32(slice, sum)
  }
  const encoded = Buffer.alloc(4)
  encoded.writeUInt32BE(sum)
  return { sha256: hash.digest('hex'), crc32: encoded.toString('base64') }
}

/** Views, with a turn after each. */
export async function* slicesOf(
  bytes: Uint8Array,
  turn: () => Promise<unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += limits.s3BodySliceBytes) {
    yield bytes.subarray(at, at + limits.s3BodySliceBytes)
    await turn()
  }
}

/** Has the command signed with what is known of its body, and sent in slices. */
export function sendInSlices(
  command: PutObjectCommand,
  bytes: Uint8Array,
  { sha256 }: BodyDigests,
  turn: () => Promise<unknown>,
): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { readonly headers: Record<string, string> }
      const headers = { ...request.headers, 'x-amz-content-sha256': sha256 }
      return next({ ...args, request: { ...request, headers } })
    },
    { step: 'build', name: 'signKnownBody' },
  )
  // Within the SDK's repetition: each try has a stream of its own.
  command.middlewareStack.add(
    (next) => (args) => {
      const body = Readable.from(slicesOf(bytes, turn), { highWaterMark: 1 })
      return next({ ...args, request: { ...(args.request as object), body } })
    },
    { step: 'deserialize', priority: 'low', name: 'sendInSlices' },
  )
}
