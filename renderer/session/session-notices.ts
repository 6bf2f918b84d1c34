import type { SessionState } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'

export interface Notice {
  readonly tone: 'calm' | 'warning'
  readonly sentence: string
}

/** What the person should know now, the gravest first. */
export function sessionNotices(
  repairs: readonly string[],
  health: SessionState['health'],
  hostingFailure: string | undefined,
): readonly Notice[] {
  const notices: Notice[] = []
  if (hostingFailure !== undefined) {
    notices.push({ tone: 'warning', sentence: strings.session.hostingFailed(hostingFailure) })
  }
  // The host may give the same reason for both.
  if (!health.writable && health.sentence !== hostingFailure)
    notices.push({ tone: 'warning', sentence: strings.session.readOnly(health.sentence) })
  return [...notices, ...repairs.map((sentence): Notice => ({ tone: 'calm', sentence }))]
}
