import type { SessionState } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'
import { clockTime } from './status-sentences.ts'

export interface Notice {
  /** The same in every language, and of no other notice. */
  readonly id: string
  readonly tone: 'calm' | 'warning'
  readonly sentence: string
  /** What the person can do about it. */
  readonly action?: 'save-copy'
}

/** Saving is tried again by itself: a short trouble needs nobody. */
const unsavedToldAfterMs = 120_000

/** Since when work is not saved, once that needs the person: after two minutes, or at once when drawing is paused for it. */
export function unsavedToTell({ saved, seq, health }: SessionState, nowMs: number): number | undefined {
  if (saved.kind === 'unknown' || saved.seq >= seq) return undefined
  if (!health.writable) return saved.sinceMs
  return saved.kind === 'failed' && nowMs - saved.sinceMs >= unsavedToldAfterMs ? saved.sinceMs : undefined
}

/** What the person should know now, the gravest first. */
export function sessionNotices(
  repairs: readonly string[],
  health: SessionState['health'],
  hostingFailure: string | undefined,
  unsavedSinceMs?: number,
): readonly Notice[] {
  const notices: Notice[] = []
  if (hostingFailure !== undefined) {
    notices.push({
      id: `hosting ${hostingFailure}`,
      tone: 'warning',
      sentence: strings.session.hostingFailed(sayInLanguage(hostingFailure)),
    })
  }
  // The host may give the same reason for both.
  if (!health.writable && health.sentence !== hostingFailure)
    notices.push({
      id: `paused ${health.sentence}`,
      tone: 'warning',
      sentence: strings.session.readOnly(sayInLanguage(health.sentence)),
      ...(unsavedSinceMs !== undefined && { action: 'save-copy' }),
    })
  else if (health.writable && unsavedSinceMs !== undefined)
    notices.push({
      id: `unsaved ${unsavedSinceMs}`,
      tone: 'warning',
      sentence: strings.unsaved.banner(clockTime(unsavedSinceMs)),
      action: 'save-copy',
    })
  return [
    ...notices,
    ...repairs.map((sentence): Notice => ({ id: sentence, tone: 'calm', sentence: sayInLanguage(sentence) })),
  ]
}
