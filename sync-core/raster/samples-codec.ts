import type { ByteReader } from '../base/byte-reader.ts'
import type { ByteWriter } from '../base/byte-writer.ts'
import { limits } from '../base/limits.ts'
import type { Sample } from './operation.ts'
import { checkSample } from './operation-range.ts'

// Pen samples as bytes: count, then for each sample x, y and pressure as differences from what was expected.
//
//   sample      x, y expected                        pressure expected     typical bytes
//   first       0                                    0                     3 + 3 + 2
//   second      the one before                       the one before        2 + 2 + 1
//   others      the one before + the step before     the one before        1 + 1 + 1
//
// Differences are zigzag varints. An update is decoded on its own, so that a lost one could never bend later ones.

/** Appends 1..samplesPerUpdateMax samples; throws ProtocolError('malformed') when one is out of range. */
export function encodeSamples(writer: ByteWriter, samples: readonly Sample[]): void {
  writer.varuint(samples.length)
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

/** Reads samples; a count or a value out of range is ProtocolError('malformed'), found before memory is taken. */
export function decodeSamples(reader: ByteReader): Sample[] {
  const count = reader.varuint()
  if (count < 1 || count > limits.samplesPerUpdateMax) {
    throw reader.malformed(`an update carries 1 to ${limits.samplesPerUpdateMax} samples, not ${count}`)
  }
  const samples: Sample[] = []
  let x = 0
  let y = 0
  let stepX = 0
  let stepY = 0
  let pressure = 0
  for (let i = 0; i < count; i++) {
    const sample = {
      x: x + stepX + reader.varint(),
      y: y + stepY + reader.varint(),
      pressure: pressure + reader.varint(),
    }
    checkSample(sample)
    stepX = i === 0 ? 0 : sample.x - x
    stepY = i === 0 ? 0 : sample.y - y
    x = sample.x
    y = sample.y
    pressure = sample.pressure
    samples.push(sample)
  }
  return samples
}
