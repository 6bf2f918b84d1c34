// Every function of the kernel over seeded inputs. The unit tests compare both kernels over many more; here a few are enough,
// because an engine that computes differently does so everywhere.

import { composite } from '../../sync-core/kernel/blend-kernel.ts'
import { blendModes } from '../../sync-core/kernel/blend-mode.ts'
import { gradientShapes } from '../../sync-core/kernel/gradient-kernel.ts'
import type { Kernel, KernelFunctions } from '../../sync-core/kernel/kernel.ts'
import {
  channelOne,
  coverageOne,
  pixelTileBytes,
  scratchPointer,
  tilePixels,
} from '../../sync-core/kernel/tile-layout.ts'
import { extremeChannels, meetingPixels } from '../../sync-core/testing/random-pixels.ts'
import { tryRoundDabs, tryShapedDabs } from './golden-dabs.ts'
import { KernelTrial } from './kernel-trial.ts'

/** Digests of what the functions of a kernel do, by function and way of calling it. */
export function digestKernel(kernel: Kernel): Record<string, string> {
  const trial = new KernelTrial(kernel)
  Object.values(trials).forEach((run, seed) => {
    trial.begin(seed)
    run(trial)
  })
  return trial.result()
}

/** A new function of the kernel does not compile before it is tried here. */
const trials: { readonly [Name in keyof KernelFunctions]: (trial: KernelTrial) => void } = {
  copyBlock(trial) {
    const { kernel, at } = trial
    trial.fillBytes('target')
    kernel.copyBlock(at.target + 64, at.target, pixelTileBytes)
    trial.keep('copyBlock', kernel.copyBlock(at.target, at.source, pixelTileBytes), 'target')
    trial.keep('copyBlock', 0, 'source')
  },
  zeroBlock(trial) {
    trial.fillBytes('target')
    trial.keep('zeroBlock', trial.kernel.zeroBlock(trial.at.target + 16, 4096), 'target')
  },
  fillTile(trial) {
    trial.fillBytes('target')
    trial.keep('fillTile', trial.kernel.fillTile(trial.at.target, 1, 20_000, 3, channelOne), 'target')
  },
  scaleTile(trial) {
    for (let n = 0; n < 4; n++) {
      trial.fillPixels('target')
      trial.fillBytes('selection')
      trial.keep('scaleTile', trial.kernel.scaleTile(trial.at.target, trial.at.selection), 'target')
    }
  },
  isBlank(trial) {
    const { kernel, at, prng } = trial
    trial.keep('isBlank', kernel.isBlank(at.target))
    for (let n = 0; n < 20; n++) {
      kernel.zeroBlock(at.target, pixelTileBytes)
      kernel.u16[(at.target >> 1) + prng.below(tilePixels * 4)] = 1
      trial.keep('isBlank', kernel.isBlank(at.target))
    }
  },
  isWellFormed(trial) {
    const { kernel, at, prng } = trial
    for (let n = 0; n < 20; n++) {
      trial.fillPixels('target')
      trial.keep('isWellFormed', kernel.isWellFormed(at.target))
      kernel.u16[(at.target >> 1) + prng.below(tilePixels * 4)] = prng.below(65_536)
      trial.keep('isWellFormed', kernel.isWellFormed(at.target))
    }
  },
  showTile(trial) {
    for (let n = 0; n < 4; n++) {
      trial.fillPixels('target')
      trial.keep('showTile', trial.kernel.showTile(trial.at.target, trial.at.out), 'out')
    }
  },
  hashBlock(trial) {
    const { kernel, at } = trial
    trial.fillBytes('target')
    for (const bytes of [32, 64, 4096, 8192 + 32, pixelTileBytes]) {
      kernel.hashBlock(at.target, bytes, scratchPointer)
      trial.keep('hashBlock', kernel.i32[scratchPointer >> 2]!)
      trial.keep('hashBlock', kernel.i32[(scratchPointer >> 2) + 1]!)
    }
  },
  countRepeats(trial) {
    const { kernel, at, prng } = trial
    for (let n = 0; n < 20; n++) {
      trial.keep('countRepeats', kernel.countRepeats(at.target))
      kernel.u16[(at.target >> 1) + prng.below(tilePixels * 4)] = prng.below(channelOne)
    }
  },
  filterTile(trial) {
    trial.fillBytes('target')
    trial.keep('filterTile', trial.kernel.filterTile(trial.at.target, trial.at.out), 'out')
    trial.fillPixels('target')
    trial.keep('filterTile', trial.kernel.filterTile(trial.at.target, trial.at.out), 'out')
  },
  unfilterTile(trial) {
    trial.fillBytes('target')
    trial.keep('unfilterTile', trial.kernel.unfilterTile(trial.at.target, trial.at.out), 'out')
  },
  paintDabs: tryRoundDabs,
  paintShapedDabs: tryShapedDabs,
  mergeFlat(trial) {
    const { kernel, at, prng } = trial
    forMerges(trial, (selection, lock, how) => {
      const alpha = prng.pick([0, 1, channelOne, channelOne])
      const [red, green, blue] = [prng.below(alpha + 1), prng.below(alpha + 1), alpha]
      const answer = kernel.mergeFlat(at.target, at.mask, selection, lock, red, green, blue, alpha)
      trial.keep(`mergeFlat ${how}`, answer, 'target')
    })
  },
  mergeColors(trial) {
    const { kernel, at } = trial
    forMerges(trial, (selection, lock, how) => {
      coverColors(trial)
      const answer = kernel.mergeColors(at.target, at.source, at.mask, selection, lock)
      trial.keep(`mergeColors ${how}`, answer, 'target')
    })
  },
  blendTile(trial) {
    const { kernel, at } = trial
    const [extremeBackdrop, extremeSource] = meetingPixels(extremeChannels)
    for (const [mode, name] of blendModes.entries()) {
      for (const rule of [composite.over, composite.atop]) {
        const what = `blendTile ${name} ${rule === composite.over ? 'over' : 'atop'}`
        for (const opacity of [coverageOne, 16384, 1 + trial.prng.below(coverageOne)]) {
          trial.fillPixels('target')
          trial.fillPixels('source')
          trial.keep(what, kernel.blendTile(at.target, at.source, opacity, mode, rule), 'target')
          kernel.u16.set(extremeBackdrop, at.target >> 1)
          kernel.u16.set(extremeSource, at.source >> 1)
          trial.keep(what, kernel.blendTile(at.target, at.source, opacity, mode, rule), 'target')
        }
      }
    }
  },
  gradientTile(trial) {
    const { kernel, at, prng } = trial
    const near = (): number => 8192 * 16 + prng.below(6000) - 3000
    const anywhere = (): number => prng.below(786_433) - 262_144
    for (const [shape, name] of gradientShapes.entries()) {
      for (let n = 0; n < 30; n++) {
        const point = n % 5 === 0 ? anywhere : near
        const ends = [point(), point(), point(), point()] as const
        const colors = [prng.uint32(), prng.uint32()] as const
        const answer = kernel.gradientTile(at.out, shape, 8192, 8192, ...ends, ...colors)
        trial.keep(`gradientTile ${name}`, answer, 'out')
      }
    }
  },
}

/** Fresh pixels and coverage for each way to merge them. */
function forMerges(trial: KernelTrial, merge: (selection: number, lock: number, how: string) => void): void {
  for (const selection of [0, trial.at.selection]) {
    for (const lock of [0, 1]) {
      for (let n = 0; n < 3; n++) {
        trial.fillPixels('target')
        trial.fillMask()
        trial.fillBytes('selection')
        merge(
          selection,
          lock,
          `${selection === 0 ? 'everywhere' : 'selected'} ${lock === 1 ? 'locked' : 'free'}`,
        )
      }
    }
  }
}

/** Colours for the mask, times its coverage. */
function coverColors({ kernel, at, prng }: KernelTrial): void {
  for (let i = 0; i < tilePixels; i++) {
    const covered = Math.min(channelOne, kernel.u16[(at.mask >> 1) + i]!)
    const color = [prng.below(covered + 1), covered, prng.below(covered + 1), covered]
    kernel.u16.set(color, (at.source >> 1) + i * 4)
  }
}
