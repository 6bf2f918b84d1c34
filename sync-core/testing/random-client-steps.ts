// Things that happen to a client at random: its window paints, the host orders, the connection goes.

import { limits } from '../base/limits.ts'
import type { Prng } from '../base/prng.ts'
import type { LayerOperation } from '../raster/layer-operation.ts'
import { createStructure, type Layer } from '../raster/structure.ts'
import { randomBrush, randomSamples } from './random-strokes.ts'
import { reopenLine, scriptedSize, tileOfPicture, type ScriptedSession } from './scripted-client.ts'

const { frame } = createStructure(scriptedSize)

function maskOf(prng: Prng): Map<number, Uint8Array> {
  const count = 1 + prng.below(3)
  return new Map(
    Array.from({ length: count }, () => {
      const edge = prng.below(4096)
      return [tileOfPicture(prng.below(8)), new Uint8Array(4096).fill(255, 0, edge).fill(99, edge)]
    }),
  )
}

function layerOperation(prng: Prng, layers: readonly Layer[]): LayerOperation {
  const one = prng.pick(layers).id
  const other = prng.pick(layers).id
  const id = 10 + prng.below(1e6)
  switch (prng.below(9)) {
    case 0:
      return { kind: 'layer-add', id, above: one, name: 'A' }
    case 1:
      return { kind: 'layer-remove', id: one }
    case 2:
      return { kind: 'layer-move', id: one, above: other }
    case 3:
      return { kind: 'layer-set', id: one, field: { kind: 'opacity', value: prng.below(256) } }
    case 4:
      return {
        kind: 'layer-set',
        id: one,
        field: { kind: 'blend', value: prng.pick(['multiply', 'normal', 'add']) },
      }
    case 5:
      return { kind: 'layer-copy', from: one, id, name: 'B' }
    case 6:
      return {
        kind: 'layer-merge',
        top: one,
        below: other,
        opacity: prng.below(256),
        blend: 'normal',
        clipped: false,
      }
    case 7:
      return { kind: 'layer-set', id: one, field: { kind: 'clipped', value: prng.chance(0.5) } }
    default:
      return { kind: 'resize', ...frame, width: 64 + prng.below(200) }
  }
}

export type RandomStep =
  'stroke' | 'points' | 'end' | 'layers' | 'gradient' | 'patch' | 'select' | 'undo' | 'redo' | 'echo' | 'lose'

const stepsAway: readonly RandomStep[] = [
  'stroke',
  'points',
  'end',
  'layers',
  'patch',
  'select',
  'undo',
  'redo',
]
export const stepsAtRandom: readonly RandomStep[] = [
  ...stepsAway,
  'points',
  'layers',
  'gradient',
  'undo',
  'echo',
  'echo',
]

/** Does one thing that people, the host or the network do. */
export async function takeRandomStep(step: RandomStep, prng: Prng, session: ScriptedSession): Promise<void> {
  const { clock, client, host } = session
  const { layers } = client.state()
  const layer = prng.pick(layers).id
  const point = (): { x: number; y: number } => {
    return { x: 16 * (frame.x + prng.below(256)), y: 16 * (frame.y + prng.below(128)) }
  }
  const rgba = (): { red: number; green: number; blue: number; alpha: number } => {
    return { red: prng.below(256), green: 0, blue: 90, alpha: prng.below(256) }
  }
  switch (step) {
    case 'stroke':
      client.beginStroke(layer, randomBrush(prng), randomSamples(prng, frame, 3, undefined))
      return
    case 'points':
      client.addSamples(randomSamples(prng, frame, 1 + prng.below(4), undefined))
      await clock.run(limits.segmentMs)
      return
    case 'end':
      return client.endStroke()
    case 'layers':
      return void client.changeLayers(layerOperation(prng, layers))
    case 'gradient':
      client.gradient({ layer, shape: 'linear', from: point(), to: point(), start: rgba(), stop: rgba() })
      return
    case 'patch': {
      const parts = [...maskOf(prng)].map(([index, coverage]) => {
        return { index, form: prng.chance(0.7) ? ('cover' as const) : ('erase' as const), coverage }
      })
      return void client.patch({ layer, color: prng.below(0x1000000), alphaLock: prng.chance(0.2), parts })
    }
    case 'select':
      return client.setSelection(prng.chance(0.4) ? undefined : maskOf(prng))
    case 'undo':
      return client.undo()
    case 'redo':
      return client.redo()
    case 'echo':
      return host.echo(1 + prng.below(4))
    case 'lose': {
      const seq = client.seq
      host.orderOwn(prng.below(4))
      host.line.close()
      for (let i = prng.below(3); i > 0; i--) await takeRandomStep(prng.pick(stepsAway), prng, session)
      if (prng.chance(0.6)) host.orderOthers(0, { kind: 'close', author: host.you })
      await reopenLine(session)
      if (prng.chance(0.5)) host.sendResume(seq)
      else host.sendSnapshot()
      return
    }
  }
}
