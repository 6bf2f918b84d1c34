// The scheduler's part of `limits`, which has them all: read them there.
export const schedulerLimits = {
  /** A run is somebody's for so long without a word of his; longer than the cadence, so that two claims are one apart. */
  taskLeaseMs: 30_000,
  /** A run that takes long asks for more time this often, and so does the owner of a shard. */
  leaseRenewMs: 10_000,
  shardLeaseMs: 30_000,
  /** What became durable is scheduled this often, and what is due is looked for. */
  tenderEveryMs: 1_000,
  /** Tasks whose push nobody knows of are pushed this often. */
  outboxEveryMs: 5_000,
  /** Runs that are pushed at once: some 35 KB of a bucket. */
  pushedAtOnce: 1_000,
  /** A sysdb that was lost and made again takes runs up from the heap that are so many ahead of its own: a year of them, at a cadence. */
  runsLostMax: 1_000_000,
  /** Due runs within so long of each other are one object of the heap. */
  heapBucketMs: 10_000,
  /** Runs in one object of the heap; what is more goes into the next. */
  heapBucketRunsMax: 10_000,
  /** All objects of the heap are listed this often, and at the start. */
  heapListEveryMs: 60_000,
  /** What is due later than this lies in the object of its hour, so that a month of deletions is 720 objects to be listed. */
  heapFarMs: 60 * 60_000,
  /** Objects of the heap that one look reads at most, after an outage or when another host's are taken over. */
  heapReadsMax: 16,
  /** Runs of which the heap remembers in which object they are: some 10 MB. Of more, objects are read again. */
  heapRunsKept: 50_000,
  /** Objects of the heap that one process keeps in mind: 20 hours of a shard in which all runs of a bucket are late. */
  heapObjectsMax: 7_200,
  /** Tries of a swap of one object: two owners of a shard, one of them a zombie, get in each other's way. */
  heapTriesMax: 16,
  /** Between such tries a rest of up to so long, doubling up to the longest; the second one is at once. */
  heapRestMs: 10,
  heapRestMsMax: 500,
  /** Runs under way at once in one process: uploads of one fill a home uplink. */
  runsAtOnce: 4,
  /** After an outage runs begin no faster than this, in each shard. */
  runsPerSecond: 50,
  runsBurst: 100,
  /** A picture that failed so often in a row is set aside: tried on, but in nobody's way. */
  setAsideFailures: 5,
  /** Of the sentence of a task's last failure; longer ones are nobody's reading. */
  taskProblemChars: 2_000,
  /** Failing runs wait longer each time: at most so long where trying again may help, as with a bucket that is away, … */
  backOffMsMax: 60_000,
  /** … and so long where it won't soon. */
  setAsideBackOffMsMax: 60 * 60_000,
  /** A preview is renewed no faster than this while people draw, and a picture's history joined and cleared. */
  previewCadenceMs: 60_000,
  compactCadenceMs: 10 * 60_000,
  /** A picture that was put off for so long, because another computer has it, is shown as not saved: others close it in a moment. */
  putOffShownMs: 5 * 60_000,
  /** Rows of pictures that are gone stay for so long, for whoever still asks whether a run is done. */
  deadRowsKeptMs: 60 * 60_000,
  /** Pictures whose rows are dead are looked for this often. */
  deadRowsEveryMs: 60_000,
  /** Batches of one outbox scan: what is more waits for the next one, so that a scan ends. */
  outboxBatchesMax: 64,
  /** What can't be claimed yet (somebody's lease, another's clock) is asked for again after this, and is in nobody's way meanwhile. */
  refusedRestMs: 5_000,
  /** Whoever waits for a picture gets it within so many runs, or an error: writing goes on there, or others run it. */
  inlineTriesMax: 8,
  /** Pictures of which a process remembers that they have tasks: of others it asks once more. */
  picturesKnownMax: 10_000,
  /** Tasks that are known here as set aside; of more, the oldest are found out again. */
  setAsideKnownMax: 10_000,
  /** A loop whose store fails looks again after a second, then after twice that, up to this: soon enough after an outage. */
  loopRetryMsMax: 10_000,
  /** A store that fails now and then is told of no more often than this. */
  outageToldEveryMs: 60_000,
  /** A call of sysdb that is not answered within this failed: a transaction of PostgreSQL has two statements of its longest. */
  sysdbAnswerMs: 20_000,
  /** Calls that wait in the line of a sysdb that hangs; more are refused until one is answered. */
  sysdbLateMax: 16,
  /** A scheduler is opened so long after its pictures' place: who has just started opens a picture, and waits for that. */
  schedulerOpenAfterMs: 1_000,
  /** A scheduler that could not be opened is opened again this often. */
  schedulerOpenEveryMs: 10_000,
  /** A scheduler's files are looked for this often: somebody may remove them by hand while they are open. */
  schedulerLookEveryMs: 5_000,
  /** Closing waits so long for a scheduler, its stop and its files included: what it does not finish is found again. */
  schedulerCloseMs: 1_500,
  /** Stopping waits so long for what is under way. */
  schedulerStopMs: 1_000,
  /** Who leaves waits so long for a scheduler that begins no save, and for a preview; then the picture is saved without the one or left. */
  schedulerAnswerMs: 5_000,
  leavePreviewMs: 3_000,
} as const
