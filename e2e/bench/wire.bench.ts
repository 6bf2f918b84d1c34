// Bytes a pen sample costs on the wire. Counted are whole messages: kind, numbers, lengths and operations; not the 6 bytes
// of a client's WebSocket header (2 of a host's), nor TCP's. The messages are those of the real client, which is given the
// 30 s recording at the recording's own rate.
//
//   live       a client's messages                 segments   only the samples inside them
//   delivered  a host's frames, one for each       codec      the same samples, a stroke at a time

import { ByteWriter } from '../../sync-core/base/byte-writer.ts'
import { limits, type Sample } from '../../sync-core/index.ts'
import { decodeClientMessage, encodeHostMessage } from '../../sync-core/protocol/messages.ts'
import { decodeOperation } from '../../sync-core/raster/operation-codec.ts'
import { encodeOffsets, encodeSamples } from '../../sync-core/raster/samples-codec.ts'
import type { Figure } from './figure.ts'
import { messagesOfClient } from './messages-of-client.ts'
import { recordedStrokes } from './recorded-strokes.ts'

/** What RASTER.md allows for a live sample. */
const liveBytesMax = 4.5

export async function bench(): Promise<Figure[]> {
  const strokes = recordedStrokes()
  const samples = strokes.reduce((sum, stroke) => sum + stroke.length, 0)
  const sent = await messagesOfClient(strokes)
  const upBytes = sumLengths(sent)
  const downBytes = sumLengths(sent.map(asHostFrame))
  const segmentBytes = sumLengths(sent.flatMap(samplesOnly))
  const codecBytes = strokes.reduce(
    (sum, stroke) => sum + wholeStrokeBytes(stroke.map(({ sample }) => sample)),
    0,
  )
  const jsonBytes = JSON.stringify(strokes.map((stroke) => stroke.map(({ sample }) => sample))).length
  const unit = 'bytes/sample'
  const limit = 'the limit in RASTER.md'
  const json = 'the same samples as JSON'
  const per = (bytes: number): number => bytes / samples
  return [
    { name: 'wire-live', value: per(upBytes), unit, peer: liveBytesMax, against: limit },
    { name: 'wire-live-json', value: per(upBytes), unit, peer: per(jsonBytes), against: json },
    { name: 'wire-delivered', value: per(downBytes), unit, peer: liveBytesMax, against: limit },
    { name: 'wire-segments', value: per(segmentBytes), unit, peer: liveBytesMax, against: limit },
    { name: 'wire-codec', value: per(codecBytes), unit, peer: liveBytesMax, against: limit },
    { name: 'wire-codec-json', value: per(codecBytes), unit, peer: per(jsonBytes), against: json },
  ]
}

/** The frame in which a host passes the message on when it is alone in its tick. */
function asHostFrame(message: Uint8Array, place: number): Uint8Array {
  const decoded = decodeClientMessage(message)
  const updates = decoded.kind === 'updates' ? decoded.updates : []
  // A busy session's numbers: two bytes for the author would be its 128th person.
  return encodeHostMessage({
    kind: 'updates',
    firstSeq: 48_211 + place,
    updates: updates.map((update) => ({ author: 3, ...update })),
  })
}

/** The encoded samples of each operation in a message, without anything around them. */
function samplesOnly(message: Uint8Array): Uint8Array[] {
  const decoded = decodeClientMessage(message)
  const updates = decoded.kind === 'updates' ? decoded.updates : []
  return updates.flatMap(({ operation }) => {
    const decodedOperation = decodeOperation(operation)
    if (decodedOperation.kind === 'stroke-begin') return [encodeAlone(decodedOperation.samples)]
    if (decodedOperation.kind !== 'stroke-points') return []
    const writer = new ByteWriter()
    encodeOffsets(writer, decodedOperation.samples)
    return [writer.finish()]
  })
}

function encodeAlone(samples: readonly Sample[]): Uint8Array {
  const writer = new ByteWriter()
  encodeSamples(writer, samples)
  return writer.finish()
}

/** The bare codec, a stroke as long as one update may be. */
function wholeStrokeBytes(samples: readonly Sample[]): number {
  let bytes = 0
  for (let at = 0; at < samples.length; at += limits.samplesPerUpdateMax) {
    bytes += encodeAlone(samples.slice(at, at + limits.samplesPerUpdateMax)).length
  }
  return bytes
}

function sumLengths(messages: readonly Uint8Array[]): number {
  return messages.reduce((sum, message) => sum + message.length, 0)
}
