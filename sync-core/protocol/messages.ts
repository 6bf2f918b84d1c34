// Every message between a client and a host, in the one place that gives types, codec and dump (schema.ts).
//
//   client                                   host
//     hello ─────────────────────────────────▶   (or ◀── refusal, then the connection ends)
//     ◀───────────────────────── waiting, …       while somebody has to let this client in
//     ◀───────────────────────────────── welcome
//     ◀──────────── carried, updates h+1..n       what a base at horizon h lacks (when resuming: updates after resume.seq)
//     ◀──────────── tiles, tiles, … last          the base itself, in view first; live updates come in between
//     updates, presence, stance, say, moderate, password ▶
//     ◀──────────── updates, presence, stances, chat, said, durable, saved, uploaded, health, stamp, roster, rules, moderated, askers
//     inspect ───────────────────────────────▶   from a client whose hash is not the stamp's
//     ◀──────────── inspection, … last            the hashes of the host's base
//     want ──────────────────────────────────▶   the tiles that differ
//     ◀──────────── tiles, … last                 of that same base
//     bye ───────────────────────────────────▶ or ◀── bye
//
// A kind's number is its place in the union, so new kinds are added at the end. `hello` and `refusal` keep their first
// fields for ever: they are what two different versions need to understand of each other.

import {
  blob,
  bool,
  decodeWhole,
  encodeWhole,
  fixed,
  int,
  list,
  oneOf,
  optional,
  struct,
  text,
  u8,
  uint,
  union,
  type Schema,
  type TypeOf,
} from '../base/schema.ts'
import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { indexSetBytesMax } from '../raster/index-set-codec.ts'
import { decodeOperation, dumpOperation } from '../raster/operation-codec.ts'
import { planeTiles } from '../raster/plane.ts'
import { layerId } from '../raster/structure.ts'
import { chatText } from './chat-text.ts'
import { invitedRoles, roles } from './roles.ts'

/** Another major version is refused with a sentence; a higher minor only adds kinds that the other side need not send. */
export const protocolVersion = { major: 4, minor: 0 } as const

/** "GSSO": tells a Gesso hello from any other bytes. */
export const helloMagic = Uint8Array.of(0x47, 0x53, 0x53, 0x4f)

const seq = uint(Number.MAX_SAFE_INTEGER)
const clientSeq = uint(0xffffffff)
const author = uint(limits.participantsMax)
const operation: Schema<Uint8Array> = { ...blob(limits.operationBytesMax), dump: describeOperation }
const position = int(limits.samplePositionMin, limits.samplePositionMax)
const name = text(limits.nameBytesMax)
const color = uint(0xffffff)
const sentence = text(limits.sentenceBytesMax)
const hash = fixed(8)
/** A laser's trail is where it was while it was down: shown for a moment, kept nowhere. */
const cursorTool = oneOf(['paint', 'erase', 'pan', 'laser'])

const tileIndex = uint(planeTiles - 1)
/** encodeStructure's bytes. */
const structure = blob(limits.structureBytesMax)

const stamp = struct({ seq, hash })

/** A rectangle of the plane in px. */
const viewRect = struct({
  x: uint(limits.pictureSidePxMax),
  y: uint(limits.pictureSidePxMax),
  width: uint(limits.pictureSidePxMax),
  height: uint(limits.pictureSidePxMax),
})

/** What somebody is at. Seldom told, and only the newest counts. */
const stance = {
  /** The layer in hand; it need not be there any more. */
  layer: optional(layerId),
  /** The part in view, for those who follow. */
  view: optional(viewRect),
  /** Whose view this person follows. */
  follows: optional(author),
  hand: bool,
}

/** A link to a place of the picture: 1/16 px of the plane, and how large it was shown, in thousandths. */
const chatPlace = struct({ x: position, y: position, scale: optional(uint(limits.chatScaleMax)) })
/** Who says it, besides their author number: the window by a number drawn at random, which counts its lines from 1 on. */
const chatLine = {
  window: uint(0xffffffff),
  line: uint(0xffffffff),
  text: chatText,
  place: optional(chatPlace),
}

const ownUpdate = struct({ clientSeq, operation })
const orderedUpdate = struct({ author, clientSeq, operation })
const numberedUpdate = struct({ seq, author, clientSeq, operation })

