import { unreachable } from '../base/assert.ts'
import { ByteReader } from '../base/byte-reader.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { limits } from '../base/limits.ts'
import type { Brush } from './brush.ts'
import type { Sample } from './sample.ts'
import type { Operation } from './operation.ts'
import { checkBrush, checkWhole } from './operation-range.ts'
import { decodeSamples, encodeSamples } from './samples-codec.ts'

// An operation as bytes: its kind, then
//
//   1 stroke-begin    flags u8 (1 erase, 2 pressureSize, 4 pressureOpacity) · size u16 · opacity u8 · hardness u8 ·
//                     red u8 · green u8 · blue u8 · samples
//   2 stroke-points   samples
//   3 end
//   4 undo            stroke varuint
//   5 redo            stroke varuint
//   6 close           author varuint
//
// The same bytes are sent, stored and replayed; a kind never gets a new meaning.

const eraseFlag = 1
const pressureSizeFlag = 2
const pressureOpacityFlag = 4

/** The bytes of an operation; throws ProtocolError('malformed') when a value is out of range. */
export function encodeOperation(operation: Operation): Uint8Array {
  const writer = new ByteWriter(64)
  switch (operation.kind) {
    case 'stroke-begin':
      writer.u8(1)
      encodeBrush(writer, operation.brush)
      encodeCheckedSamples(writer, operation.samples)
      break
    case 'stroke-points':
      writer.u8(2)
      encodeCheckedSamples(writer, operation.samples)
      break
    case 'end':
      writer.u8(3)
      break
    case 'undo':
    case 'redo':
      writer.u8(operation.kind === 'undo' ? 4 : 5)
      checkStroke(operation.stroke)
      writer.varuint(operation.stroke)
      break
    case 'close':
      writer.u8(6)
      checkAuthor(operation.author)
      writer.varuint(operation.author)
      break
    default:
      unreachable(operation)
  }
  return writer.finish()
}

/** The operation of `bytes` of unknown origin; anything unknown, left over or out of range is ProtocolError('malformed'). */
export function decodeOperation(bytes: Uint8Array): Operation {
  const reader = new ByteReader(bytes)
  const operation = decodeKind(reader)
  reader.end()
  return operation
}

function decodeKind(reader: ByteReader): Operation {
  const kind = reader.u8()
  switch (kind) {
    case 1:
      return { kind: 'stroke-begin', brush: decodeBrush(reader), samples: decodeSamples(reader) }
    case 2:
      return { kind: 'stroke-points', samples: decodeSamples(reader) }
    case 3:
      return { kind: 'end' }
    case 4:
    case 5: {
      const stroke = reader.varuint()
      checkStroke(stroke)
      return { kind: kind === 4 ? 'undo' : 'redo', stroke }
    }
    case 6: {
      const author = reader.varuint()
      checkAuthor(author)
      return { kind: 'close', author }
    }
    default:
      throw reader.malformed(`${kind} is no kind of operation`, 0)
  }
}

function encodeBrush(writer: ByteWriter, brush: Brush): void {
  checkBrush(brush)
  writer.u8(
    (brush.tool === 'erase' ? eraseFlag : 0) |
      (brush.pressureSize ? pressureSizeFlag : 0) |
      (brush.pressureOpacity ? pressureOpacityFlag : 0),
  )
  writer.u16(brush.size)
  writer.u8(brush.opacity)
  writer.u8(brush.hardness)
  writer.u8(brush.color >> 16)
  writer.u8((brush.color >> 8) & 0xff)
  writer.u8(brush.color & 0xff)
}

function decodeBrush(reader: ByteReader): Brush {
  const flags = reader.u8()
  if (flags > 7) throw reader.malformed(`${flags} are no flags of a brush`, reader.offset - 1)
  const brush: Brush = {
    tool: flags & eraseFlag ? 'erase' : 'paint',
    size: reader.u16(),
    opacity: reader.u8(),
    hardness: reader.u8(),
    color: (reader.u8() << 16) | (reader.u8() << 8) | reader.u8(),
    pressureSize: (flags & pressureSizeFlag) !== 0,
    pressureOpacity: (flags & pressureOpacityFlag) !== 0,
  }
  checkBrush(brush)
  return brush
}

function encodeCheckedSamples(writer: ByteWriter, samples: readonly Sample[]): void {
  checkWhole('The number of samples in an update', samples.length, 1, limits.samplesPerUpdateMax)
  encodeSamples(writer, samples)
}

function checkStroke(stroke: number): void {
  checkWhole('The number of a stroke', stroke, 1, Number.MAX_SAFE_INTEGER)
}

function checkAuthor(author: number): void {
  checkWhole('The number of an author', author, 1, limits.participantsMax)
}
