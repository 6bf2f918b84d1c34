import type { Rest } from '../pictures/rest.ts'
import { decodeRecord } from './journal-record.ts'
import type { JournalRecord } from './journal-record.ts'
import { walkSegment } from './scan-segment.ts'

export type ScannedPiece =
  | { readonly kind: 'record'; readonly from: number; readonly to: number; readonly record: JournalRecord }
  | { readonly kind: 'damage'; readonly from: number; readonly to: number }

/**
 * The records of a segment and what is damaged between them, in order, with a rest now and then: pictures are opened while
 * people draw in others. StorageError('invalid') when a newer version wrote one.
 */
export async function scanRecords(bytes: Uint8Array, rest: Rest): Promise<readonly ScannedPiece[]> {
  const pieces: ScannedPiece[] = []
  for (const piece of walkSegment(bytes)) {
    await rest.after(piece.to - piece.from)
    const { from, to } = piece
    pieces.push(
      piece.kind === 'damage' ? piece : { kind: 'record', from, to, record: decodeRecord(piece.payload) },
    )
  }
  return pieces
}

export function recordsOf(pieces: readonly ScannedPiece[]): JournalRecord[] {
  return pieces.flatMap((piece) => (piece.kind === 'record' ? [piece.record] : []))
}
