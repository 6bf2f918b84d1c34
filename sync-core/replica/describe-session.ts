import { isRecord } from '../base/is-record.ts'
import type { Limits } from '../base/limits.ts'
import type { ConnectionLoop } from './connection-loop.ts'
import type { Replica } from './replica.ts'
import { mayModerate, mayPaint } from '../protocol/roles.ts'
import type { HostMessageOf } from '../protocol/messages.ts'
import type { SavedState } from '../protocol/saved-state.ts'
import type { UploadedState } from '../protocol/uploaded-state.ts'
import type { Structure } from '../raster/structure.ts'
import {
  sessionBeforeWelcome,
  type ConnectionState,
  type RosterPerson,
  type SessionState,
  type SyncState,
  type ToldDeed,
} from './session-state.ts'

/** What the host said about the session, besides the picture. */
export interface SessionFacts {
  readonly picture?: Omit<NonNullable<SessionState['picture']>, 'size'>
  readonly you?: NonNullable<SessionState['you']>
  readonly durableSeq: number
  readonly saved: SavedState
  readonly uploaded: UploadedState | undefined
  readonly sync: SyncState
  readonly health: SessionState['health']
  readonly isCanvasLocked: boolean
  readonly asksFirst: boolean
  readonly hasPassword: boolean
  readonly askers: SessionState['askers']
  readonly deeds: readonly ToldDeed[]
  readonly roster: readonly RosterPerson[]
}

/** What the state of a session is made of. */
export interface SessionParts {
  readonly facts: SessionFacts
  readonly loop: ConnectionLoop
  readonly replica: Replica
  readonly limits: Limits
  /** Whether the host let this client in on the present connection. */
  readonly greeting: 'greeting' | 'waiting' | 'welcomed'
}

export const unknownFacts: SessionFacts = {
  durableSeq: 0,
  saved: { kind: 'unknown' },
  uploaded: undefined,
  sync: { kind: 'unknown' },
  health: { writable: true, sentence: '' },
  isCanvasLocked: false,
  asksFirst: false,
  hasPassword: false,
  askers: [],
  deeds: [],
  roster: [],
}

/** With what the host said of a copy that it keeps. */
export function withKept(facts: SessionFacts, message: HostMessageOf<'saved' | 'uploaded'>): SessionFacts {
  const { seq, sinceMs, sentence } = message
  if (message.kind === 'saved') return { ...facts, saved: { kind: message.state, seq, sinceMs, sentence } }
  return { ...facts, uploaded: { state: message.state, seq, sinceMs, sentence } }
}

/** Why nothing can be drawn right now, or undefined. */
export function drawingRefusal(parts: SessionParts): string | undefined {
  return sessionRefusal(parts) ?? roleRefusal(parts)
}

/** Why this person may not draw, whatever is the matter with the session. */
export function roleRefusal({ facts: { you, isCanvasLocked } }: SessionParts): string | undefined {
  if (you === undefined) return undefined
  if (!mayPaint(you.role)) return 'You are here to watch. Whoever hosts can let you paint.'
  if (isCanvasLocked && !mayModerate(you.role)) return 'The canvas is locked. Whoever hosts can unlock it.'
  return undefined
}

/** Why nobody in this window could draw. */
function sessionRefusal({ facts, loop, replica, limits }: SessionParts): string | undefined {
  if (loop.state.kind === 'ended') return loop.state.sentence
  if (facts.picture === undefined) return 'The picture is not here yet.'
  if (!facts.health.writable) return facts.health.sentence
  if (replica.own.unacknowledged >= limits.unsentUpdatesMax) {
    return `${replica.own.unacknowledged} of your updates wait for the host. You can draw on as soon as it takes them.`
  }
  return undefined
}

/** The session in plain data, for the window. */
export function describeSession(parts: SessionParts): SessionState {
  const { facts, replica } = parts
  const refusal = sessionRefusal(parts)
  const timeline = replica.confirmed?.timeline
  const structure = replica.shown?.structure
  const { sending } = replica
  const { undoTarget: undoes, redoTarget: redoes } = replica.undoing
  const { filter } = replica.history.view
  const canChange = drawingRefusal(parts) === undefined && !replica.isDrawing
  return {
    connection: describeConnection(parts),
    ...(facts.picture !== undefined && structure !== undefined && describePicture(facts.picture, structure)),
    layers: structure?.layers ?? sessionBeforeWelcome.layers,
    palette: structure?.palette ?? sessionBeforeWelcome.palette,
    ...(facts.you === undefined ? {} : { you: facts.you }),
    seq: timeline?.seq ?? 0,
    horizon: timeline?.horizon ?? 0,
    durableSeq: facts.durableSeq,
    saved: facts.saved,
    ...(facts.uploaded !== undefined && { uploaded: facts.uploaded }),
    sync: facts.sync,
    healed: replica.healed,
    ...(sending !== undefined && { sending }),
    health:
      facts.picture === undefined || refusal === undefined
        ? facts.health
        : { writable: false, sentence: refusal },
    isCanvasLocked: facts.isCanvasLocked,
    asksFirst: facts.asksFirst,
    hasPassword: facts.hasPassword,
    askers: facts.askers,
    deeds: facts.deeds,
    unacknowledged: replica.own.unacknowledged,
    turnedDown: replica.own.turnedDown,
    roster: facts.roster,
    canUndo: canChange && undoes !== undefined,
    canRedo: canChange && redoes !== undefined,
    ...(canChange && undoes !== undefined && { undoes }),
    ...(canChange && redoes !== undefined && { redoes }),
    ...(filter.kind !== 'all' && { workShown: filter }),
  }
}

function describePicture(
  picture: NonNullable<SessionFacts['picture']>,
  { frame }: Structure,
): Pick<SessionState, 'picture' | 'frame'> {
  return { picture: { ...picture, size: { width: frame.width, height: frame.height } }, frame }
}

function describeConnection({ facts, loop, replica, greeting }: SessionParts): ConnectionState {
  const { state, trouble } = loop
  if (state.kind === 'ended') return { kind: 'ended', code: state.code, sentence: state.sentence }
  if (state.kind === 'connected' && greeting === 'welcomed') {
    const arrival = replica.confirmed?.catchingUp
    return arrival === undefined ? { kind: 'connected' } : { kind: 'catching-up', ...arrival }
  }
  if (state.kind === 'connected' && greeting === 'waiting') return { kind: 'waiting' }
  if (trouble.attempt === 0 && facts.picture === undefined) return { kind: 'connecting' }
  return { kind: 'reconnecting', attempt: Math.max(1, trouble.attempt), nextTryMs: trouble.nextTryMs }
}

/** Whether two states show the same; lists are the same only as the same object. */
export function isSameState(a: SessionState, b: SessionState): boolean {
  return isSamePart(a, b)
}

function isSamePart(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (!isRecord(a) || !isRecord(b)) return false
  const left = Object.entries(a)
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => key in b && isSamePart(value, b[key]))
  )
}
