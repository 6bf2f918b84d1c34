// What a crash run came to: the stored order beside everything that anybody was told.

import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { blankBase } from '../../sync-core/raster/base.ts'
import type { HorizonLimits } from '../../sync-core/raster/next-horizon.ts'
import type { Update } from '../../sync-core/raster/operation.ts'
import { Timeline } from '../../sync-core/raster/timeline.ts'
import type { CanvasSize } from '../../sync-core/index.ts'
import { isSameUpdate, type Witness } from './witness.ts'

export interface Verdict {
  readonly acknowledged: number
  /** Updates that somebody was told of, or that were counted or called durable, and that are not where they were said to be. */
  readonly lost: number
  /** Updates that are in the order more than once. */
  readonly doubled: number
  /** What does not fit, in sentences. */
  readonly problems: readonly string[]
}

export function judge(witness: Witness, stored: readonly Update[]): Verdict {
  const problems: string[] = []
  const lost = new Set<string>()
  for (const told of witness.updates) {
    for (const update of told ?? []) {
      const found = stored[update.seq - 1]
      if (found !== undefined && isSameUpdate(found, update)) continue
      lost.add(`${update.author} ${update.clientSeq}`)
      problems.push(
        `${describe(update)} was told; stored is ${found === undefined ? 'nothing' : describe(found)}.`,
      )
    }
  }
  for (let seq = stored.length + 1; seq <= witness.durableSeq; seq++) {
    if ((witness.updates[seq] ?? []).length > 0) continue
    lost.add(`seq ${seq}`)
    problems.push(`Update ${seq} was called durable; stored is nothing.`)
  }
  const lastOf = new Map<number, number>()
  let doubled = 0
  for (const [i, update] of stored.entries()) {
    const last = lastOf.get(update.author) ?? 0
    if (update.seq !== i + 1) problems.push(`Place ${i + 1} of the stored order has ${describe(update)}.`)
    if (update.clientSeq <= last) doubled += 1
    else if (update.clientSeq !== last + 1) problems.push(`${describe(update)} follows number ${last}.`)
    lastOf.set(update.author, Math.max(last, update.clientSeq))
  }
  for (const [author, count] of witness.counted) {
    for (let clientSeq = (lastOf.get(author) ?? 0) + 1; clientSeq <= count; clientSeq++) {
      lost.add(`${author} ${clientSeq}`)
      problems.push(`Number ${clientSeq} of author ${author} was counted; stored is nothing.`)
    }
  }
  return { acknowledged: witness.acknowledged, lost: lost.size, doubled, problems }
}

/** The picture that an order paints, from blank. */
export function foldOrder(size: CanvasSize, order: readonly Update[], horizonLimits?: HorizonLimits): string {
  const memory = new PictureMemory(createWasmKernel())
  const timeline = new Timeline(blankBase(size), { memory, ...(horizonLimits && { horizonLimits }) })
  for (const update of order) {
    timeline.apply(update)
    memory.collectWhenDue()
  }
  return timeline.hash()
}

function describe({ seq, author, clientSeq }: Update): string {
  return `update ${seq} (number ${clientSeq} of author ${author})`
}
