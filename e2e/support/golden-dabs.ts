import { buildUpRule, dabWords, tileClosed, washRule } from '../../sync-core/kernel/dab-kernel.ts'
import {
  colorRule,
  shapedDabWords,
  tipAnywhere,
  tipHeaderBytes,
  tipOnNib,
  tipOnPlane,
} from '../../sync-core/kernel/shaped-dab-kernel.ts'
import { hairCount } from '../../sync-core/kernel/texture-row.ts'
import { channelOne, coverageOne, scratchPointer } from '../../sync-core/kernel/tile-layout.ts'
import { tipNames } from '../../sync-core/raster/brush.ts'
import { type Tip, tipOf } from '../../sync-core/raster/brush-tips.ts'
import { cosineOf, sineOf } from '../../sync-core/raster/integer-sine.ts'
import { across, down, type KernelTrial } from './kernel-trial.ts'

const table = scratchPointer
const dabsAt = scratchPointer + 1024
const dabCount = 24
/** Of the window's first tile in the plane. */
const [tileX, tileY] = [100, 120]
const rules = { wash: washRule, 'build-up': buildUpRule, color: colorRule }

/** Round dabs, with grain and without. */
export function tryRoundDabs(trial: KernelTrial): void {
  const { kernel, at } = trial
  for (const rule of ['wash', 'build-up'] as const) {
    for (const grain of [0, at.grain]) {
      const name = `paintDabs ${rule} ${grain === 0 ? 'plain' : 'grain'}`
      forWindows(trial, (count) => {
        trial.fillBytes('grain')
        for (let n = 0; n < count; n++) kernel.i32.set(roundDab(trial), (dabsAt >> 2) + n * dabWords)
        return [name, kernel.paintDabs(dabsAt, count, table, tileX, tileY, across, down, rules[rule], grain)]
      })
    }
  }
}

/** Flat nibs, with every tip, of one colour and of many. */
export function tryShapedDabs(trial: KernelTrial): void {
  const { kernel, at } = trial
  for (const tipName of tipNames) {
    const tip = tipOf(tipName)
    for (const [ruleName, rule] of Object.entries(rules)) {
      forWindows(trial, (count) => {
        if (tip !== undefined) placeTip(trial, tip)
        for (let n = 0; n < count; n++) {
          kernel.i32.set(shapedDab(trial), (dabsAt >> 2) + n * shapedDabWords)
        }
        const tipAt = tip === undefined ? 0 : at.tip
        return [
          `paintShapedDabs ${ruleName} ${tipName}`,
          kernel.paintShapedDabs(dabsAt, count, table, tileX, tileY, across, down, rule, tipAt),
        ]
      })
    }
  }
}

/** A window with all of its masks, and one in which some are closed or not there yet. */
function forWindows(
  trial: KernelTrial,
  paint: (count: number) => readonly [name: string, painted: number],
): void {
  const { kernel, prng } = trial
  for (const window of ['whole', 'broken']) {
    for (let place = 0; place < across * down; place++) {
      trial.fillMask(trial.windowMask(place))
      const isHole = window === 'broken' && prng.chance(0.4)
      kernel.i32[(table >> 2) + place] = isHole ? prng.pick([0, tileClosed]) : trial.windowMask(place)
    }
    const [name, painted] = paint(dabCount)
    trial.keepWindow(name, painted)
  }
}

/** x, y, radius, hardness, limit and flow of a dab in the window or near it. */
function roundDab({ prng }: KernelTrial): number[] {
  const weight = (): number => (prng.chance(0.4) ? coverageOne : prng.below(coverageOne + 1))
  return [
    (tileX * 64 - 20 + prng.below(across * 64 + 40)) * 256 + prng.below(256),
    (tileY * 64 - 20 + prng.below(down * 64 + 40)) * 256 + prng.below(256),
    128 + prng.below(prng.chance(0.15) ? 100_000 : 6000),
    prng.pick([0, 255, prng.below(256)]),
    weight(),
    weight(),
  ]
}

function shapedDab(trial: KernelTrial): number[] {
  const { prng } = trial
  const angle = prng.below(256)
  const alpha = prng.below(channelOne + 1)
  return [
    ...roundDab(trial),
    prng.pick([0, prng.below(600), prng.below(9000)]),
    cosineOf(angle),
    sineOf(angle),
    prng.below(128),
    prng.below(128),
    prng.below(alpha + 1),
    prng.below(alpha + 1),
    alpha,
    alpha,
    0,
  ]
}

function placeTip({ kernel, at, prng }: KernelTrial, { lies, heights, gain }: Tip): void {
  const places = { plane: tipOnPlane, anywhere: tipAnywhere, nib: tipOnNib }
  kernel.i32.set([places[lies], gain, 0, 0], at.tip >> 2)
  const first = lies === 'nib' ? prng.below(heights.length - hairCount) : 0
  const used = lies === 'nib' ? heights.subarray(first, first + hairCount + 1) : heights
  kernel.u16.set(used, (at.tip + tipHeaderBytes) >> 1)
}
