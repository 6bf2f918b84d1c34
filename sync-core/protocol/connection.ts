// The network as a port. A connection carries whole binary messages in order, until it ends; there is no half-open state.

/** One end of a connection, as the owner uses it. */
export interface Connection {
  /** Hands a message over; after the end it is dropped silently. */
  send(message: Uint8Array): void
  /** Bytes handed over that the network has not taken yet. */
  bufferedBytes(): number
  /** The peer was let in: its messages may have their full size. Until then a network takes `limits.helloBytesMax` of it. */
  letIn?(): void
  /** Sends what was handed over, then ends the connection. Idempotent; `onClose` follows. */
  close(): void
}

/** What a connection tells its owner. Nothing comes after `onClose`, which comes exactly once. */
export interface ConnectionHandler {
  onMessage(message: Uint8Array): void
  /** bufferedBytes went down: more may be sent. */
  onDrain(): void
  onClose(): void
}

/** Opens connections from a client to its host. `onOpen` or `onClose` follows, never synchronously. */
export interface Dialer {
  dial(handler: ConnectionHandler & { onOpen(): void }): Connection
}
