import type { Kernel } from '../../sync-core/kernel/kernel.ts'
import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { blankBase } from '../../sync-core/raster/base.ts'
import type { CanvasSize } from '../../sync-core/raster/canvas-size.ts'
import { Timeline } from '../../sync-core/raster/timeline.ts'

/** A blank picture painted with this kernel. */
export function blankTimeline(size: CanvasSize, kernel: Kernel): Timeline {
  return new Timeline(blankBase(size), { memory: new PictureMemory(kernel) })
}

/** Applies encoded operations as a primary does, their clientSeq being their place among all. */
export function applyAll(timeline: Timeline, operations: readonly Uint8Array[], author = 1): Timeline {
  for (const operation of operations) {
    const seq = timeline.seq + 1
    timeline.apply({ seq, author, clientSeq: seq, operation })
    timeline.memory.collectWhenDue()
  }
  return timeline
}
