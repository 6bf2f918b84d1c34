// The server's part of `limits`, which has them all: read them there.
export const serverLimits = {
  /** Sockets and page requests open at once: every client's, with six fetches of a loading browser for some of them. */
  connectionsMax: 600,
  /**
   * From one address, of those: a class of forty behind one router, each with a browser's seven, and two thirds of all places. Leaving
   * and coming again it may be as fast as a class whose network blinked.
   */
  addressConnectionsMax: 400,
  addressConnectionsPerSecond: 20,
  /** New ones from everywhere: a handshake takes the host about a millisecond, and so a tenth of its time at the most. */
  newConnectionsPerSecond: 100,
  newConnectionsBurst: 600,
  /** Addresses that are remembered without a connection, and how long at least. */
  callersKept: 1000,
  callerForgottenMs: 60_000,
  /** Of a headless host's admin port: a person or two, and what collects metrics. */
  adminConnectionsMax: 32,
  adminPasswordCharactersMin: 12,
  /** A person who mistypes is slower. */
  wrongPasswordsPerSecond: 0.2,
  wrongPasswordsBurst: 10,
  /** A request's head is a few hundred bytes; twenty times that is somebody else's. */
  requestHeadBytesMax: 8 * 1024,
  /** A request's head arrives within this, or its connection is dropped. */
  requestHeadWithinMs: 10_000,
  /** A socket is asked for a sign of life this often, and is dropped when nothing moved for `socketSilenceMs`: slow is not dead. */
  socketPingMs: 5_000,
  socketSilenceMs: 30_000,
  /** Hosts that connect to a relay at once, and have not told its word yet. */
  relayStrangersMax: 64,
  /** What a relay takes for a guest or a host before that one read it: a tenth of a second at 20 Mbit/s. */
  relayWindowBytes: 256 * 1024,
  /** Of one host's connection to a relay: fifty guests that do not read leave room for the others. */
  relayConnectionWindowBytes: 16 * 1024 * 1024,
  /** What a connection to a relay may hold of streams that wait, for each of the two (MiB). */
  relayMemoryMax: 128,
  /** A relay that is away is dialed this often, and after many times this often. */
  relayRetryMs: 1_000,
  relayRetryMsMax: 30_000,
  /** A relay's log says this often how many it carries. */
  relayCountedMs: 5 * 60_000,
  /** A router's door stays open so long, and is renewed in the middle: an hour after a crash nothing is left. */
  routerLeaseSeconds: 3600,
  /** Routers are in the same house. */
  routerAnswersWithinMs: 3_000,
  /** A router describes itself in some kilobytes. */
  routerAnswerBytesMax: 256 * 1024,
  /** A host looks this often whether it has other addresses now. */
  ownAddressesLookMs: 5_000,
  /** A host answers itself within this. */
  ownAnswerWithinMs: 5_000,
  /** What was handed over before a socket is closed is taken by the peer within this; then the socket is cut. */
  socketCloseWithinMs: 1_000,
} as const
