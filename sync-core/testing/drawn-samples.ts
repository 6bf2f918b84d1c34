import { decodeOperation } from '../raster/operation-codec.ts'
import { fromOffsets } from '../raster/sample-offsets.ts'
import type { Sample } from '../raster/sample.ts'
import type { SeenUpdate } from './session-history.ts'
import { SimulationFailure } from './simulation-failure.ts'

/** What one window of a participant was given by the pen, from its opening to its end. */
export interface DrawnLife {
  /** In order, every stroke's samples. */
  readonly samples: Sample[]
  /** `killed`: what had not left the window yet is lost with it, and only that: a first part of the samples remains. */
  ended: 'no' | 'killed'
}

/**
 * Throws unless what a participant drew is in the order of the session: once, in order, and all of it except the last part
 * of a window that was killed. A stroke that the host had to end goes on as a new one, which repeats one sample.
 */
export function checkDrawn(
  name: string,
  author: number,
  lives: readonly DrawnLife[],
  order: readonly SeenUpdate[],
): void {
  const found = samplesOf(author, order)
  let at = 0
  lives.forEach((life, place) => {
    let matched = 0
    while (matched < life.samples.length && at < found.length) {
      const { sample, isFirst } = found[at]!
      if (isSame(sample, life.samples[matched]!)) matched += 1
      else if (!(isFirst && matched > 0 && isSame(sample, life.samples[matched - 1]!))) break
      at += 1
    }
    if (life.ended === 'no' && matched < life.samples.length) {
      throw new SimulationFailure(
        'drawn-lost',
        `${name}'s window ${place + 1} drew ${life.samples.length} samples, and the session has ${matched} of them`,
      )
    }
  })
  if (at < found.length) {
    throw new SimulationFailure(
      'drawn-twice',
      `the session has ${found.length} samples of ${name}, who drew only ${at} of them`,
    )
  }
}

function samplesOf(author: number, order: readonly SeenUpdate[]): { sample: Sample; isFirst: boolean }[] {
  let last: Sample | undefined
  return order
    .filter((update) => update.author === author)
    .flatMap(({ operation: bytes }) => {
      const operation = decodeOperation(bytes)
      if (operation.kind !== 'stroke-begin' && operation.kind !== 'stroke-points') return []
      const isBegin = operation.kind === 'stroke-begin'
      const samples = isBegin || last === undefined ? operation.samples : fromOffsets(last, operation.samples)
      last = samples.at(-1)
      return samples.map((sample, i) => ({ sample, isFirst: isBegin && i === 0 }))
    })
}

const extraChannels = ['tiltX', 'tiltY', 'speed', 'color'] as const

function isSame(a: Sample, b: Sample): boolean {
  const isBare = a.x === b.x && a.y === b.y && a.pressure === b.pressure
  return isBare && extraChannels.every((channel) => (a[channel] ?? 0) === (b[channel] ?? 0))
}