/** What somebody who keeps order does; `of` is the author it is done to. */
const deed = union({
  /** From now on, also after coming back. */
  role: struct({ of: author, role: oneOf(invitedRoles) }),
  remove: struct({ of: author, ban: oneOf(['none', 'session', 'ever']) }),
  /** While it is locked only those who keep order paint. */
  canvas: struct({ locked: bool }),
  /** Whether strangers ask before they come in. */
  lobby: struct({ asks: bool }),
  /** Answers somebody who asks. */
  answer: struct({ asker: uint(0xffffffff), letIn: bool }),
})
export type Deed = TypeOf<typeof deed>

const clientMessage = union({
  hello: struct({
    magic: fixed(4),
    major: u8,
    minor: u8,
    /** The invite's secret. */
    token: blob(64),
    /** The participant's own secret: whoever has it is that participant, after any reconnect. Nobody else sees it. */
    participantKey: fixed(16),
    name,
    color,
    /** What the client has already, from an earlier connection. */
    resume: optional(struct({ epoch: uint(0xffffffff), seq, stamp: optional(stamp) })),
    /** The part in view, whose tiles should come first. */
    view: optional(viewRect),
    /** What a stranger says where the session has one. */
    password: optional(text(limits.passwordBytesMax)),
  }),
  updates: struct({ updates: list(ownUpdate, limits.updatesPerMessageMax) }),
  presence: struct({ x: position, y: position, down: bool, tool: cursorTool }),
  bye: struct({}),
  /** Asks for the hashes of the host's tiles. One at a time, at most every limits.inspectEveryMs. */
  inspect: struct({}),
  /** After an inspection, once: these tiles of it; no tiles when all are the same. Those that it does not have are left out. */
  want: struct({ tiles: list(struct({ layer: layerId, index: tileIndex }), limits.wantedTilesMax) }),
  stance: struct(stance),
  /** A line of the chat. Said again until it comes back or is among what was `said`. */
  say: struct(chatLine),
  /** Answered by a pong of the same number, outside of any order; more than a few a second are not answered. */
  ping: struct({ number: uint(0xffffffff) }),
  /** What its sender may not do is not done. */
  moderate: struct({ deed }),
  /** What strangers have to say from now on, or nothing. Only the host's is heard. */
  password: struct({ password: optional(text(limits.passwordBytesMax)) }),
})
export type ClientMessage = TypeOf<typeof clientMessage>

