import type { ByteReader } from '../base/byte-reader.ts'
import type { ByteWriter } from '../base/byte-writer.ts'
import { limits } from '../base/limits.ts'
import { checkOffset, checkSample, checkWhole } from './brush-range.ts'
import type { Sample, SampleOffset } from './sample.ts'
import { combineBytes } from './sample-offsets.ts'

// Pen samples as bytes, up to the end of the operation: each channel as the difference from what was expected.
//
//   channels u8 (1 pressure, 2 tilt, 4 speed, 8 colour: those that are not 0 throughout), then each sample:
//
//   sample      x, y expected                        others expected       typical bytes
//   first       0                                    0                     as an offset: 2 + 2 + 1
//   second      the one before                       the one before        2 + 2 + 1
//   others      the one before + the step before     the one before        1 + 1 + 1
//
// Differences are zigzag varints; of a colour, a byte says which of its four channels follow (bit 0: alpha, a byte each).
// A stroke begins with samples (`encodeSamples`) and goes on with offsets from its last one (`encodeOffsets`). Rejected:
// expecting the step before across operations, too (0.3 bytes a sample, but everybody who reads a stroke would carry it).

const pressureChannel = 1
const tiltChannel = 2
const speedChannel = 4
const colorChannel = 8

/** Appends 1..samplesPerUpdateMax samples; throws ProtocolError('malformed') when one is out of range. */
export function encodeSamples(writer: ByteWriter, samples: readonly Sample[]): void {
  samples.forEach(checkSample)
  encode(writer, samples)
}

/** Reads samples up to the end; none, too many or a value out of range is ProtocolError('malformed'). */
export function decodeSamples(reader: ByteReader): Sample[] {
  return decode(reader, checkSample)
}

/** As `encodeSamples`, for offsets from a stroke's last sample. */
export function encodeOffsets(writer: ByteWriter, offsets: readonly SampleOffset[]): void {
  offsets.forEach(checkOffset)
  encode(writer, offsets)
}

export function decodeOffsets(reader: ByteReader): SampleOffset[] {
  return decode(reader, checkOffset)
}

const origin: Required<Sample> = { x: 0, y: 0, pressure: 0, tiltX: 0, tiltY: 0, speed: 0, color: 0 }

function encode(writer: ByteWriter, samples: readonly Sample[]): void {
  checkWhole('The number of samples in an update', samples.length, 1, limits.samplesPerUpdateMax)
  const channels = channelsOf(samples)
  writer.u8(channels)
  let before = origin
  let stepX = 0
  let stepY = 0
  samples.forEach((sample, i) => {
    const { x, y, pressure, tiltX = 0, tiltY = 0, speed = 0, color = 0 } = sample
    writer.varint(x - before.x - stepX)
    writer.varint(y - before.y - stepY)
    if (channels & pressureChannel) writer.varint(pressure - before.pressure)
    if (channels & tiltChannel) {
      writer.varint(tiltX - before.tiltX)
      writer.varint(tiltY - before.tiltY)
    }
    if (channels & speedChannel) writer.varint(speed - before.speed)
    if (channels & colorChannel) encodeColor(writer, combineBytes(color, before.color, -1))
    if (i > 0) {
      stepX = x - before.x
      stepY = y - before.y
    }
    before = { x, y, pressure, tiltX, tiltY, speed, color }
  })
}

function decode(reader: ByteReader, check: (sample: Sample) => void): Sample[] {
  const start = reader.offset
  const channels = reader.u8()
  if (channels > 15) throw reader.malformed(`${channels} are no channels of samples`, start)
  const samples: Sample[] = []
  let before = origin
  let stepX = 0
  let stepY = 0
  do {
    if (samples.length === limits.samplesPerUpdateMax) {
      throw reader.malformed(`an update carries at most ${limits.samplesPerUpdateMax} samples`)
    }
    const x = before.x + stepX + reader.varint()
    const y = before.y + stepY + reader.varint()
    const pressure = channels & pressureChannel ? before.pressure + reader.varint() : 0
    const tiltX = channels & tiltChannel ? before.tiltX + reader.varint() : 0
    const tiltY = channels & tiltChannel ? before.tiltY + reader.varint() : 0
    const speed = channels & speedChannel ? before.speed + reader.varint() : 0
    const color = channels & colorChannel ? combineBytes(before.color, decodeColor(reader), 1) : 0
    // Spreading nothing would take longer than reading the sample.
    const sample: Sample =
      (channels & ~pressureChannel) === 0
        ? { x, y, pressure }
        : {
            x,
            y,
            pressure,
            ...((channels & tiltChannel) !== 0 && { tiltX, tiltY }),
            ...((channels & speedChannel) !== 0 && { speed }),
            ...((channels & colorChannel) !== 0 && { color }),
          }
    check(sample)
    if (samples.length > 0) {
      stepX = x - before.x
      stepY = y - before.y
    }
    before = { x, y, pressure, tiltX, tiltY, speed, color }
    samples.push(sample)
  } while (reader.remaining > 0)
  if (channelsOf(samples) !== channels)
    throw reader.malformed('a channel of samples is said without need', start)
  return samples
}

function channelsOf(samples: readonly Sample[]): number {
  let channels = 0
  for (const { pressure, tiltX = 0, tiltY = 0, speed = 0, color = 0 } of samples) {
    if (pressure !== 0) channels |= pressureChannel
    if (tiltX !== 0 || tiltY !== 0) channels |= tiltChannel
    if (speed !== 0) channels |= speedChannel
    if (color !== 0) channels |= colorChannel
  }
  return channels
}

function encodeColor(writer: ByteWriter, difference: number): void {
  let present = 0
  for (let place = 0; place < 4; place++) if ((difference >>> (8 * place)) & 0xff) present |= 1 << place
  writer.u8(present)
  for (let place = 0; place < 4; place++) {
    if (present & (1 << place)) writer.u8((difference >>> (8 * place)) & 0xff)
  }
}

function decodeColor(reader: ByteReader): number {
  const present = reader.u8()
  if (present > 15) throw reader.malformed(`${present} are no channels of a colour`, reader.offset - 1)
  let difference = 0
  for (let place = 0; place < 4; place++) {
    if ((present & (1 << place)) === 0) continue
    const byte = reader.u8()
    if (byte === 0) throw reader.malformed('a channel of a colour is said without need', reader.offset - 1)
    difference |= byte << (8 * place)
  }
  return difference >>> 0
}
