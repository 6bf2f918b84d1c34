// What S3 or the way to it answered, as a StorageError for a person: what was tried, in which bucket, what is wrong, what
// to do about it. `problem` is the same for code, and `attempts` and `isAnswered` say how sure it is that a write did not happen.
//
// Messages of the SDK and of the store are never passed on: a store may repeat what was sent, signatures included.

import { StorageError } from '../../base/errors.ts'
import type { StorageErrorCode } from '../../base/errors.ts'

/** The permissions that we need, as Amazon names them; other stores use the same names in their policies. */
export type S3Action = 's3:ListBucket' | 's3:GetObject' | 's3:PutObject' | 's3:DeleteObject'

export type S3Problem =
  | 'no-bucket'
  | 'no-object'
  | 'denied'
  | 'no-credentials'
  | 'wrong-key'
  | 'wrong-secret'
  | 'expired'
  | 'clock'
  | 'wrong-region'
  | 'unreachable'
  | 'certificate'
  | 'broken-off'
  | 'time-out'
  | 'throttled'
  | 'server'
  | 'full'
  | 'precondition'
  | 'concurrent'
  | 'unsupported'
  | 'not-s3'
  | 'closed'
  | 'other'

export class S3Error extends StorageError {
  readonly problem: S3Problem
  /** Requests that were sent for this call; more than one: an earlier one may have taken effect. */
  readonly attempts: number
  constructor(
    code: StorageErrorCode,
    problem: S3Problem,
    sentence: string,
    isRetryable: boolean,
    attempts: number,
  ) {
    super(code, sentence, isRetryable)
    this.problem = problem
    this.attempts = attempts
  }
}

/** What was tried, for sentences. */
export interface S3Call {
  readonly action: S3Action
  /** The name of the bucket and where it is. */
  readonly place: string
}

const verbs: Record<S3Action, string> = {
  's3:ListBucket': 'list',
  's3:GetObject': 'read from',
  's3:PutObject': 'write to',
  's3:DeleteObject': 'remove from',
}

/** Codes of answers and of the network. What is not listed is judged by the status. */
const problemOfCode: Record<string, S3Problem> = {
  NoSuchBucket: 'no-bucket',
  NoSuchKey: 'no-object',
  AccessDenied: 'denied',
  AllAccessDisabled: 'denied',
  AccountProblem: 'denied',
  CredentialsProviderError: 'no-credentials',
  InvalidAccessKeyId: 'wrong-key',
  SignatureDoesNotMatch: 'wrong-secret',
  ExpiredToken: 'expired',
  TokenRefreshRequired: 'expired',
  InvalidToken: 'expired',
  RequestTimeTooSkewed: 'clock',
  RequestExpired: 'clock',
  RequestInTheFuture: 'clock',
  PermanentRedirect: 'wrong-region',
  TemporaryRedirect: 'wrong-region',
  AuthorizationHeaderMalformed: 'wrong-region',
  IllegalLocationConstraintException: 'wrong-region',
  PreconditionFailed: 'precondition',
  ConditionalRequestConflict: 'concurrent',
  OperationAborted: 'concurrent',
  SlowDown: 'throttled',
  RequestLimitExceeded: 'throttled',
  ThrottlingException: 'throttled',
  QuotaExceeded: 'full',
  NotImplemented: 'unsupported',
  MethodNotAllowed: 'unsupported',
  TimeoutError: 'time-out',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'time-out',
  ECONNRESET: 'broken-off',
  EPIPE: 'broken-off',
  ERR_STREAM_PREMATURE_CLOSE: 'broken-off',
  CERT_HAS_EXPIRED: 'certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  EPROTO: 'not-s3',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-s3',
}

const problemOfStatus: Record<number, S3Problem> = {
  301: 'wrong-region',
  307: 'wrong-region',
  403: 'denied',
  404: 'no-object',
  405: 'unsupported',
  408: 'time-out',
  409: 'concurrent',
  412: 'precondition',
  429: 'throttled',
  501: 'unsupported',
  503: 'throttled',
  507: 'full',
}

/** The error of a call as an S3Error. Our own bugs (AssertionError, TypeError of our code) come back as they are. */
export function s3Error(error: unknown, call: S3Call): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error
  const facts = readFacts(error)
  const problem = judge(facts)
  if (problem === undefined) return error
  return makeS3Error(problem, call, facts)
}

interface Facts {
  /** What the answer or the network calls it. */
  readonly code: string
  readonly status: number | undefined
  readonly attempts: number
  readonly isFromSdk: boolean
  /** The clock of the store minus ours. */
  readonly clockOffMs: number | undefined
  readonly region: string | undefined
}

function readFacts(error: Error): Facts {
  const { $metadata, $response, code, $fault } = error as unknown as Record<string, unknown>
  const metadata = ($metadata ?? {}) as { httpStatusCode?: number; attempts?: number }
  const response = $response as { statusCode?: number; headers?: Record<string, string> } | undefined
  const date = Date.parse(response?.headers?.date ?? '')
  return {
    code: typeof code === 'string' && !(error.name in problemOfCode) ? code : error.name,
    status: metadata.httpStatusCode ?? response?.statusCode,
    attempts: metadata.attempts ?? 1,
    isFromSdk: $metadata !== undefined || $fault !== undefined,
    clockOffMs: Number.isNaN(date) ? undefined : date - Date.now(),
    region: /^[a-z0-9-]{1,64}$/.exec(response?.headers?.['x-amz-bucket-region'] ?? '')?.[0],
  }
}

