import type { RefusalCode } from '../base/errors.ts'

const final: readonly RefusalCode[] = [
  'bad-token',
  'expired-token',
  'version',
  'session-full',
  'replaced',
  'not-allowed',
  'host-closing',
  'wrong-host',
  'removed',
  'banned',
  'password-needed',
  'bad-password',
]

/**
 * What a refusal means for this person: it ends the session, they come back with what they have as soon as the host is there again,
 * or another try with a fresh picture may succeed. An unknown code may.
 */
export function refusalOutcome(code: string): 'end' | 'come-back' | 'retry' {
  if ((final as readonly string[]).includes(code)) return 'end'
  return code === 'restarting' ? 'come-back' : 'retry'
}
