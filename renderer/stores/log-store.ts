// What happened in this window, as facts rather than sentences, so that it is told in whatever language is in use. The newest
// stay; the same thing again in a row only counts.

import { createStore } from 'zustand/vanilla'
import { limits } from '../../sync-core/index.ts'
import type { strings } from '../strings.ts'

/** A deed as the log words it. */
export type DeedName = keyof (typeof strings)['people']['deeds']

export type LogEvent =
  | { readonly kind: 'connecting' | 'waiting' | 'connected' | 'session-begun' | 'session-left' }
  | { readonly kind: 'password-set' | 'password-gone' }
  | { readonly kind: 'lost'; readonly unacknowledged: number }
  /** Own actions that the host did not take. */
  | { readonly kind: 'turned-down'; readonly count: number }
  | { readonly kind: 'ended'; readonly sentence: string }
  | { readonly kind: 'people'; readonly count: number }
  | { readonly kind: 'saved'; readonly seq: number }
  | { readonly kind: 'save-failed'; readonly sentence: string }
  | { readonly kind: 'upload-waits'; readonly sentence: string }
  | { readonly kind: 'uploaded-again'; readonly seq: number }
  | { readonly kind: 'paused'; readonly sentence: string }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'differs'; readonly seq: number }
  | { readonly kind: 'healed'; readonly tiles: number }
  /** Something that the person did had no effect. */
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'hosting-failed'; readonly sentence: string }
  | { readonly kind: 'error'; readonly sentence: string }
  /** Somebody kept order; names as they were then. */
  | { readonly kind: 'moderated'; readonly what: DeedName; readonly by: string; readonly of: string }

export type LogLevel = 'info' | 'warning' | 'error'

export interface LogEntry {
  /** Wall clock of its last time. */
  readonly atMs: number
  readonly times: number
  readonly event: LogEvent
}

export interface LogState {
  /** The oldest first. */
  readonly entries: readonly LogEntry[]
  readonly note: (event: LogEvent) => void
}

export type LogStore = ReturnType<typeof createLogStore>

export function createLogStore(nowMs: () => number = () => Date.now()) {
  return createStore<LogState>((set, get) => ({
    entries: [],
    note: (event) => set({ entries: withEvent(get().entries, bounded(event), nowMs()) }),
  }))
}

const levels: Readonly<Partial<Record<LogEvent['kind'], LogLevel>>> = {
  lost: 'warning',
  ended: 'warning',
  'save-failed': 'warning',
  'upload-waits': 'warning',
  paused: 'warning',
  differs: 'warning',
  'hosting-failed': 'error',
  error: 'error',
}

export function levelOf(event: LogEvent): LogLevel {
  return levels[event.kind] ?? 'info'
}

function withEvent(entries: readonly LogEntry[], event: LogEvent, atMs: number): readonly LogEntry[] {
  const last = entries.at(-1)
  if (last !== undefined && JSON.stringify(last.event) === JSON.stringify(event))
    return [...entries.slice(0, -1), { ...last, atMs, times: last.times + 1 }]
  return [...entries, { atMs, times: 1, event }].slice(-limits.logEntriesMax)
}

function bounded(event: LogEvent): LogEvent {
  if (!('sentence' in event) || event.sentence.length <= limits.logSentenceCharactersMax) return event
  return { ...event, sentence: `${event.sentence.slice(0, limits.logSentenceCharactersMax)}…` }
}
