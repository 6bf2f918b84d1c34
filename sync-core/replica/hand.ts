// What a person does to the picture, on its way into the replica: checked against the picture as it is shown, refused with a
// sentence, completed by what the layer and the selection say, and brought into the range of the wire.

import type { Limits } from '../base/limits.ts'
import { checkBrush } from '../raster/brush-range.ts'
import { type Brush, keepUsedChannels } from '../raster/brush.ts'
import type { LayerOperation } from '../raster/layer-operation.ts'
import { lineIntoRange } from '../raster/line-into-range.ts'
import type { Gradient, MarkPlace } from '../raster/operation.ts'
import type { Sample } from '../raster/sample.ts'
import type { Selection } from '../raster/selections.ts'
import type { LayerId } from '../raster/structure.ts'
import { encodePatch, type Patch } from './encode-patch.ts'
import { sampleIntoRange } from './into-range.ts'
import { judgeLayers, markRefusal, type Outcome, refused, taken } from './outcome.ts'
import type { MovementStep, Replica } from './replica.ts'

/** Without what is looked up: whether the layer's alpha is locked, whether something is selected, and the frame. */
export type PlainGradient = Omit<Gradient, keyof MarkPlace | 'area'> & { readonly layer: LayerId }

export class Hand {
  private readonly replica: Replica
  private readonly limits: Limits
  private readonly sessionRefusal: () => string | undefined
  private readonly roleRefusal: () => string | undefined
  private penDown: { readonly layer: LayerId; readonly brush: Brush } | undefined

  /** `session` says why nothing can be drawn right now, `role` why this person never may, or undefined. */
  constructor(
    replica: Replica,
    limits: Limits,
    refusals: { session: () => string | undefined; role: () => string | undefined },
  ) {
    this.replica = replica
    this.limits = limits
    this.sessionRefusal = refusals.session
    this.roleRefusal = refusals.role
  }

  beginStroke(layer: LayerId, brush: Brush, samples: readonly Sample[]): Outcome {
    checkBrush(brush)
    this.endStroke()
    const refusal = this.roleRefusal() ?? this.markRefusal(layer, 'selected')
    if (refusal !== undefined) return refused(refusal)
    this.penDown = { layer, brush }
    this.addSamples(samples)
    return taken
  }

  /** What is refused is neither painted nor kept: the stroke ends there, and goes on as another when it may. */
  addSamples(samples: readonly Sample[]): void {
    if (this.penDown === undefined) return
    const { layer, brush } = this.penDown
    const valid = samples.map((sample) => keepUsedChannels(brush, sampleIntoRange(sample)))
    if (this.sessionRefusal() !== undefined) this.replica.endStroke()
    else if (this.replica.isDrawing) this.replica.addSamples(valid)
    else this.replica.beginStroke(this.placeOn(layer), brush, valid)
  }

  endStroke(): void {
    this.penDown = undefined
    this.replica.endStroke()
  }

  changeLayers(operation: LayerOperation, step: MovementStep): Outcome {
    return this.act(() => {
      const { shown } = this.replica
      const judged = judgeLayers(shown?.structure, shown?.tileCount() ?? 0, operation, this.limits)
      if (judged === 'nothing') return taken
      if (judged.kind === 'taken') this.replica.act([operation], step)
      return judged
    })
  }

  gradient(gradient: PlainGradient): Outcome {
    return this.act(() => {
      const refusal = this.markRefusal(gradient.layer, 'selected')
      if (refusal !== undefined) return refused(refusal)
      const area = this.replica.shown!.structure!.frame
      const [from, to] = lineIntoRange(gradient.from, gradient.to)
      this.replica.act([{ ...gradient, from, to, kind: 'gradient', ...this.placeOn(gradient.layer), area }])
      return taken
    })
  }

  patch(patch: Patch): Outcome {
    return this.act(() => {
      const refusal = this.markRefusal(patch.layer, 'anywhere')
      if (refusal !== undefined) return refused(refusal)
      const encoded = encodePatch(patch, this.limits)
      if ('tooManyBytes' in encoded) {
        return refused(tooLarge('This', encoded.tooManyBytes, this.limits.patchBytesMax))
      }
      this.replica.act(encoded.operations)
      return taken
    })
  }

  /** A stroke goes on as another, inside of what is selected now. */
  setSelection(mask: Selection | undefined): void {
    this.replica.endStroke()
    this.replica.selection.set(mask)
  }

  /** Something that is done at once or not at all; an open stroke is ended. */
  private act(change: () => Outcome): Outcome {
    const refusal = this.sessionRefusal()
    if (refusal !== undefined) return refused(refusal)
    this.endStroke()
    return change()
  }

  /** Why nothing can be painted on the layer, besides what is the matter with the session. */
  private markRefusal(layer: LayerId, where: 'selected' | 'anywhere'): string | undefined {
    const { shown, selection } = this.replica
    if (shown?.structure === undefined) return undefined
    const tooManyBytes = where === 'selected' ? selection.tooManyBytes : undefined
    if (tooManyBytes !== undefined) {
      return tooLarge('The selection', tooManyBytes, this.limits.selectionBytesMax)
    }
    return markRefusal(shown.structure, shown.tileCount(), layer, this.limits)
  }

  private placeOn(layer: LayerId): MarkPlace {
    const found = this.replica.shown?.structure?.layers.find(({ id }) => id === layer)
    const selected = this.replica.selection.current !== undefined
    return { layer, alphaLock: found?.alphaLocked === true, selected }
  }
}

function tooLarge(what: string, bytes: number, bytesMax: number): string {
  const megabytes = (count: number): string => (count / 1024 / 1024).toFixed(1)
  return `${what} has ${megabytes(bytes)} MB when it is sent, and at most ${megabytes(bytesMax)} MB can be.`
}
