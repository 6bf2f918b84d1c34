// What S3 or the way to it answered, as a StorageError for a person: what was tried, in which bucket, what is wrong, what
// to do about it. `problem` is the same for code, and `attempts` and `isAnswered` say how sure it is that a write did not happen.
//
// Messages of the SDK and of the store are never passed on: a store may repeat what was sent, signatures included.

import { StorageError } from '../../base/errors.ts'
import type { StorageErrorCode } from '../../base/errors.ts'
import { judgeProblem, readFacts } from './s3-problem.ts'
import type { S3Facts, S3Problem } from './s3-problem.ts'

/** The permissions that we need, as Amazon names them; other stores use the same names in their policies. */
export type S3Action = 's3:ListBucket' | 's3:GetObject' | 's3:PutObject' | 's3:DeleteObject'

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

/** The error of a call as an S3Error. Our own bugs (AssertionError, TypeError of our code) come back as they are. */
export function s3Error(error: unknown, call: S3Call): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error
  const facts = readFacts(error)
  const problem = judgeProblem(facts)
  if (problem === undefined) return error
  return makeS3Error(problem, call, facts)
}

/** The error that stands for a problem of a call. */
export function makeS3Error(problem: S3Problem, call: S3Call, facts: Partial<S3Facts> = {}): S3Error {
  const { code, isRetryable, sentence } = describe(problem, call, facts)
  return new S3Error(code, problem, sentence, isRetryable, facts.attempts ?? 1)
}

interface Description {
  readonly code: StorageErrorCode
  readonly isRetryable: boolean
  readonly sentence: string
}

function describe(problem: S3Problem, { action, place }: S3Call, facts: Partial<S3Facts>): Description {
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
      return at('unavailable', true, `${could}: the connection broke off. Check the network.`)
    case 'time-out':
      return at('unavailable', true, `${could}: there was no answer in time. Check the network.`)
    case 'throttled':
      return at('unavailable', true, `${could}: the store asks for fewer requests. Try again a little later.`)
    case 'server':
      return at(
        'unavailable',
        true,
        `${could}: the store has a problem of its own (${facts.status}). Try again a little later.`,
      )
    case 'full':
      return at('disk-full', true, `${could}: its quota is used up. Make room there.`)
    case 'precondition':
    case 'concurrent':
      if (action !== 's3:PutObject') return describe('other', { action, place }, facts)
      return at('conflict', true, `${could}: the object was changed by another Gesso.`)
    case 'unsupported':
      return at('invalid', false, `${could}: the store does not know this request (${facts.status}).`)
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
  const minutes = Math.round(Math.abs(clockOffMs ?? 0) / 60_000)
  if (clockOffMs === undefined || minutes === 0) return 'wrong'
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
