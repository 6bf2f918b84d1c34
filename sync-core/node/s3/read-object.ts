import { GetObjectCommand } from '@aws-sdk/client-s3'
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { Readable } from 'node:stream'
import { StorageError } from '../../base/errors.ts'
import { limits } from '../../base/limits.ts'
import type { TaggedObject } from '../../pictures/object-store.ts'
import { plainBytes } from '../plain-bytes.ts'
import type { S3Connection } from './s3-connection.ts'
import { S3Error, makeS3Error } from './s3-error.ts'

/**
 * The object whole, or undefined. One that is larger than `bytesMax` is 'corrupt', by what the store says of it before its
 * body is read, or by the body itself. A body that breaks off is asked for again: the SDK repeats only up to the headers.
 */
export async function readObject(
  connection: S3Connection,
  path: string,
  bytesMax: number,
): Promise<TaggedObject | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      const read = await readOnce(connection, path, bytesMax)
      if (read !== 'damaged') return read
      if (attempt === limits.s3AttemptsMax)
        throw new StorageError('corrupt', `The object ${path} is damaged: its checksum is wrong.`)
    } catch (error) {
      if (!(error instanceof S3Error)) throw error
      if (error.problem === 'no-object') return undefined
      if (error.problem !== 'broken-off' || attempt === limits.s3AttemptsMax) throw error
    }
  }
}

function readOnce(
  connection: S3Connection,
  path: string,
  bytesMax: number,
): Promise<TaggedObject | 'damaged'> {
  const { bucket, name } = connection.place
  const call = { action: 's3:GetObject', place: name } as const
  return connection.call(call.action, bytesMax, async (client, options) => {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: path }), options)
    const body = bodyOf(answer)
    const bytes = await readBody(body, answer.ContentLength, path, bytesMax)
    if (bytes === 'damaged') return bytes
    if (bytes === 'short') throw makeS3Error('broken-off', call)
    if (answer.ETag === undefined) throw makeS3Error('not-s3', call)
    return { bytes, etag: answer.ETag }
  })
}

function bodyOf(answer: GetObjectCommandOutput): Readable {
  // In Node a body is a stream; an empty one may be left out.
  return answer.Body instanceof Readable ? answer.Body : Readable.from([])
}

async function readBody(
  body: Readable,
  length: number | undefined,
  path: string,
  bytesMax: number,
): Promise<Uint8Array | 'short' | 'damaged'> {
  const tooLarge = (bytes: number): StorageError =>
    new StorageError('corrupt', `The object ${path} has ${bytes} bytes; at most ${bytesMax} make sense.`)
  if (length !== undefined && length > bytesMax) {
    body.destroy()
    throw tooLarge(length)
  }
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      bytes += chunk.length
      // Leaving the loop destroys the stream.
      if (bytes > bytesMax) throw tooLarge(bytes)
    }
  } catch (error) {
    // The SDK's own check of what came, which it throws as a plain Error: damaged on the way, or where it is stored.
    if (error instanceof Error && error.message.startsWith('Checksum mismatch')) return 'damaged'
    throw error
  }
  if (length !== undefined && bytes < length) return 'short'
  // Small chunks are views into a shared pool: bytes that stay get memory of their own.
  return plainBytes(Buffer.concat(chunks))
}
