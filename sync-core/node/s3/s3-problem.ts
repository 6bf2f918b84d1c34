/** What is wrong, as far as it can be told from an answer or from the network. */
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

/** What an error says. */
export interface S3Facts {
  /** What the answer or the network calls it. */
  readonly code: string
  readonly status: number | undefined
  readonly attempts: number
  readonly isFromSdk: boolean
  /** The clock of the store minus ours. */
  readonly clockOffMs: number | undefined
  readonly region: string | undefined
}

/** Reads them off whatever the SDK threw. */
export function readFacts(error: Error): S3Facts {
  const { $metadata, $response, code, $fault } = error as unknown as Record<string, unknown>
  const metadata = ($metadata ?? {}) as { httpStatusCode?: number; attempts?: number }
  const response = $response as { statusCode?: number; headers?: Record<string, string> } | undefined
  const date = Date.parse(response?.headers?.date ?? '')
  return {
    code: typeof code === 'string' && !problemOfCode.has(error.name) ? code : error.name,
    status: metadata.httpStatusCode ?? response?.statusCode,
    attempts: metadata.attempts ?? 1,
    isFromSdk: $metadata !== undefined || $fault !== undefined,
    clockOffMs: Number.isNaN(date) ? undefined : date - Date.now(),
    region: /^[a-z0-9-]{1,64}$/.exec(response?.headers?.['x-amz-bucket-region'] ?? '')?.[0],
  }
}

/** Undefined for what did not come from the SDK: a bug of ours. */
export function judgeProblem({ code, status, isFromSdk }: S3Facts): S3Problem | undefined {
  const known = problemOfCode.get(code) ?? (code.startsWith('HPE_') ? 'not-s3' : undefined)
  if (known !== undefined) return known
  if (status === undefined) return isFromSdk || /^E[A-Z]+$/.test(code) ? 'broken-off' : undefined
  const byStatus = problemOfStatus[status]
  if (byStatus !== undefined) return byStatus
  if (status >= 500) return 'server'
  // The answer came through, but it was not the XML of an S3.
  return status < 300 || code === 'SyntaxError' || code === 'Error' ? 'not-s3' : 'other'
}

/** Codes of answers and of the network. What is not listed is judged by the status. */
const problemOfCode = new Map<string, S3Problem>(
  Object.entries({
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
  } as const),
)

const problemOfStatus: Readonly<Partial<Record<number, S3Problem>>> = {
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
