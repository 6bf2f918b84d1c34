import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { crc32 } from '../../base/crc32.ts'
import type { S3Action } from '../../node/s3/s3-error.ts'
import { S3Refusal } from './s3-refusal.ts'

/** The permission that each operation needs. */
export const actionOf = {
  GetObject: 's3:GetObject',
  PutObject: 's3:PutObject',
  DeleteObject: 's3:DeleteObject',
  DeleteObjects: 's3:DeleteObject',
  ListObjectsV2: 's3:ListBucket',
} as const satisfies Record<string, S3Action>

export type S3Operation = keyof typeof actionOf

/** A request as the light server understands it. */
export interface S3Request {
  readonly method: string
  readonly path: string
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly headers: IncomingHttpHeaders
  readonly operation: S3Operation
  readonly bucket: string
  /** '' for a request to the bucket. */
  readonly key: string
}

/** Takes a request's head apart. Throws S3Refusal for what the light server does not know. */
export function parseS3Request({ method = '', url = '', headers }: IncomingMessage): S3Request {
  const [rawPath = '', rawQuery = ''] = url.split(/\?(.*)/s)
  const path = decodeURIComponent(rawPath)
  const query = rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => pair.split(/=(.*)/s).map((part) => decodeURIComponent(part.replaceAll('+', '%20'))))
    .map(([name = '', value = '']) => [name, value] as const)
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? []
  const names = query.map(([name]) => name)
  const operation = route(method, key, names)
  if (operation === undefined || headers['x-amz-copy-source'] !== undefined)
    throw new S3Refusal(501, 'NotImplemented')
  return { method, path, query, headers, operation, bucket, key }
}

function route(method: string, key: string, query: readonly string[]): S3Operation | undefined {
  if (key === '') {
    if (method === 'GET' && query.includes('list-type')) return 'ListObjectsV2'
    return method === 'POST' && query.includes('delete') ? 'DeleteObjects' : undefined
  }
  if (query.some((name) => ['uploads', 'uploadId', 'acl', 'tagging', 'attributes'].includes(name)))
    return undefined
  const objects: Record<string, S3Operation> = { GET: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject' }
  return objects[method]
}

/** The body whole, checked against everything that the head says of it. Rejects when the client breaks off. */
export async function readS3Body(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const { headers } = incoming
  const length = headers['content-length']
  if (length !== undefined && body.length !== Number(length)) throw new S3Refusal(400, 'IncompleteBody')
  const hash = createHash('sha256').update(body).digest('hex')
  if (headers['x-amz-content-sha256'] !== hash) throw new S3Refusal(400, 'XAmzContentSHA256Mismatch')
  const sum = headers['x-amz-checksum-crc32']
  if (sum !== undefined) {
    const expected = Buffer.alloc(4)
    expected.writeUInt32BE(crc32(body) >>> 0)
    if (sum !== expected.toString('base64')) throw new S3Refusal(400, 'BadDigest')
  }
  return body
}
