import { contentName } from '../pictures/content-name.ts'
import type { SnapshotInput, StoredParticipant, StoredTile } from '../pictures/picture-accessor.ts'
import { makePictureId } from '../pictures/picture-id.ts'
import { encodePng } from '../pictures/png.ts'
import { encodeTail } from '../pictures/tail-codec.ts'

export const pictureId = makePictureId(new Uint8Array(16).fill(7))
export const writer = (number: number): Uint8Array => new Uint8Array(8).fill(number)
/** 16 × 12 tiles. */
export const pictureSize = { width: 1024, height: 768 }
export const draft = { id: pictureId, title: 'Sunday at the river', size: pictureSize, nowMs: 1000 }

/** Encoded-tile stand-in: `length` bytes that tell index and version. */
export function tile(index: number, version = 1, length = 50): StoredTile {
  const bytes = new Uint8Array(length).fill(version)
  bytes[0] = index
  bytes[1] = index >> 8
  return { index, bytes }
}

export function participant(number: number, lastClientSeq = 5): StoredParticipant {
  return {
    number,
    key: new Uint8Array(16).fill(number),
    name: `Person ${number}`,
    color: 0x112233,
    lastClientSeq,
  }
}

export const preview = encodePng(2, 1, Uint8Array.of(255, 0, 0, 255, 0, 0, 255, 255))

/** A snapshot at `seq`, its horizon two before it. */
export function snapshot(
  seq: number,
  changed: readonly StoredTile[],
  more: { removed?: readonly number[]; participants?: readonly StoredParticipant[] } = {},
): SnapshotInput {
  const update = (at: number) => ({ seq: at, author: 1, clientSeq: at, operation: Uint8Array.of(at & 0xff) })
  return {
    seq,
    horizon: Math.max(0, seq - 2),
    changed: stream(changed),
    removed: more.removed ?? [],
    tail: encodeTail({ carried: [], pending: seq < 2 ? [] : [update(seq - 1), update(seq)] }),
    participants: more.participants ?? [participant(1, seq)],
    preview,
    nowMs: 1000 + seq,
  }
}

async function* stream(tiles: readonly StoredTile[]): AsyncIterable<StoredTile> {
  for (const each of tiles) {
    await Promise.resolve()
    yield each
  }
}

/** What stands for each tile's bytes, by index, to compare quickly. */
export function byIndex(tiles: readonly StoredTile[]): [number, string][] {
  return [...tiles].sort((a, b) => a.index - b.index).map(({ index, bytes }) => [index, contentName(bytes)])
}
