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
]

/** Whether a refusal ends the session for this person, or another try may succeed. An unknown code may. */
export function refusalOutcome(code: string): 'end' | 'retry' {
  return (final as readonly string[]).includes(code) ? 'end' : 'retry'
}
