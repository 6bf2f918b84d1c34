// The session's state in plain words: a few of them for the status line, a whole sentence for who wants to know more.

import { unreachable, type SessionState } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'

export interface StatusWords {
  readonly text: string
  readonly hint: string
  /** How much attention it needs. */
  readonly tone: 'good' | 'unknown' | 'busy' | 'warning'
}

export function connectionWords(state: SessionState, nowMs: number): StatusWords {
  const { connection, unacknowledged } = state
  const words = strings.status
  switch (connection.kind) {
    case 'connecting':
      return { text: words.connecting, hint: words.connectingHint, tone: 'busy' }
    case 'waiting':
      return { text: words.waiting, hint: words.waitingHint, tone: 'busy' }
    case 'catching-up':
      return {
        text: words.catchingUp(connection.bytes, connection.tiles, connection.tilesTotal),
        hint: words.catchingUpHint,
        tone: 'busy',
      }
    case 'connected':
      if (isLockedOut(state)) return { text: words.canvasLocked, hint: words.canvasLockedHint, tone: 'good' }
      if (state.you?.role === 'viewer')
        return { text: words.watching, hint: words.watchingHint, tone: 'good' }
      return { text: words.connected, hint: words.connectedHint(unacknowledged), tone: 'good' }
    case 'reconnecting': {
      const seconds = Math.max(0, Math.ceil((connection.nextTryMs - nowMs) / 1000))
      const wasIn = state.picture !== undefined
      return {
        text: (wasIn ? words.reconnecting : words.connectingAgain)(connection.attempt, seconds),
        hint: wasIn ? words.reconnectingHint(unacknowledged) : words.unreachable,
        tone: 'warning',
      }
    }
    case 'ended':
      return { text: words.ended, hint: sayInLanguage(connection.sentence), tone: 'warning' }
    default:
      return unreachable(connection)
  }
}

export function savedWords(state: SessionState): StatusWords {
  const { saved, you } = state
  const words = strings.status
  switch (saved.kind) {
    case 'unknown':
      return { text: words.savedUnknown, hint: words.savedUnknownHint, tone: 'unknown' }
    case 'saved':
      if (isBeforeFirstSave(state))
        return { text: words.savedUnknown, hint: words.firstSaveHint, tone: 'unknown' }
      return {
        text: words.saved(clockTime(saved.sinceMs)),
        hint:
          sayInLanguage(saved.sentence) || (state.seq > saved.seq ? words.savedOlderHint : words.savedHint),
        tone: toneOfKnowledge(state),
      }
    case 'saving':
      return { text: words.saving, hint: sayInLanguage(saved.sentence) || words.savingHint, tone: 'busy' }
    case 'failed': {
      const time = clockTime(saved.sinceMs)
      return {
        text: you?.role === 'host' ? words.notSaved(time) : words.notSavedAtHost(time),
        hint: `${sayInLanguage(saved.sentence)} ${words.notSavedHint}`.trim(),
        tone: 'warning',
      }
    }
    default:
      return unreachable(saved)
  }
}

/** A picture is stored blank when it is made; what was drawn since then is in no snapshot yet. */
export function isBeforeFirstSave({ saved, seq }: SessionState): boolean {
  return saved.kind === 'saved' && saved.seq === 0 && seq > 0
}

export function syncWords(state: SessionState): StatusWords {
  const { sync, healed } = state
  const words = strings.status
  switch (sync.kind) {
    case 'unknown':
      return { text: words.syncUnknown, hint: words.syncUnknownHint, tone: 'unknown' }
    case 'in-sync': {
      const healedHint = healed.count === 0 ? '' : words.healed(healed.count, healed.tiles)
      return {
        text: words.inSync(sync.seq),
        hint: `${words.inSyncHint(sync.seq)} ${healedHint}`.trim(),
        tone: toneOfKnowledge(state),
      }
    }
    case 'differs':
      return { text: words.differs(sync.seq), hint: words.differsHint, tone: 'warning' }
    default:
      return unreachable(sync)
  }
}

/** What was good when the host was last heard of need not be so any more. */
function toneOfKnowledge({ connection }: SessionState): StatusWords['tone'] {
  return connection.kind === 'connected' || connection.kind === 'catching-up' ? 'good' : 'unknown'
}

/** For those who hear the window: the connection without its numbers, which change all the time. */
export function connectionAnnouncement(connection: SessionState['connection']): string {
  const words = strings.status
  switch (connection.kind) {
    case 'connecting':
      return words.connecting
    case 'waiting':
      return words.waiting
    case 'catching-up':
      return words.catchingUpHint
    case 'connected':
      return words.connected
    case 'reconnecting':
      return words.lost
    case 'ended':
      return words.ended
    default:
      return unreachable(connection)
  }
}

/** Why the host did not take so many own actions. */
export function turnedDownWords(state: SessionState, count: number): string {
  const words = strings.status.turnedDown
  if (state.you?.role === 'viewer') return words.watching(count)
  return isLockedOut(state) ? words.locked(count) : words.full(count)
}

/** "12:04" of the local day. */
export function clockTime(ms: number): string {
  const date = new Date(ms)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** When a picture was changed: the time for today, otherwise the date. */
export function changedWhen(ms: number, nowMs: number): string {
  const date = new Date(ms)
  const isToday = date.toDateString() === new Date(nowMs).toDateString()
  if (isToday) return clockTime(ms)
  return strings.status.day(date.getDate(), date.getMonth(), date.getFullYear())
}

function isLockedOut({ you, isCanvasLocked }: SessionState): boolean {
  return isCanvasLocked && you !== undefined && you.role === 'painter'
}