function judge({ code, status, isFromSdk }: Facts): S3Problem | undefined {
  const known = problemOfCode[code] ?? (code.startsWith('HPE_') ? 'not-s3' : undefined)
  if (known !== undefined) return known
  if (status === undefined) return isFromSdk || /^E[A-Z]+$/.test(code) ? 'broken-off' : undefined
  const byStatus = problemOfStatus[status]
  if (byStatus !== undefined) return byStatus
  if (status >= 500) return 'server'
  // The answer came through, but it was not the XML of an S3.
  return status < 300 || code === 'SyntaxError' || code === 'Error' ? 'not-s3' : 'other'
}

/** The error that stands for a problem of a call. */
export function makeS3Error(problem: S3Problem, call: S3Call, facts: Partial<Facts> = {}): S3Error {
  const { code, isRetryable, sentence } = describe(problem, call, facts)
  return new S3Error(code, problem, sentence, isRetryable, facts.attempts ?? 1)
}

interface Description {
  readonly code: StorageErrorCode
  readonly isRetryable: boolean
  readonly sentence: string
}

function describe(problem: S3Problem, { action, place }: S3Call, facts: Partial<Facts>): Description {
  const could = `Gesso could not ${verbs[action]} ${place}`
  const at = (code: StorageErrorCode, isRetryable: boolean, sentence: string): Description => ({
    code,
    isRetryable,
    sentence,
  })
  // What a person can put right meanwhile is retryable: saving then goes on by itself.
  switch (problem) {
    case 'no-bucket':
      return at(
        'unavailable',
        true,
        `${could}: there is no such bucket. Check its name, region and endpoint, or create it.`,
      )
    case 'no-object':
      return at(
        'unavailable',
        true,
        `${could}: the store says that there is nothing at this address. Check endpoint and bucket.`,
      )
    case 'denied':
      return at(
        'no-permission',
        true,
        `${could}: the access key is not permitted ${action} there. Add it to the key's policy.`,
      )
    case 'no-credentials':
      return at(
        'no-permission',
        true,
        `${could}: no access key was entered, and none was found on this computer.`,
      )
    case 'wrong-key':
      return at(
        'no-permission',
        true,
        `${could}: the store does not know this access key. Check the key's id.`,
      )
    case 'wrong-secret':
      return at(
        'no-permission',
        true,
        `${could}: the secret does not belong to this access key. Copy the secret once more.`,
      )
    case 'expired':
      return at(
        'no-permission',
        true,
        `${could}: the session token is wrong or has expired. Sign in again, or enter a new one.`,
      )
    case 'clock':
      return at(
        'unavailable',
        true,
        `${could}: this computer's clock is ${tellOff(facts.clockOffMs)}. Set the clock.`,
      )
    case 'wrong-region':
      return at(
        'invalid',
        false,
        `${could}: the bucket is in ${facts.region ?? 'another region'}. Enter that region.`,
      )
    case 'unreachable':
      return at(
        'unavailable',
        true,
        `${could}: nothing answers there (${facts.code}). Check the endpoint and the network.`,
      )
    case 'certificate':
      return at(
        'unavailable',
        true,
        `${could}: its certificate is not trusted (${facts.code}). Check the endpoint's name and certificate.`,
      )
    case 'broken-off':
      return at('unavailable', true, `${could}: the connection broke off. Gesso tries again by itself.`)
    case 'time-out':
      return at(
        'unavailable',
        true,
        `${could}: there was no answer in time. Check the network; Gesso tries again by itself.`,
      )
    case 'throttled':
      return at(
        'unavailable',
        true,
        `${could}: the store asks for fewer requests. Gesso tries again by itself.`,
      )
    case 'server':
      return at(
        'unavailable',
        true,
        `${could}: the store has a problem of its own (${facts.status}). Gesso tries again by itself.`,
      )
    case 'full':
      return at(
        'disk-full',
        true,
        `${could}: its quota is used up. Make room there; Gesso tries again by itself.`,
      )
    case 'precondition':
    case 'concurrent':
      return at('conflict', true, `${could}: the object was changed by another Gesso.`)
    case 'unsupported':
      return at('invalid', false, `${could}: the store does not know this request (${facts.code}).`)
    case 'not-s3':
      return at(
        'invalid',
        true,
        `${could}: what answers there does not speak S3. Check the endpoint, http or https included.`,
      )
    case 'closed':
      return at('unavailable', true, `${could}: the connection was closed.`)
    case 'other':
      return at('unavailable', true, `${could}: the store refused the request (${facts.status}).`)
  }
}

function tellOff(clockOffMs: number | undefined): string {
  if (clockOffMs === undefined) return 'wrong'
  const minutes = Math.round(Math.abs(clockOffMs) / 60_000)
  const much = minutes < 180 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
  return `${much} ${clockOffMs > 0 ? 'slow' : 'fast'}`
}

/** Whether a write may have taken effect although its call failed. */
export function isUnsure(error: unknown): error is S3Error {
  if (!(error instanceof S3Error)) return false
  return error.attempts > 1 || unsureProblems.includes(error.problem)
}

const unsureProblems: readonly S3Problem[] = [
  'time-out',
  'broken-off',
  'server',
  'throttled',
  'concurrent',
  'not-s3',
]
