import type { ByteReader } from '../base/byte-reader.ts'
import type { ByteWriter } from '../base/byte-writer.ts'
import { limits } from '../base/limits.ts'
import type { Sample } from './sample.ts'
import { checkSample } from './operation-range.ts'

// Pen samples as bytes, up to the end of the operation: x, y and pressure as differences from what was expected.
//
//   sample      x, y expected                        pressure expected     typical bytes
//   first       0                                    0                     3 + 3 + 2
//   second      the one before                       the one before        2 + 2 + 1
//   others      the one before + the step before     the one before        1 + 1 + 1
//
// Differences are zigzag varints. An update is decoded on its own, so that a lost one could never bend later ones.

/** Appends 1..samplesPerUpdateMax samples; throws ProtocolError('malformed') when one is out of range. */
export function encodeSamples(writer: ByteWriter, samples: readonly Sample[]): void {
  let x = 0
  let y = 0
  let stepX = 0
  let stepY = 0
  let pressure = 0
  samples.forEach((sample, i) => {
    checkSample(sample)
    writer.varint(sample.x - x - stepX)
    writer.varint(sample.y - y - stepY)
    writer.varint(sample.pressure - pressure)
    stepX = i === 0 ? 0 : sample.x - x
    stepY = i === 0 ? 0 : sample.y - y
    x = sample.x
    y = sample.y
    pressure = sample.pressure
  })
}

/** Reads samples up to the end; none, too many or a value out of range is ProtocolError('malformed'). */
export function decodeSamples(reader: ByteReader): Sample[] {
  const samples: Sample[] = []
  let x = 0
  let y = 0
  let stepX = 0
  let stepY = 0
  let pressure = 0
  do {
    if (samples.length === limits.samplesPerUpdateMax) {
      throw reader.malformed(`an update carries at most ${limits.samplesPerUpdateMax} samples`)
    }
    const sample = {
      x: x + stepX + reader.varint(),
      y: y + stepY + reader.varint(),
      pressure: pressure + reader.varint(),
    }
    checkSample(sample)
    stepX = samples.length === 0 ? 0 : sample.x - x
    stepY = samples.length === 0 ? 0 : sample.y - y
    x = sample.x
    y = sample.y
    pressure = sample.pressure
    samples.push(sample)
  } while (reader.remaining > 0)
  return samples
}
