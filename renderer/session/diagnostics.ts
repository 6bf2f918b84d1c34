// What somebody sends who asks for help: versions, sizes, states and the log, in English, since whoever helps reads it. No
// name, no key, no link and no folder of a person is in it.

import type { HostLogEntry } from '../../electron/ipc/contract.ts'
import { limits, withoutSecrets, type KnownPrivate, type SessionState } from '../../sync-core/index.ts'
import type { LogEntry } from '../stores/log-store.ts'
import { levelOf } from '../stores/log-store.ts'
import { english } from '../strings/english.ts'
import { logWords } from './log-words.ts'

export interface DiagnosticFacts {
  readonly nowMs: number
  /** Names and values: versions, system, window. */
  readonly about: readonly (readonly [string, string])[]
  readonly session: SessionState | undefined
  readonly log: readonly LogEntry[]
  readonly hostLog: readonly HostLogEntry[]
  readonly known: KnownPrivate
}

/** At most `limits.diagnosticsCharactersMax` characters: of the logs, the newest lines that fit. */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const { nowMs, about, session, log, hostLog, known } = facts
  const head = [
    ['Time', new Date(nowMs).toISOString()] as const,
    ...about,
    ...(session === undefined ? [['Session', 'none'] as const] : sessionLines(session)),
  ].map(([name, value]) => `${name}: ${value}`)
  const lines = [
    ...log.map(({ atMs, times, event }) => ({
      atMs,
      text: `window ${levelOf(event)}: ${logWords(event, english)}${times > 1 ? ` (${times} times)` : ''}`,
    })),
    ...hostLog.map(({ atMs, level, sentence }) => ({ atMs, text: `main ${level}: ${sentence}` })),
  ]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `${new Date(atMs).toISOString()} ${withoutSecrets(text, known)}`)
  const shownHead = withoutSecrets(head.join('\n'), known)
  const kept: string[] = []
  let left = limits.diagnosticsCharactersMax - shownHead.length - '\n\nLog\n'.length
  for (const line of [...lines].reverse()) {
    left -= line.length + 1
    if (left < 0) break
    kept.push(line)
  }
  return `${shownHead}\n\nLog\n${kept.reverse().join('\n')}`.slice(0, limits.diagnosticsCharactersMax)
}

function sessionLines(state: SessionState): readonly (readonly [string, string])[] {
  const { connection, picture, you, layers, seq, horizon, durableSeq, saved, uploaded, sync, healed } = state
  return [
    ['Connection', connection.kind],
    ['Role', you?.role ?? 'not known'],
    [
      'Picture',
      picture === undefined
        ? 'none yet'
        : `${picture.size.width} x ${picture.size.height} px, ${layers.length} layers`,
    ],
    ['Update', `${seq}, undo from ${horizon}, durable ${durableSeq}, unacknowledged ${state.unacknowledged}`],
    ['Saved', saved.kind === 'unknown' ? 'unknown' : `${saved.kind} at ${saved.seq}`],
    ['Uploaded', uploaded === undefined ? 'no bucket' : `${uploaded.state} at ${uploaded.seq}`],
    ['Sync', sync.kind === 'unknown' ? 'unknown' : `${sync.kind} at ${sync.seq}`],
    ['Healed', `${healed.count} times, ${healed.tiles} tiles`],
    ['Writable', state.health.writable ? 'yes' : 'no'],
    ['People', `${state.roster.filter(({ present }) => present).length} of ${state.roster.length}`],
  ]
}
