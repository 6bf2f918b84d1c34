// What PostgreSQL or the way to it answered, as a StorageError for a person: which database, what is wrong, what to do about it.
//
// The server's own sentences are never passed on: they repeat values, and what is said on the way in may repeat the password. Its
// five letters (SQLSTATE) say more to whoever looks them up, and stay the same in every language.
//
// What a person can put right meanwhile is retryable: the scheduler then goes on by itself.

import { AssertionError, StorageError } from '../../base/errors.ts'
import type { StorageErrorCode } from '../../base/errors.ts'

interface Verdict {
  readonly code: StorageErrorCode
  readonly retryable: boolean
  readonly sentence: string
}

const away = (sentence: string): Verdict => ({ code: 'unavailable', retryable: true, sentence })
const forbidden = (sentence: string): Verdict => ({ code: 'no-permission', retryable: true, sentence })
const wrong = (sentence: string): Verdict => ({ code: 'invalid', retryable: false, sentence })

/** By SQLSTATE or its beginning; the longest that fits counts. */
const verdicts: Readonly<Record<string, Verdict>> = {
  '08': away('the connection broke off. Check the network.'),
  '22': wrong('it does not take one of the values.'),
  '23': wrong('a value is against the rules of its tables.'),
  '25006': away('it takes no writes, as a stand-by server does. Enter the address of the primary server.'),
  '25P03': away('a transaction took too long and was undone.'),
  '28': forbidden('it does not know this user with this password, or does not let it in from here.'),
  '3D000': away('there is no such database. Check its name, or create it.'),
  '3F000': away('there is no such schema. Check the name in the address, or create it.'),
  '40001': away('others changed the same rows at the same time, again and again.'),
  '40003': away('the connection broke off. Check the network.'),
  '40P01': away('others wanted the same rows at the same time, again and again.'),
  '42': wrong('its tables are not those that this Gesso knows. Is another version of Gesso at work on it?'),
  '42501': forbidden('this user may not do that there. Grant it the rights to its schema.'),
  '53': away('it has no room for one more connection, or no memory. Try again a little later.'),
  '53100': { code: 'disk-full', retryable: true, sentence: 'its disk is full. Make room there.' },
  '55P03': away('somebody else has the rows for too long. Try again a little later.'),
  '57': away('it is being shut down, or starts. Gesso tries again by itself.'),
  '57014': away('it did not answer in time. Try again a little later.'),
  XX001: { code: 'corrupt', retryable: false, sentence: 'it says that its data are damaged.' },
  XX002: { code: 'corrupt', retryable: false, sentence: 'it says that its data are damaged.' },
}

const certificateCodes =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/
/** The way is gone, in the middle of a connection. */
const brokenCodes = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])

/**
 * The error of a call as a StorageError. Our own bugs come back as they are. `isUnsure`: the call may have been done although its
 * answer is lost.
 */
export function postgresError(error: unknown, place: string, isUnsure: boolean): unknown {
  if (error instanceof StorageError || error instanceof AssertionError || !(error instanceof Error))
    return error
  const state = sqlState(error)
  const { code, retryable, sentence } = state === undefined ? judgeWay(error) : judgeState(state)
  const named = state === undefined ? sentence : `${sentence} (${state})`
  const unsure = isUnsure ? ' Whether the last step was done is not known.' : ''
  return new StorageError(code, `Gesso could not use the database ${place}: ${named}${unsure}`, retryable)
}

/** Whether others were in the way and the same may go well at once; nothing of it was done. */
export function isRivalry(error: unknown): boolean {
  const state = sqlState(error)
  return state === '40001' || state === '40P01'
}

/** Whether the connection is not to be used again. */
export function isLost(error: unknown): boolean {
  if (error instanceof StorageError) return false
  const state = sqlState(error)
  return state === undefined || /^(?:08|57P|40003|25P03|XX)/.test(state)
}

/** What the server answered; undefined for what happened on the way to it. */
function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return undefined
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}

function judgeState(state: string): Verdict {
  for (const length of [5, 2]) {
    const verdict = verdicts[state.slice(0, length)]
    if (verdict !== undefined) return verdict
  }
  return away('it refused the request. Its log says why.')
}

function judgeWay(error: Error): Verdict {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code === 'ENOENT' || code === 'EACCES') {
    return wrong('a file that its address names, for certificates, can’t be read.')
  }
  if (code !== undefined && certificateCodes.test(code)) {
    return away(`its certificate is not trusted (${code}). Check the address and the certificate.`)
  }
  if (code !== undefined && !brokenCodes.has(code)) {
    return away(`nothing answers there (${code}). Check the address and the network.`)
  }
  if (/SSL/.test(error.message)) {
    return away('it does not speak TLS, which its address asks for. Allow TLS there, or leave sslmode out.')
  }
  if (/SASL|password/i.test(error.message)) {
    return forbidden('it wants a password that the address lacks, or a way to sign in that Gesso lacks.')
  }
  if (/time-?out/i.test(error.message)) return away('there was no answer in time. Check the network.')
  return away('the connection broke off. Check the network.')
}
