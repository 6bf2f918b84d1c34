import type { Deed, RosterPerson, SessionState } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'
import type { DeedName, LogEvent } from '../stores/log-store.ts'

/** What the log has to tell of a session that was like `before` and is like `after`. */
export function sessionNews(before: SessionState, after: SessionState): readonly LogEvent[] {
  const news: LogEvent[] = []
  if (before.connection.kind !== after.connection.kind) news.push(...connectionNews(after))
  const [were, are] = [present(before), present(after)]
  if (are !== were && are > 0) news.push({ kind: 'people', count: are })
  if (before.health.writable !== after.health.writable)
    news.push(
      after.health.writable ? { kind: 'resumed' } : { kind: 'paused', sentence: after.health.sentence },
    )
  if (after.turnedDown > before.turnedDown)
    news.push({ kind: 'turned-down', count: after.turnedDown - before.turnedDown })
  if (before.hasPassword !== after.hasPassword)
    news.push({ kind: after.hasPassword ? 'password-set' : 'password-gone' })
  const told = before.deeds.at(-1)?.number ?? 0
  for (const { number, by, deed } of after.deeds)
    if (number > told) news.push(deedEvent(after.roster, by, deed))
  news.push(...savedNews(before, after), ...uploadedNews(before, after))
  if (after.sync.kind === 'differs' && before.sync.kind !== 'differs')
    news.push({ kind: 'differs', seq: after.sync.seq })
  if (after.healed.count > before.healed.count)
    news.push({ kind: 'healed', tiles: after.healed.tiles - before.healed.tiles })
  return news
}

function connectionNews({ connection, unacknowledged }: SessionState): readonly LogEvent[] {
  switch (connection.kind) {
    case 'connecting':
    case 'waiting':
    case 'connected':
      return [{ kind: connection.kind }]
    case 'reconnecting':
      return [{ kind: 'lost', unacknowledged }]
    case 'ended':
      return [{ kind: 'ended', sentence: connection.sentence }]
    case 'catching-up':
      return []
  }
}

function savedNews({ saved: before }: SessionState, { saved: after }: SessionState): readonly LogEvent[] {
  if (after.kind === 'failed' && before.kind !== 'failed')
    return [{ kind: 'save-failed', sentence: after.sentence }]
  const seqBefore = before.kind === 'unknown' ? -1 : before.seq
  if (after.kind !== 'saved' || (before.kind === 'saved' && after.seq === seqBefore)) return []
  return [{ kind: 'saved', seq: after.seq }]
}

function uploadedNews({ uploaded: before }: SessionState, state: SessionState): readonly LogEvent[] {
  const { uploaded: after } = state
  if (after === undefined || after.state === before?.state) return []
  if (after.state === 'waiting') return [{ kind: 'upload-waits', sentence: after.sentence }]
  return before?.state === 'waiting' ? [{ kind: 'uploaded-again', seq: after.seq }] : []
}

function present({ roster }: SessionState): number {
  return roster.filter((person) => person.present).length
}

/** A deed with names as they are now. */
export function deedEvent(
  roster: readonly RosterPerson[],
  by: number,
  deed: Deed,
): Extract<LogEvent, { kind: 'moderated' }> {
  const nameOf = (author: number): string =>
    roster.find((person) => person.author === author)?.name ?? strings.people.somebody
  return {
    kind: 'moderated',
    what: deedName(deed),
    by: nameOf(by),
    of: 'of' in deed ? nameOf(deed.of) : '',
  }
}

function deedName(deed: Deed): DeedName {
  if (deed.kind === 'role') return deed.role
  if (deed.kind === 'remove') return deed.ban
  if (deed.kind === 'lobby') return deed.asks ? 'asks' : 'asksNot'
  if (deed.kind === 'answer') return deed.letIn ? 'letIn' : 'turnedAway'
  return deed.locked ? 'locked' : 'unlocked'
}
