// One object of the heap: the runs of a bucket, that is of those that are due within one width of each other.
//
//   heap/<shard>/<start of the bucket in ms, 13 digits>
//   ┌ 'GSHB' ┬ u8 version ┬ shard ┬ start ┬ count ┬ {picture 26 letters, u8 kind, run, due}… ┬ u32 crc32 ┐
//
// Runs stand in the order of picture and kind, one a task, so that a set of runs has one encoding and two sets are merged in one
// pass. Shard and start are inside, too: an object that somebody copied elsewhere is damage, not work.
//
// Rejected: dues relative to the start (two bytes less a run, and a run that came late stands in the bucket of the moment);
// an object a run (a request each, and a LIST of all of them each second).

import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import { list, oneOf, struct, uint, type Schema } from '../base/schema.ts'
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts'
import { isPictureId } from '../base/picture-id.ts'
import { openSealed, sealObject, type SealedKind } from '../pictures/sealed-object.ts'
import { compareTasks } from './heap-runs.ts'
import { taskKinds, type DueRun } from './task.ts'

/** Which bucket an object is. */
export interface BucketPlace {
  readonly shard: number
  readonly startMs: number
}

const idLetters = 26
/** A run's numbers take eight bytes each at most. */
export const heapBucketBytesMax = 64 + limits.heapBucketRunsMax * (idLetters + 1 + 8 + 8)

const pictureId: Schema<string> = {
  encode(writer, id) {
    assert(isPictureId(id), `a run is of a picture, not of ${id.slice(0, 40)}`)
    writer.bytes(encodeUtf8(id))
  },
  decode(reader) {
    const at = reader.offset
    const bytes = reader.bytes(idLetters)
    const id = bytes.every((byte) => byte < 0x80) ? decodeUtf8(bytes) : ''
    if (!isPictureId(id)) throw reader.malformed('it names what is no picture', at)
    return id
  },
  dump: (id) => id,
}
const whole = uint(Number.MAX_SAFE_INTEGER)
const dueRun: Schema<DueRun> = struct({
  picture: pictureId,
  kind: oneOf(taskKinds),
  run: whole,
  dueMs: whole,
})
const plain = struct({ shard: whole, startMs: whole, runs: list(dueRun, limits.heapBucketRunsMax) })

function bucketKind(place: BucketPlace): SealedKind<readonly DueRun[]> {
  return {
    magic: 'GSHB',
    version: 1,
    what: `The list of what is due (${bucketName(place.startMs)} of shard ${place.shard})`,
    schema: {
      encode: (writer, runs) => plain.encode(writer, { ...place, runs }),
      decode(reader) {
        const { shard, startMs, runs } = plain.decode(reader)
        if (shard !== place.shard || startMs !== place.startMs) throw reader.malformed('it is another one')
        for (const [at, run] of runs.entries()) {
          if (run.run === 0) throw reader.malformed('a run has no number')
          if (at > 0 && compareTasks(runs[at - 1]!, run) >= 0)
            throw reader.malformed('its runs are not in order')
        }
        return runs
      },
      dump: (runs) => `${runs.length} runs`,
    },
  }
}

/** Runs in the order of `compareTasks`, one a task. */
export function encodeBucket(place: BucketPlace, runs: readonly DueRun[]): Uint8Array {
  return sealObject(bucketKind(place), runs)
}

/** StorageError('corrupt') for what is damaged, NewerVersionError. */
export function decodeBucket(place: BucketPlace, bytes: Uint8Array): readonly DueRun[] {
  return openSealed(bucketKind(place), bytes)
}

export function bucketName(startMs: number): string {
  return String(startMs).padStart(13, '0')
}

/** The start that a name says; undefined for what is no bucket. */
export function bucketStartOf(name: string): number | undefined {
  return /^\d{13}$/.test(name) ? Number(name) : undefined
}
