// What a window or the settings file says about the place of pictures, checked as hostile. Nothing that was typed where a
// secret belongs is ever repeated in a sentence.

import { isAbsolute } from 'node:path'
import { limits } from '../../sync-core/index.ts'
import type {
  BucketSettings,
  HistoryKept,
  PicturesSettings,
  SecretOwner,
  SecretWish,
} from '../ipc/pictures-place.ts'
import { PayloadError, checkLine, checkRecord, checkWhole, show } from './payload-checks.ts'

export function checkPicturesSettings(value: unknown): PicturesSettings {
  const { place, folder, bucket, history } = checkRecord(value, 'a place of pictures')
  if (place !== 'computer' && place !== 'bucket')
    throw new PayloadError(`Pictures are kept on this “computer” or in a “bucket”, not in ${show(place)}.`)
  if (place === 'bucket' && bucket === undefined) throw new PayloadError('The bucket’s settings are missing.')
  return {
    place,
    folder: checkFolder(folder),
    ...(bucket !== undefined && { bucket: checkBucketSettings(bucket) }),
    history: checkHistory(history),
  }
}

export function checkBucketSettings(value: unknown): BucketSettings {
  const { endpoint, region, bucket, prefix, ...rest } = checkRecord(value, 'the settings of a bucket')
  const { addressing, checksums, credentials, accessKeyId } = rest
  if (addressing !== 'host' && addressing !== 'path')
    throw new PayloadError(`A bucket is named in the “host” or the “path”, not in ${show(addressing)}.`)
  if (checksums !== 'always' && checksums !== 'when-required')
    throw new PayloadError(`Checksums are sent “always” or “when-required”, not ${show(checksums)}.`)
  if (credentials !== 'computer' && credentials !== 'entered')
    throw new PayloadError(`Credentials are of the “computer” or “entered”, not ${show(credentials)}.`)
  return {
    endpoint: checkEndpoint(endpoint),
    region: checkRegion(region),
    bucket: checkBucketName(bucket),
    prefix: checkPrefix(prefix),
    addressing,
    checksums,
    credentials,
    accessKeyId: credentials === 'entered' ? checkAccessKeyId(accessKeyId) : '',
  }
}

/** By the rules of Amazon S3, which every S3-compatible server takes. */
export function checkBucketName(value: unknown): string {
  if (typeof value === 'string' && /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value)) return value
  throw new PayloadError(
    `A bucket’s name has 3 to 63 small letters, digits, dots and hyphens, unlike ${show(value)}.`,
  )
}

export function checkPrefix(value: unknown): string {
  const isPrefix = (text: string): boolean =>
    text === '' || /^[a-z0-9_-][a-z0-9._-]*(\/[a-z0-9_-][a-z0-9._-]*)*$/i.test(text)
  if (typeof value === 'string' && value.length <= limits.bucketPrefixBytesMax && isPrefix(value))
    return value
  throw new PayloadError(
    `A folder in a bucket has at most ${limits.bucketPrefixBytesMax} letters, digits, “.”, “_” and “-”, with “/” between folders, unlike ${show(value)}.`,
  )
}

export function checkSecretOwner(value: Record<string, unknown>): SecretOwner {
  return { endpoint: checkEndpoint(value['endpoint']), accessKeyId: checkAccessKeyId(value['accessKeyId']) }
}

export function checkSecretWish(value: unknown): SecretWish {
  const kind: unknown =
    typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  if (kind === 'keep' || kind === 'remove') return { kind }
  if (kind !== 'replace') throw new PayloadError('A secret is kept, removed or replaced.')
  const { secretAccessKey, sessionToken } = value as Record<string, unknown>
  return { kind, ...checkSecret({ secretAccessKey, sessionToken }) }
}

/** A secret access key, and a session token or '' for none. */
export function checkSecret(value: { secretAccessKey: unknown; sessionToken: unknown }): {
  secretAccessKey: string
  sessionToken: string
} {
  const { secretAccessKey, sessionToken } = value
  const isSecret = (text: unknown, min: number, max: number): text is string =>
    typeof text === 'string' && text.length >= min && text.length <= max && /^[\x21-\x7e]*$/.test(text)
  const { secretAccessKeyBytesMax: keyMax, sessionTokenBytesMax: tokenMax } = limits
  if (!isSecret(secretAccessKey, 1, keyMax))
    throw new PayloadError(
      `A secret access key has 1 to ${keyMax} letters, digits and signs, without blanks.`,
    )
  if (!isSecret(sessionToken, 0, tokenMax))
    throw new PayloadError(
      `A session token has at most ${tokenMax} letters, digits and signs, without blanks.`,
    )
  return { secretAccessKey, sessionToken }
}

function checkFolder(value: unknown): string {
  const folder = checkLine(value, { what: 'A folder', bytesMin: 0, bytesMax: limits.folderBytesMax })
  if (folder === '' || isAbsolute(folder)) return folder
  throw new PayloadError(`A folder is given from the top of the disk, unlike ${show(folder)}.`)
}

/** The origin alone: no path, no query, nobody's name in it. */
function checkEndpoint(value: unknown): string {
  const text = checkLine(value, { what: 'An endpoint', bytesMin: 0, bytesMax: limits.endpointBytesMax })
  if (text === '') return ''
  const url = parseUrl(text)
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (url !== undefined && isWeb && text.replace(/\/$/, '').toLowerCase() === url.origin) return url.origin
  throw new PayloadError(
    `An endpoint is http:// or https://, a name and maybe a port, as https://s3.example.org:9000, unlike ${show(hideUser(text))}.`,
  )
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** A password in an address is not to be repeated either. */
function hideUser(text: string): string {
  return text.replace(/\/\/[^/]*@/, '//…@')
}

function checkRegion(value: unknown): string {
  if (typeof value === 'string' && /^[a-z0-9-]{1,40}$/i.test(value)) return value
  throw new PayloadError(
    `A region has 1 to 40 letters, digits and hyphens, as us-east-1, unlike ${show(value)}.`,
  )
}

/** Not shown when it is wrong: it may be the secret, in the wrong field. */
function checkAccessKeyId(value: unknown): string {
  const max = limits.accessKeyIdBytesMax
  if (typeof value === 'string' && value.length <= max && /^[\x21-\x7e]+$/.test(value)) return value
  throw new PayloadError(`An access key id has 1 to ${max} letters, digits and signs, without blanks.`)
}

function checkHistory(value: unknown): HistoryKept {
  const { keep, days } = checkRecord(value, 'how long history is kept')
  if (keep === 'all') return { keep }
  if (keep !== 'days') throw new PayloadError(`History is kept “all” or for “days”, not ${show(keep)}.`)
  const max = limits.historyDaysMax
  return { keep, days: checkWhole(days, { what: 'History', min: 1, max, unit: ' days' }) }
}
