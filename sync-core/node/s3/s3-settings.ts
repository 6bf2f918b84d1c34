import { StorageError } from '../../base/errors.ts'

/** Keys that were entered, instead of those that the SDK finds by itself. */
export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Where pictures are kept in a bucket, and how it is reached. */
export interface S3Settings {
  readonly bucket: string
  readonly region: string
  /** `http(s)://host[:port]` of a store that is not Amazon's. */
  readonly endpoint?: string
  /** The folder of the bucket that is ours, like `team/gesso`; '' or absent: all of the bucket. */
  readonly prefix?: string
  /** The bucket in the path instead of the host name; by default for every endpoint of one's own. */
  readonly pathStyle?: boolean
  /** Absent: what the SDK finds (environment, ~/.aws, single sign-on, the machine's role). */
  readonly credentials?: S3Credentials
  /** 'when-required' leaves out checksums that older stores do not know. */
  readonly checksums?: 'always' | 'when-required'
}

/** The same, checked and complete. */
export interface S3Place {
  readonly bucket: string
  readonly region: string
  readonly endpoint: string | undefined
  /** '' or a folder with its closing '/'. */
  readonly prefix: string
  readonly pathStyle: boolean
  readonly checksums: 'always' | 'when-required'
  /** For sentences: the bucket and where it is. Nothing secret. */
  readonly name: string
}

const prefixBytesMax = 512

/** Throws StorageError('invalid') with a sentence that names the wrong setting; never the keys. */
export function checkS3Settings(settings: S3Settings): S3Place {
  const { bucket, region, credentials } = settings
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw invalid(
      `A bucket's name has 3 to 63 of a-z, 0-9, '-' and '.', which ${JSON.stringify(bucket.slice(0, 80))} does not.`,
    )
  }
  if (!/^[a-zA-Z0-9-]{1,64}$/.test(region)) {
    throw invalid(
      `A region looks like eu-central-1 (for a store of one's own often us-east-1), not ${JSON.stringify(region.slice(0, 80))}.`,
    )
  }
  const endpoint = settings.endpoint === undefined ? undefined : checkEndpoint(settings.endpoint)
  if (credentials !== undefined) checkCredentials(credentials)
  return {
    bucket,
    region,
    endpoint,
    prefix: checkPrefix(settings.prefix ?? ''),
    pathStyle: settings.pathStyle ?? endpoint !== undefined,
    checksums: settings.checksums ?? 'always',
    name: `the bucket “${bucket}” ${endpoint === undefined ? `in Amazon's region ${region}` : `at ${endpoint}`}`,
  }
}

function checkEndpoint(endpoint: string): string {
  const url = parseUrl(endpoint)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url === undefined || !isWeb || url.username !== '' || url.password !== '') {
    // Not repeated: somebody may have written a password into it.
    throw invalid(
      'An endpoint is an address like https://storage.example.org:9000, without a user or password.',
    )
  }
  if (url.search !== '' || url.hash !== '' || url.pathname !== '/') {
    throw invalid(`The endpoint ${url.origin} is followed by a path; the folder in the bucket is the prefix.`)
  }
  return url.origin
}

/** `URL.canParse` is missing in the oldest runtime. */
function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

function checkPrefix(prefix: string): string {
  const bare = prefix.replace(/^\/+|\/+$/g, '')
  if (bare === '') return ''
  const isGood = bare.split('/').every((part) => /^[\w!.*'()-]+$/.test(part) && part !== '.' && part !== '..')
  if (!isGood || bare.length > prefixBytesMax) {
    throw invalid(
      `A prefix is folders like team/gesso of letters, digits and -_.!*'(), not ${JSON.stringify(prefix.slice(0, 80))}.`,
    )
  }
  return `${bare}/`
}

function checkCredentials({ accessKeyId, secretAccessKey, sessionToken }: S3Credentials): void {
  const isPlain = (text: string): boolean => /^[\x21-\x7e]+$/.test(text)
  if (!isPlain(accessKeyId) || !isPlain(secretAccessKey) || !isPlain(sessionToken ?? 'none')) {
    throw invalid('The access key or its secret is empty or has spaces in it. Copy both once more.')
  }
}

function invalid(sentence: string): StorageError {
  return new StorageError('invalid', sentence)
}
