import { StorageError } from '../base/errors.ts'
import type { Connection, ConnectionHandler } from '../protocol/connection.ts'
import { decodeHostMessage, encodeHostMessage, type HostMessage } from '../protocol/messages.ts'
import { instead } from './instead.ts'
import type { Mistake } from './simulated-session.ts'

type Updates = Extract<HostMessage, { kind: 'updates' }>
type Chat = Extract<HostMessage, { kind: 'chat' }>

/** Mistakes of a host or a client, put in on purpose: each must be found by the check that is meant for it. */
export const mistakes = {
  /** Everyone but the first connection misses an update. */
  dropsAnUpdate: () =>
    changesUpdates(20, (message) => ({ ...message, updates: message.updates.slice(0, -1) })),
  repeatsAnUpdate: () =>
    changesUpdates(20, (message) => ({ ...message, updates: [...message.updates, message.updates.at(-1)!] })),
  /** One connection is told two authors the wrong way round. */
  swapsAuthors: () =>
    changesUpdates(20, (message) => {
      const [first, ...others] = message.updates
      return { ...message, updates: [{ ...first!, author: first!.author + 1 }, ...others] }
    }),
  changesAnOperation: () =>
    changesUpdates(20, (message) => {
      const [first, ...others] = message.updates
      return { ...message, updates: [{ ...first!, operation: Uint8Array.of(3) }, ...others] }
    }),
  /** Everyone but the first connection misses lines of the chat. */
  dropsALine: () => changesChat((message, count) => (count % 3 === 2 ? undefined : message)),
  /** Everyone but the first connection is told the lines with other numbers of their windows. */
  renumbersLines: () =>
    changesChat((message) => ({
      ...message,
      lines: message.lines.map((said) => ({ ...said, line: said.line + 1 })),
    })),
  /** Nobody but the first connection is told what people are at. */
  forgetsStances: () => drops('stances'),
  /** Nobody but the first connection is told what is said. */
  forgetsLines: () => drops('chat'),
  /** A client shows each line a second time, as if it were another. */
  showsLinesTwice: () =>
    changesHeardChat(({ lines }) => [
      ...lines,
      ...lines.map((said) => ({ ...said, line: 1_000_000 + said.line })),
    ]),
  /** A client shows the newest of several lines first. */
  turnsLinesRound: () => changesHeardChat(({ lines }) => [...lines].reverse()),
  /** What a power cut would lose is called durable. */
  callsUnsyncedDurable: (): Mistake => ({
    journalFiles: (files) => instead(files, { sync: () => Promise.resolve() }),
  }),
  /** Updates are shown before they are written. */
  showsUnwritten: (): Mistake => ({
    journalFiles: (files) => {
      let held: (() => Promise<void>)[] = []
      const writeHeld = async (): Promise<void> => {
        const due = held
        held = []
        for (const write of due) await write()
      }
      return instead(files, {
        write: (file, place, bytes) => {
          const copy = bytes.slice()
          held.push(() => files.write(file, place, copy))
          return Promise.resolve()
        },
        sync: async (file) => {
          await writeHeld()
          await files.sync(file)
        },
        readAt: async (file, place, length) => {
          await writeHeld()
          return files.readAt(file, place, length)
        },
      })
    },
  }),
  /** Tiles are said to be stored, and are not. */
  storesNoTiles: (): Mistake => ({
    hostOptions: (options) => {
      const { claim } = options
      const save: typeof claim.save = async (snapshot) => {
        for await (const tile of snapshot.changed) void tile
        return claim.save({ ...snapshot, changed: nothing() })
      }
      return { ...options, claim: instead(claim, { save }) }
    },
  }),
  /** What was folded into the base since the last save is missing in the history. */
  forgetsHistory: (): Mistake => ({
    hostOptions: (options) => {
      const { claim } = options
      const save: typeof claim.save = (snapshot) =>
        claim.save({
          ...snapshot,
          updates: (fromSeq) => snapshot.updates(Math.max(fromSeq, snapshot.horizon + 1)),
        })
      return { ...options, claim: instead(claim, { save }) }
    },
  }),
  neverSaves: (): Mistake => ({
    hostOptions: (options) => {
      const save: typeof options.claim.save = () =>
        Promise.reject(new StorageError('unavailable', 'Put in on purpose.', true))
      return {
        ...options,
        claim: instead(options.claim, { save }),
      }
    },
  }),
  /** The scheduler hears of nothing that became durable. */
  tellsNoWrites: (): Mistake => ({
    hostOptions: (options) => ({
      ...options,
      scheduling: instead(options.scheduling, { wrote: () => undefined }),
    }),
  }),
  /** The last one's leave is no reason to write. */
  waitsForNobody: (): Mistake => ({
    hostOptions: (options) => ({
      ...options,
      scheduling: instead(options.scheduling, { persistNow: () => Promise.resolve() }),
    }),
  }),
  /** Slots are said to be in the bucket, and are not. */
  copiesNothing: (): Mistake => ({
    hostOptions: (options) => {
      const { claim } = options
      const slots = claim.slots && { ...claim.slots, create: () => Promise.resolve() }
      return { ...options, claim: instead(claim, { slots }) }
    },
  }),
  /** A client is given a blank tile for a painted one. */
  skipsATile: (): Mistake => ({
    clientHandler: (handler) =>
      changingMessages(handler, (message) => {
        if (message.kind !== 'tiles' || message.tiles.length === 0) return message
        const [first] = message.tiles
        return { ...message, tiles: message.tiles.map((tile) => ({ ...tile, bytes: first!.bytes })) }
      }),
  }),
}

