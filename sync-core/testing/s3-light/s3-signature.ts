// Signature Version 4 in headers, as Amazon's documentation "Signature calculations for the authorization header" has it.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { S3Refusal } from './s3-refusal.ts'
import type { S3Request } from './s3-request.ts'

const skewMsMax = 15 * 60_000

export interface SignatureRules {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly nowMs: number
}

/** Throws S3Refusal for a request that the owner of the key did not sign, whole and now. */
export function checkSignature(request: S3Request, rules: SignatureRules): void {
  const { headers } = request
  const form = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/
  const [, credential = '', signed = '', signature = ''] = form.exec(headers.authorization ?? '') ?? []
  if (signature === '') throw new S3Refusal(403, 'AccessDenied')
  const [accessKeyId = '', day = '', region = '', service = '', end = ''] = credential.split('/')
  if (accessKeyId !== rules.accessKeyId) throw new S3Refusal(403, 'InvalidAccessKeyId')
  const date = headers['x-amz-date']?.toString() ?? ''
  if (service !== 's3' || end !== 'aws4_request' || !date.startsWith(day)) {
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed')
  }
  if (!(Math.abs(rules.nowMs - readDate(date)) <= skewMsMax)) throw new S3Refusal(403, 'RequestTimeTooSkewed')
  const names = signed.split(';')
  const isUnsigned = (name: string): boolean =>
    (name === 'host' || name.startsWith('x-amz-')) && !names.includes(name)
  if (Object.keys(headers).some(isUnsigned))
    throw new S3Refusal(403, 'AccessDenied', 'a header was not signed')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical(request, names))].join('\n')
  const dayKey = hmac(`AWS4${rules.secretAccessKey}`, day)
  const expected = hmac(hmac(hmac(hmac(dayKey, region), 's3'), 'aws4_request'), toSign)
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex')))
    throw new S3Refusal(403, 'SignatureDoesNotMatch')
}

function canonical({ method, path, query, headers }: S3Request, names: readonly string[]): string {
  const pairs = query.map(([name, value]) => `${encode(name)}=${encode(value)}`)
  return [
    method,
    path.split('/').map(encode).join('/'),
    pairs.sort().join('&'),
    ...names.map((name) => `${name}:${(headers[name] ?? '').toString().trim().replaceAll(/\s+/g, ' ')}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'],
  ].join('\n')
}

function readDate(date: string): number {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? []
  return Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`)
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