const hostMessage = union({
  refusal: struct({ code: text(32), sentence }),
  welcome: struct({
    major: u8,
    minor: u8,
    epoch: uint(0xffffffff),
    /** The receiver's participant number: the `author` of its updates. */
    you: author,
    role: oneOf(roles),
    pictureId: text(64),
    title: text(limits.titleBytesMax),
    /** The newest seq of the stream at this instant: live updates begin right after it. */
    seq,
    horizon: seq,
    /** The receiver's last accepted clientSeq: it goes on with the next one. */
    lastClientSeq: clientSeq,
    durableSeq: seq,
    start: union({
      /** Updates resume.seq+1..seq follow, and nothing else. */
      resume: struct({}),
      /** Carried updates, updates horizon+1..seq and the base's tiles follow. */
      snapshot: struct({
        /** The newest update when the base was taken (raster/base.ts). */
        baseSeq: seq,
        /** As it was at the horizon. */
        structure,
        /** Which tiles will come (index-set-codec.ts), for layers that have any; all others are blank. */
        layers: list(struct({ layer: layerId, present: blob(indexSetBytesMax) }), limits.layersMax),
      }),
    }),
  }),
  /** Updates at or before the horizon whose strokes were still open there. */
  carried: struct({ updates: list(numberedUpdate, limits.updatesMax) }),
  /** Numbered firstSeq, firstSeq+1, … */
  updates: struct({ firstSeq: seq, updates: list(orderedUpdate, limits.updatesMax) }),
  /**
   * Tiles of a base: all layers of one place after another, from the bottom up, in this message and its next; then the next
   * place. They belong to the welcome, or to the inspection that they were wanted of.
   */
  tiles: struct({
    tiles: list(
      struct({ layer: layerId, index: tileIndex, bytes: blob(limits.tileBytesMax) }),
      limits.tilesPerMessageMax,
    ),
    last: bool,
  }),
  presence: struct({
    people: list(
      struct({ author, x: position, y: position, down: bool, tool: cursorTool }),
      limits.clientsMax,
    ),
  }),
  /** Everything up to seq is on the host's disk, fsynced. Also the heartbeat. */
  durable: struct({ seq }),
  /** State of the written snapshot: it holds everything up to seq; `sinceMs` is when that was stored. */
  saved: struct({
    seq,
    state: oneOf(['saved', 'saving', 'failed']),
    sinceMs: uint(Number.MAX_SAFE_INTEGER),
    /** Why it failed, or empty. */
    sentence,
  }),
  /** Whether the host takes updates; when not, the sentence says why. */
  health: struct({ writable: bool, sentence }),
  /** The host's picture hash at seq. */
  stamp,
  roster: struct({
    people: list(struct({ author, name, color, role: oneOf(roles), present: bool }), limits.rosterMax),
  }),
  bye: struct({ sentence }),
  /** A part of what was inspected: the base at `horizon`, which with the updates up to `seq` is the picture. */
  inspection: struct({
    horizon: seq,
    seq,
    structure,
    /** XXH64 of each tile's pixels, high byte first. */
    tiles: list(struct({ layer: layerId, index: tileIndex, hash }), limits.inspectedTilesPerMessageMax),
    last: bool,
  }),
  /** Only where pictures are kept in a bucket: it has everything up to seq (see UploadedState). */
  uploaded: struct({
    seq,
    state: oneOf(['uploaded', 'waiting']),
    sinceMs: uint(Number.MAX_SAFE_INTEGER),
    /** Why it waits, or empty. */
    sentence,
  }),
  stances: struct({ people: list(struct({ author, ...stance }), limits.clientsMax) }),
  /** Lines of the chat in the host's order, each with its number in this hosting. */
  chat: struct({
    lines: list(
      struct({ number: seq, author, timeMs: uint(Number.MAX_SAFE_INTEGER), ...chatLine }),
      limits.chatKept,
    ),
  }),
  /** To a window that says lines again or too fast: the host has them up to this one, and what follows is to be said again. */
  said: struct({ window: uint(0xffffffff), line: uint(0xffffffff) }),
  pong: struct({ number: uint(0xffffffff) }),
  rules: struct({ canvasLocked: bool, asksFirst: bool, hasPassword: bool }),
  /** Somebody kept order; everybody is told. */
  moderated: struct({ by: author, deed }),
  /** In place of a welcome, again and again: somebody has to let this client in. */
  waiting: struct({}),
  /** To those who keep order: who asks to come in, the first one first. */
  askers: struct({ people: list(struct({ number: uint(0xffffffff), name, color }), limits.lobbyMax) }),
})
export type HostMessage = TypeOf<typeof hostMessage>

export type HostMessageOf<K extends HostMessage['kind']> = Extract<HostMessage, { kind: K }>
export type ClientMessageOf<K extends ClientMessage['kind']> = Extract<ClientMessage, { kind: K }>

export function encodeClientMessage(message: ClientMessage): Uint8Array {
  return encodeWhole(clientMessage, message)
}

/** Throws ProtocolError('malformed'). Byte strings inside are views into `bytes`. */
export function decodeClientMessage(bytes: Uint8Array): ClientMessage {
  return decodeWhole(clientMessage, bytes)
}

export function encodeHostMessage(message: HostMessage): Uint8Array {
  return encodeWhole(hostMessage, message)
}

/** Throws ProtocolError('malformed'). Byte strings inside are views into `bytes`. */
export function decodeHostMessage(bytes: Uint8Array): HostMessage {
  return decodeWhole(hostMessage, bytes)
}

/** A line for logs and people: kind and fields, long bytes abbreviated. A hello's has secrets: never show it. */
export function dumpClientMessage(message: ClientMessage): string {
  return clientMessage.dump(message)
}

export function dumpHostMessage(message: HostMessage): string {
  return hostMessage.dump(message)
}

/** An operation travels as bytes that only its receiver reads; a dump says what they mean. */
function describeOperation(bytes: Uint8Array): string {
  try {
    return `(${dumpOperation(decodeOperation(bytes))})`
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return `(no operation: ${error.message})`
  }
}