/** Changes one message of updates on each connection but the first, after `after` messages. */
function changesUpdates(after: number, change: (message: Updates) => Updates): Mistake {
  let connections = 0
  return {
    hostConnection(connection) {
      let left = ++connections === 1 ? Infinity : after
      return {
        ...bound(connection),
        send(bytes) {
          const message = decodeHostMessage(bytes)
          const isChanged = message.kind === 'updates' && --left === 0
          connection.send(isChanged ? encodeHostMessage(change(message)) : bytes)
        },
      }
    },
  }
}

/** One kind of message never comes, but on the first connection. */
function drops(kind: HostMessage['kind']): Mistake {
  let connections = 0
  return {
    hostConnection(connection) {
      const isFirst = ++connections === 1
      return {
        ...bound(connection),
        send(bytes) {
          if (isFirst || decodeHostMessage(bytes).kind !== kind) connection.send(bytes)
        },
      }
    },
  }
}

/** Changes messages of the chat on each connection but the first. */
function changesChat(change: (message: Chat, count: number) => Chat | undefined): Mistake {
  let connections = 0
  return {
    hostConnection(connection) {
      const isFirst = ++connections === 1
      let count = 0
      return {
        ...bound(connection),
        send(bytes) {
          const message = decodeHostMessage(bytes)
          if (isFirst || message.kind !== 'chat') return connection.send(bytes)
          const changed = change(message, ++count)
          if (changed !== undefined) connection.send(encodeHostMessage(changed))
        },
      }
    },
  }
}

/** Changes what each client hears of the chat. */
function changesHeardChat(change: (message: Chat) => Chat['lines']): Mistake {
  return {
    clientHandler: (handler) =>
      changingMessages(handler, (message) =>
        message.kind === 'chat' ? { ...message, lines: change(message) } : message,
      ),
  }
}

function changingMessages<H extends ConnectionHandler>(
  handler: H,
  change: (message: HostMessage) => HostMessage,
): H {
  const onMessage = (bytes: Uint8Array): void =>
    handler.onMessage(encodeHostMessage(change(decodeHostMessage(bytes))))
  return instead<ConnectionHandler>(handler, { onMessage }) as H
}

function bound(connection: Connection): Connection {
  return {
    send: (message) => connection.send(message),
    bufferedBytes: () => connection.bufferedBytes(),
    close: () => connection.close(),
  }
}

async function* nothing(): AsyncGenerator<never> {}
