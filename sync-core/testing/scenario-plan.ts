import { limits as standardLimits, type Limits } from '../base/limits.ts'
import type { Prng } from '../base/prng.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import type { HostEnd } from './session-history.ts'

/** What may go wrong in a run, each with its weight: how often it is chosen when something is to go wrong. */
export const troubles = [
  'cut',
  'partition',
  'slow-line',
  'kill-client',
  'leave',
  'all-leave',
  'kill-host',
  'power-cut',
  'close-host',
  'storage-faults',
  'journal-faults',
  'disk-full',
  'slow-disk',
  'slow-thread',
  'disk-lost',
  'bucket-away',
  'scheduler-faults',
] as const
export type Trouble = (typeof troubles)[number]

/** Without a bucket, a lost disk is a lost picture. */
const bucketTroubles: readonly Trouble[] = ['disk-lost', 'bucket-away']

/** Everything about a run that is decided before it begins. */
export interface ScenarioPlan {
  readonly size: CanvasSize
  readonly place: 'disk' | 'bucket'
  readonly people: number
  readonly limits: Partial<Limits>
  /** How long people draw and things go wrong. */
  readonly busyMs: number
  /** On average so long between two troubles. */
  readonly troubleEveryMs: number
  readonly troubles: readonly Trouble[]
  /** The share of time in which a person draws. */
  readonly diligence: number
  /** How the host ends once everybody is at rest, before the checks are made again. */
  readonly lastEnd: HostEnd | 'close' | 'none'
}

const lastEnds: readonly ScenarioPlan['lastEnd'][] = ['kill', 'power-cut', 'close', 'none']

/** What a tile of these small strokes takes, encoded, with room to spare. */
const tileBytes = 12_000

const sizes: readonly CanvasSize[] = [
  { width: 256, height: 192 },
  { width: 130, height: 70 },
  { width: 320, height: 64 },
]

/** Limits are small, so that the horizon moves, outboxes run over and segments are dropped in a run of seconds. */
export function planScenario(prng: Prng): ScenarioPlan {
  const pendingUpdatesMax = prng.pick([20, 60, 200, standardLimits.pendingUpdatesMax])
  const pendingBytesMax = prng.pick([
    1500,
    8000,
    standardLimits.pendingBytesMax,
    standardLimits.pendingBytesMax,
  ])
  const snapshotPartBytes = prng.pick([500, 4000, standardLimits.snapshotPartBytes])
  // As with the standard limits, some parts of a snapshot fit an outbox: one that can't hold a part starts anew hotly. Where
  // nothing is folded there are no tiles, and an outbox may be as small as makes it run over often.
  const isFolding =
    pendingUpdatesMax < standardLimits.pendingUpdatesMax || pendingBytesMax < standardLimits.pendingBytesMax
  const isTight = !isFolding && prng.chance(0.8)
  const socketWindowBytes = isTight ? 300 : prng.pick([1000, 4000, standardLimits.socketWindowBytes])
  const outboxBytes = prng.pick([3 * snapshotPartBytes + tileBytes, standardLimits.outboxBytesMax])
  const outboxBytesMax = socketWindowBytes + (isTight ? 600 : outboxBytes)
  const persistCadenceMs = prng.pick([500, 2000, 5000])
  const place = prng.chance(0.3) ? 'bucket' : 'disk'
  const slotBytes = prng.pick([300, 4000, standardLimits.slotBytes])
  return {
    size: prng.pick(sizes),
    place,
    people: 2 + prng.below(3),
    limits: {
      pendingUpdatesMax,
      pendingUpdatesKept: Math.floor(pendingUpdatesMax * prng.pick([0.5, 0.8, 0.98])),
      pendingBytesMax,
      pendingBytesKept: Math.floor(pendingBytesMax * prng.pick([0.5, 0.8, 0.98])),
      pendingUpdatesHardMax: pendingUpdatesMax * 2,
      pendingBytesHardMax: pendingBytesMax * 2,
      undoActionsKept: prng.pick([0, 3, 100]),
      horizonEverySeqs: prng.pick([1, 7, 50]),
      stampEverySeqs: prng.pick([5, 20, 100]),
      idleStampMs: 400,
      socketWindowBytes,
      outboxBytesMax,
      outboxPresenceBytes: Math.floor(outboxBytesMax / 2),
      snapshotPartBytes,
      // Patches and selections of a few tiles take several updates.
      partsPerUpdateMax: prng.pick([1, 2, standardLimits.partsPerUpdateMax]),
      primaryBatchUpdatesMax: prng.pick([1, 8, 256]),
      primaryAheadUpdatesMax: prng.pick([16, 1024]),
      persistCadenceMs,
      previewCadenceMs: 3000,
      compactCadenceMs: 3000,
      backOffMsMax: 2000,
      setAsideBackOffMsMax: 2000,
      tenderEveryMs: prng.pick([100, 400]),
      outboxEveryMs: 500,
      loopRetryMsMax: 1000,
      heapBucketMs: 1000,
      heapListEveryMs: 2000,
      leaseRenewMs: 1000,
      strokeGraceMs: prng.pick([500, 3000]),
      journalSegmentBytes: prng.pick([1000, 10_000, standardLimits.journalSegmentBytes]),
      // Previews are drawn but not looked at.
      previewSidePx: 24,
      slotBytes,
      slotQueueBytesMax: prng.pick([200, standardLimits.slotQueueBytesMax]),
      slotRetryMsMax: 2000,
      packBytes: prng.pick([500, 5000, standardLimits.packBytes]),
    },
    busyMs: 6000 + prng.below(10_000),
    troubleEveryMs: prng.pick([300, 1000, 3000]),
    troubles: isTight ? ['slow-line', ...pickTroubles(prng, place)] : pickTroubles(prng, place),
    diligence: prng.pick([0.2, 0.5, 0.9]),
    lastEnd: prng.pick(place === 'bucket' ? [...lastEnds, 'disk-lost', 'disk-lost'] : lastEnds),
  }
}

/** Sometimes nothing, sometimes everything, mostly a few kinds: bugs hide behind faults that always come together. */
function pickTroubles(prng: Prng, place: ScenarioPlan['place']): readonly Trouble[] {
  const possible = place === 'bucket' ? troubles : troubles.filter((each) => !bucketTroubles.includes(each))
  const kind = prng.below(10)
  if (kind === 0) return []
  if (kind <= 3) return possible
  const chosen = possible.filter(() => prng.chance(0.25))
  return chosen
}
