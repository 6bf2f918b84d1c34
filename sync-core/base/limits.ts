import { schedulerLimits } from './scheduler-limits.ts'
import { serverLimits } from './server-limits.ts'

// Every number that bounds something, with its reason. Bytes, counts and milliseconds say so in their names.
export const limits = {
  // Picture ------------------------------------------------------------------------------------------------------
  /** A side of a picture: 16384 px covers a large print at 300 dpi, and tile coordinates stay in one byte each. */
  pictureSidePxMax: 16384,
  pictureSidePxMin: 16,
  /** Title and names are shown in one line. */
  titleBytesMax: 200,
  nameBytesMax: 64,

  /** Layers of a picture: more than anybody oversees, and a structure stays one small message. */
  layersMax: 200,
  /** Colours of the shared palette: more than anybody looks through, and the largest that other programs' palettes usually are. */
  paletteColorsMax: 256,
  /** Tiles of all layers together: 2 GiB of pixels. A painter is told before; every window must hold them. */
  pictureTilesMax: 65_536,

  // Stroke -------------------------------------------------------------------------------------------------------
  /** One update carries at most this many samples: 1 s of a 1000 Hz tablet; 33 ms segments hold 4 to 8. */
  samplesPerUpdateMax: 1024,
  /** A stroke longer than this is split by its author: it bounds what one undo replays. 16 minutes at 60 Hz. */
  samplesPerStrokeMax: 60_000,
  /** Sample positions in 1/16 px: one picture width outside on every side, so sums stay far inside 32 bits. */
  samplePositionMin: -16384 * 16,
  samplePositionMax: 2 * 16384 * 16,

  /** Diameter of a brush in 1/16 px: half a px to 1024 px; squared distances of the largest still fit 32 bits. */
  brushSizeMin: 8,
  brushSizeMax: 16384,
  /** Pens report 10 to 13 bits of pressure; below 10 steps become visible on large soft brushes. */
  pressureMax: 1023,
  /** Degrees, as browsers report them: upright to lying flat. */
  tiltMax: 90,
  /** Steps of a pen's speed: as fine as the curves of a brush. */
  speedMax: 255,
  /** A taper is held back until the stroke's end is known, and painted again for each segment: about a screen's width. */
  brushTaperPxMax: 1024,
  /** Dabs between two samples: keeps a hostile zigzag across the picture from costing minutes. 8192 px at one a px. */
  dabsPerSegmentMax: 8192,
  /**
   * Pixels that the dabs of a stroke may visit before they get sparser, and what each sample adds: 32 of the largest dabs and
   * one more a sample. A broad brush at 30 samples a second spends less, and an update of 1024 samples ends within seconds.
   */
  strokeCreditPx: 2 ** 25,
  sampleCreditPx: 2 ** 20,
  /**
   * Pixels that the dabs may visit which tapers hold back, for they are painted anew whenever somebody looks. The longest tapers
   * at the closest spacing take half of it with brushes of every size.
   */
  heldDabsPxMax: 2 ** 28,
  /** What a small dab counts there, by its memory: 16 384 of them are 4 MB; one for each quarter px of both tapers are 8192. */
  heldDabPxMin: 2 ** 14,
  /** Tiles that one stroke paints, 128 MiB of coverage: all of a picture of 8192² px; the rest of a wilder one is left out. */
  strokeTilesMax: 16_384,
  /** The same for strokes whose dabs differ in colour, which take five times as much memory: 4096² px. */
  coloredStrokeTilesMax: 4096,
  /** Tiles in one update of a patch or a selection: small ones travel together, large ones alone. */
  partsPerUpdateMax: 512,
  /** Encoded bytes of one patch, and of one selection: an image of about 2000 × 2000 px; a selection of long edges. */
  patchBytesMax: 16 * 1024 * 1024,
  selectionBytesMax: 512 * 1024,
  /**
   * A part of a patch counts as at least so many of its bytes: decoding and laying on cost the same for an even tile of two
   * bytes. A fill of the whole plane, 65 536 tiles, leaves a quarter of the patch for tiles that are filled in part.
   */
  patchPartBytesMin: 192,
  /** Masks of ended strokes kept so that undo need not paint them again: about 8000 touched tiles. */
  strokeMaskBytesMax: 64 * 1024 * 1024,

  // Timeline -----------------------------------------------------------------------------------------------------
  /**
   * The horizon moves when more than `pendingUpdatesMax` updates could be undone, and then leaves `pendingUpdatesKept`:
   * small steps, for every window folds them between two frames. A joiner replays what is kept.
   */
  pendingUpdatesMax: 6_000,
  pendingUpdatesKept: 5_800,
  /** The same rule in bytes of encoded operations: what a joiner is sent on top of the base. */
  pendingBytesMax: 4 * 1024 * 1024,
  pendingBytesKept: 4 * 1024 * 1024 - 64 * 1024,
  /** Everyone who is here can undo so many actions, whatever the others do … */
  undoActionsKept: 100,
  /**
   * … unless more than this would have to be replayed by a joiner: about a second. A hundred strokes are some 1300 updates, so
   * it is enough for more than twenty people who all draw at once.
   */
  pendingUpdatesHardMax: 30_000,
  pendingBytesHardMax: 32 * 1024 * 1024,
  /** The rule is looked at every so many updates. */
  horizonEverySeqs: 50,
  /** Host and clients hash the picture at every multiple of this seq (14 % of painting time at 100, see ARCHITECTURE.md). */
  stampEverySeqs: 100,

  // Memory -------------------------------------------------------------------------------------------------------
  /** Pixels of a picture that nobody holds any more are looked for after this much was taken anew: 512 tiles, a few strokes. */
  sweepBytesMin: 16 * 1024 * 1024,
  /** Memory of a picture grows by at least this, so that its views are not made anew all the time … */
  memoryGrowBytesMin: 1024 * 1024,
  /** … by half of what it is, and by at most this: on some systems memory counts as taken before anything is written to it. */
  memoryGrowBytesMax: 64 * 1024 * 1024,

  /** A picture that takes so much of the 4 GiB that there are is not painted on: what is open and undo need the rest. */
  pictureMemoryBytesFull: 3.5 * 1024 * 1024 * 1024,

  // Wire ---------------------------------------------------------------------------------------------------------
  /** A message from someone who was not let in yet. */
  helloBytesMax: 4096,
  /** A message from a client: many updates of a pen, or seven of the largest parts of an image. */
  clientMessageBytesMax: 256 * 1024,
  updatesPerMessageMax: 64,
  /** One encoded operation: the pixels of one tile that can't be compressed, and a little more for its head. */
  operationBytesMax: 34 * 1024,
  /** Updates in one message of the host. */
  updatesMax: 2048,
  /** One sentence for a person. */
  sentenceBytesMax: 500,
  /** An encoded structure: 200 layers with names of 64 bytes are 15 214, and 256 colours 1026. */
  structureBytesMax: 16 * 1024,
  /** An encoded tile: its 32 KiB stored raw, and a little more for its header. */
  tileBytesMax: 33 * 1024,
  tilesPerMessageMax: 1024,
  /** Tile hashes in one part of an inspection: in the primary, hashing so many takes some 30 ms. */
  inspectedTilesPerMessageMax: 1024,
  /** Tiles that a client may want of one inspection: more than can go astray at once; past it, a join is as good. */
  wantedTilesMax: 16_384,
  /** People listed at once: all who are here, then those who were here last. */
  rosterMax: 1000,
  /** A message from the host; a snapshot part is the largest. */
  hostMessageBytesMax: 4 * 1024 * 1024,
  /** A frame of updates is closed past this many bytes of operations: well inside every message and journal record. */
  frameBytes: 256 * 1024,
  /** Tiles of a snapshot are sent in parts of about this size, so that live updates get between them. */
  snapshotPartBytes: 128 * 1024,
  /** Encoded tiles that the primary keeps for whoever asks next: a painted picture of 4096 × 4096 px. */
  encodedTileBytesKept: 64 * 1024 * 1024,
  /** Updates are gathered at most this long before they are sent together; when idle they go at once. */
  tickMs: 8,
  /** A client says hello within this, or is dropped. */
  helloWithinMs: 10_000,
  /** The host says something at least this often; a client that hears nothing for `silenceMs` reconnects. */
  heartbeatMs: 3_000,
  silenceMs: 12_000,
  /** Token bucket of a client: 600 updates a second sustained (a pen sends 30), bursts for the resend after a reconnect. */
  updatesPerSecond: 600,
  updatesBurst: 6_000,
  /** Presence a client may send; the host forwards at most one a participant each tick. */
  presencePerSecond: 60,
  clientsMax: 200,
  participantsMax: 65_000,

  // People together ----------------------------------------------------------------------------------------------
  /** What somebody is at (layer, view, raised hand) changes seldom; four times a second a view that is followed glides well. */
  stancePerSecond: 4,
  stanceTickMs: 250,
  /** More than a window says, held up by a network for a minute and then delivered at once. */
  stanceBurst: 300,
  /** A line of the chat: some sentences, not a letter. A character is at most four bytes. */
  chatCharactersMax: 500,
  chatBytesMax: 2000,
  /** Lines that the host remembers, and a window shows: an evening's talk, and at most 0.4 MB for a joiner. */
  chatKept: 200,
  /** What a window says of its own accord: nobody types faster for long. The host takes twice as much. */
  chatPerSecond: 2,
  chatBurst: 5,
  /** A window whose line was not taken waits so long before it says it again. */
  chatAgainMs: 1_000,
  /** More than an honest window sends, whatever the network does: ten times its rate, and all that can wait several times over. */
  chatFloodPerSecond: 20,
  chatFloodBurst: 200,
  /** Own lines that wait for a host that is away; past it nothing more can be said, with a sentence. */
  chatWaitingMax: 50,
  /** The largest scale that a link to a place can ask for, in thousandths: more than any window shows. */
  chatScaleMax: 1_000_000,

  /** Presence and durability are told to everyone at most this often. */
  presenceTickMs: 33,
  durableTickMs: 50,
  /** How far the bucket is. */
  uploadedTickMs: 1_000,

  // Outbox of one client on the host -----------------------------------------------------------------------------
  /** What is handed to the socket ahead of its acknowledgement. */
  socketWindowBytes: 256 * 1024,
  /** Past this, presence is dropped for the client. */
  outboxPresenceBytes: 512 * 1024,
  /** Past this the queue is thrown away, and the client is resynchronised from a snapshot. */
  outboxBytesMax: 8 * 1024 * 1024,

  // Host ---------------------------------------------------------------------------------------------------------
  /** Updates handed to the primary in one batch, and their bytes: copying them to the thread must not stop a tick. */
  primaryBatchUpdatesMax: 256,
  primaryBatchBytes: 1024 * 1024,
  /** The primary is given no more than this ahead of what it folded in; the rest waits on the broadcast side. */
  primaryAheadUpdatesMax: 1024,
  /** Past this backlog before the primary, clients are sent away for a moment: it bounds memory, and the time to catch up. */
  primaryBehindUpdatesMax: 50_000,
  primaryBehindBytesMax: 64 * 1024 * 1024,
  /** The same for what arrived and is not in the journal yet: a disk that stands still for a second. */
  inboxBytesMax: 64 * 1024 * 1024,
  /** After so long without an update the primary stamps the last one, so that windows at rest say "in sync". */
  idleStampMs: 400,
  /** Between two parts of a save the painting thread and the disk are left to those who draw, so many times as long as a part took. */
  saveRestPerWork: 1,
  /** But no longer than this. */
  saveRestMsMax: 250,
  /** A changed picture is written no faster than this. */
  persistCadenceMs: 15_000,
  /** What is not saved for so long is shown as late: a cadence, the longest pause after a failure and a lost lease are over then. */
  saveLateMs: 120_000,
  /** A save that takes longer than this says how far it is, and again no faster than every `saveProgressEveryMs`: to be read. */
  saveProgressAfterMs: 1_000,
  saveProgressEveryMs: 500,
  /** A journal that took no record (disk full) is tried again this often. */
  journalRetryMs: 2_000,
  /** Stamps the host remembers, to tell a resuming client whose picture went astray. */
  stampsKept: 32,
  /** A participant who lost the connection keeps the open stroke for so long; then the host ends it. */
  strokeGraceMs: 30_000,
  /** A client whose hash differs may look at the host's tiles this often: hashing all of a large picture takes a second. */
  inspectEveryMs: 5_000,
  /** What was inspected is kept for the client to choose from for so long. */
  inspectionKeptMs: 30_000,
  /** An invite lets people in for 30 days. */
  inviteDaysMax: 30,
  /** Of one picture, those that are not good any more too: a list that a person looks through. */
  invitesMax: 32,
  /** A password of a session, as UTF-8. */
  passwordBytesMax: 200,
  /** Each guess costs the host 50 ms of some processor: what a class types at once, and no more than one a second for long. */
  passwordGuessesPerSecond: 1,
  passwordGuessesBurst: 40,
  /** People who ask to come in at once: a class before its door. */
  lobbyMax: 64,
  /** People whose role was changed, and as many who were banned, that a picture remembers: more than ever take part in one. */
  rulesKeptMax: 10_000,
  /** Deeds of those who keep order; a person clicks less often. */
  deedsPerSecond: 4,
  deedsBurst: 40,
  /** For how many people one invite can be: more than a session takes (clientsMax), for those who come and go. */
  inviteUsesMax: 10_000,
  /** Where a host can be reached, in one invite: a computer with two networks has six addresses; a link is to be sent in a message. */
  invitePlacesMax: 8,
  /** A name of the domain name system (RFC 1035). */
  inviteAddressBytesMax: 253,
  /** The next place of an invite is dialed this much after the one before (RFC 8305 proposes it). */
  dialNextAfterMs: 250,

  // Client -------------------------------------------------------------------------------------------------------
  /** Reconnect back-off: first try, growth up to the longest pause; jitter takes off up to half. */
  reconnectMs: 250,
  reconnectMsMax: 8_000,
  /** The pen's samples are sent at least this often while drawing. */
  segmentMs: 33,
  /** Own updates that a client keeps while the host is away; past it drawing pauses with a sentence. */
  unsentUpdatesMax: 20_000,
  /** Own operations on their way are told as progress from this many bytes on: below it they are there before one looks. */
  sendingShownBytes: 64 * 1024,
  /** Actions that a window lists as the history of its session: more than anybody scrolls through, some hundred bytes each. */
  historyActionsMax: 500,
  /** Tiles that are looked at for one thumbnail, a tenth of a second of paced work; of what touches more, evenly spread ones. */
  thumbnailTilesMax: 2048,
  /** Columns that are kept as a view without somebody's work shows them: what lies under a pen and around it, 32 KiB a layer each. */
  viewColumnsKept: 256,
  /** A host that is asked for hashes or tiles answers within this, hashing a large picture included; else it is joined anew. */
  healWithinMs: 20_000,
  /** The base may move on while it is looked at; after so many tries the picture is fetched as a whole. */
  healTriesMax: 4,

  // Journal ------------------------------------------------------------------------------------------------------
  /** A record of the journal; more updates are split. A damaged length is told from a true one by it. */
  journalRecordBytesMax: 1024 * 1024,
  /** A journal segment is closed past this size, so that saved ones can be deleted whole. */
  journalSegmentBytes: 16 * 1024 * 1024,
  /** A file of the journal that all pictures share: made of zeros ahead of its use, in a moment on a slow disk. */
  journalFileBytes: 4 * 1024 * 1024,
  /** Kept free in each file for what makes room on a full disk: a thousand removals. */
  journalReserveBytes: 64 * 1024,
  /** What is durable begins its way to the bucket within this: a lost disk loses that and the time of one request. */
  slotEveryMs: 1_000,
  /** Records of one slot, about: behind, a few large requests catch up. */
  slotBytes: 1024 * 1024,
  /** Updates that wait for a slot in memory; what is older is read back from the journal. */
  slotQueueBytesMax: 1024 * 1024,
  /** After a slot that failed the next try waits from `slotRetryMs`, doubling up to `slotRetryMsMax`: soon enough after an outage. */
  slotRetryMs: 1_000,
  slotRetryMsMax: 15_000,
  /** While people are there, a host in a bucket looks this often whether it has the picture still: one small request, 5 a minute. */
  claimLookEveryMs: 12_000,

  // Storage ------------------------------------------------------------------------------------------------------
  /** A pack gathers changed tiles up to about this size. */
  packBytes: 4 * 1024 * 1024,
  /** The longer side of the preview picture in px. */
  previewSidePx: 512,
  /** A deleted picture can be brought back for so long. */
  deletedKeepDays: 30,
  /** Closing waits so long for the mark of who has a picture open: no longer than somebody who looks on bears. */
  openMarkWithinMs: 3_000,

  // Where pictures are kept --------------------------------------------------------------------------------------
  /** As long as file systems allow. */
  folderBytesMax: 4096,
  /** The longest host name there can be, with scheme and port. */
  endpointBytesMax: 280,
  /** Leaves most of the 1024 bytes of an object's key to what is kept under it. */
  bucketPrefixBytesMax: 200,
  /** Amazon's rules, and room for other servers: ids have 16 to 128 characters, secrets 40, tokens about 1000. */
  accessKeyIdBytesMax: 128,
  secretAccessKeyBytesMax: 512,
  sessionTokenBytesMax: 8192,
  /** A hundred years: whoever wants longer keeps everything. */
  historyDaysMax: 36_500,

  // S3 -----------------------------------------------------------------------------------------------------------
  /** Requests under way at once: enough to fill a home uplink, few enough that the slots of a journal are not held up for long. */
  s3RequestsAtOnce: 8,
  /** Tries of one request, the SDK's waits between them included in the deadline below. */
  s3AttemptsMax: 3,
  /** A connection stands within this, or the try has failed. */
  s3ConnectWithinMs: 5_000,
  /** One try of a request without a body is answered within this; bodies get the time that `s3SlowestBytesPerSecond` needs. */
  s3RequestWithinMs: 15_000,
  /** A connection on which nothing moves for so long is dead. */
  s3SilenceMs: 15_000,
  /**
   * The slowest request that is worth waiting for: with all others under way they share a line of 64 KiB/s, and a full pack takes
   * nine minutes. What is dead rather than slow ends by `s3SilenceMs`.
   */
  s3SlowestBytesPerSecond: 8 * 1024,
  /** However large an object may be, one try ends after this, also where a byte trickles in now and then. */
  s3RequestWithinMsMax: 600_000,
  /** A larger body is hashed and handed to its socket in slices, one a turn: with the encryption each takes half a millisecond. */
  s3BodySliceBytes: 256 * 1024,
  /** Keys in one DeleteObjects, by S3's own rule. */
  s3RemovedAtOnce: 1000,
  /** Pages of 1000 keys that one listing may have: far more objects than a picture has; a store that pages for ever ends here. */
  s3ListPagesMax: 1000,

  // PostgreSQL ---------------------------------------------------------------------------------------------------
  /** Connections of one host: as many as runs at once; a server has a hundred, for all hosts. */
  postgresConnectionsMax: 4,
  /** A connection stands, and one of the pool is free, within this. */
  postgresConnectWithinMs: 5_000,
  /** A statement is answered within this, its waiting for others included; and nobody rests longer inside a transaction. */
  postgresStatementWithinMs: 10_000,
  /** Whom rivals got in the way is tried again so often, after random rests that double up to the longest. */
  postgresTriesMax: 15,
  postgresRestMsMax: 200,
  /** Closing waits so long for what is under way, then cuts it. */
  postgresCloseWithinMs: 500,

  // Authoring ----------------------------------------------------------------------------------------------------
  /** Tiles of a mask that are covered in part: 64 MiB, the edge of anything drawn; those covered wholly cost nothing. */
  maskTilesMax: 16_384,
  /** Gaps in lines that a fill may close: wider ones close off rooms that are meant to be open. */
  fillGapPxMax: 32,
  /** A fill grows or shrinks by at most a tile. */
  fillGrowPxMax: 64,
  /** Points of a lasso: ten minutes of a pen at 240 Hz that never rests. */
  lassoPointsMax: 150_000,
  /** Corners of a selection's outline that a window draws in every frame; past it the outline gets coarser. */
  outlinePointsMax: 100_000,
  /** Tiles that are moved or transformed at once, before and after: 4096 × 4096 px, 128 MiB. */
  floatingTilesMax: 4096,
  /** Px of a pasted image, whatever its shape: as many as fit a patch (patchBytesMax) at the 4 bytes a px of a photograph. */
  imagePixelsMax: 2048 * 2048,

  /** Px of an image on the clipboard: a large screen's, four times over, in a second or two. */
  copiedImagePixelsMax: 4096 * 8192,
  /** What a PNG has besides its pixels at their worst: filters, headers, what deflate adds. */
  copiedImageFrameBytesMax: 1024 * 1024,

  // Log and reports ------------------------------------------------------------------------------------------------
  /** Events that a window and the main process remember: a bad afternoon, and little memory. */
  logEntriesMax: 400,
  /** One of them: a long sentence. */
  logSentenceCharactersMax: 500,
  /** What "copy diagnostics" puts on the clipboard: as much as a mail or an issue takes. */
  diagnosticsCharactersMax: 60_000,
  /** How often a window asks for the way to the host and back; a person reads no faster. */
  pingEveryMs: 2_000,
  /** Pings of one connection that a host answers: several times what a window asks, and no work for anybody. */
  pingsPerSecond: 4,

  ...serverLimits,
  ...schedulerLimits,
} as const

/** The same numbers, as a host or client takes them: a simulation passes smaller ones. */
export type Limits = { readonly [Name in keyof typeof limits]: number }
