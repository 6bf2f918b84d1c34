// Two people paint one picture with everything there is, in chapters. All of it comes from a seed in whole numbers: no
// function of Math whose last digits could differ between engines has a part in it.

import { blendModes, defaultBrushes, firstLayer } from '../../sync-core/index.ts'
import { angleOrigins, brushModes, byPressure, roundBrush, tipNames } from '../../sync-core/raster/brush.ts'
import { hostAuthor } from '../../sync-core/raster/operation.ts'
import { createStructure } from '../../sync-core/raster/structure.ts'
import { goldenParts } from './golden-parts.ts'
import { goldenStroke } from './golden-stroke.ts'
import { anna, ben, type GoldenScript, ScriptWriter } from './script-writer.ts'

export const goldenSize = { width: 300, height: 220 }

const { frame } = createStructure(goldenSize)
const [figure, shade, glaze, copy] = [21, 22, 23, 24]

export function writeGoldenScript(): GoldenScript {
  const writer = new ScriptWriter()
  writer.chapter('brushes', paintWithDefaultBrushes)
  writer.chapter('tips', paintWithTips)
  writer.chapter('selection', paintInSelection)
  writer.chapter('patches', layPatches)
  writer.chapter('modes', changeModes)
  writer.chapter('layers', changeLayers)
  writer.chapter('undo', undoAndRedo)
  writer.chapter('resize', resize)
  writer.chapter('open', leaveOpen)
  return writer.chapters
}

function paintWithDefaultBrushes(writer: ScriptWriter): void {
  const { prng } = writer
  // Something to erase and to smudge.
  writer.add(anna, { kind: 'patch-begin', layer: firstLayer, color: 0xd0a060, alphaLock: false })
  writer.tell(anna, { kind: 'patch-parts', parts: goldenParts(prng, frame, 'cover', 24) }, { kind: 'end' })
  for (const { brush } of defaultBrushes) {
    const painted = { ...brush, color: prng.below(0x1000000), seed: prng.uint32() }
    writer.add(anna, ...goldenStroke(prng, frame, painted))
  }
}

function paintWithTips(writer: ScriptWriter): void {
  const { prng } = writer
  // Told, as most of what follows would be gone with it.
  writer.tell(anna, { kind: 'layer-add', id: figure, above: firstLayer, name: 'Figure' })
  for (const tip of tipNames) {
    const strokes = brushModes.map((mode, n) => {
      const brush = roundBrush({
        mode,
        tip,
        size: 16 * (10 + prng.below(40)),
        opacity: 100 + prng.below(156),
        flow: 60 + prng.below(196),
        hardness: prng.below(256),
        roundness: 40 + prng.below(216),
        angle: prng.below(256),
        angleFrom: prng.pick(angleOrigins),
        color: prng.below(0x1000000),
        sizeBy: { ...byPressure, tilt: 30, speed: -40 },
        opacityBy: { ...byPressure, tilt: -20, speed: 20 },
        flowBy: { tilt: 0, speed: 50 },
        jitter: { position: 20 * n, size: 30, flow: 40, angle: 60 },
        smudge: n * 128,
        taperStart: prng.below(40),
        taperEnd: prng.below(40),
        seed: prng.uint32(),
      })
      return goldenStroke(prng, frame, brush, { layer: n === 0 ? figure : firstLayer, alphaLock: n === 1 })
    })
    writer.together(strokes[0]!, strokes[1]!)
  }
}

function paintInSelection(writer: ScriptWriter): void {
  const { prng } = writer
  writer.tell(anna, { kind: 'select', stage: 'first', parts: goldenParts(prng, frame, 'cover', 18) })
  writer.tell(anna, { kind: 'select', stage: 'last', parts: goldenParts(prng, frame, 'cover', 12) })
  writer.tell(ben, { kind: 'select', stage: 'whole', parts: goldenParts(prng, frame, 'cover', 30) })
  const brush = roundBrush({ size: 16 * 60, hardness: 20, opacity: 180, color: 0x1060c0 })
  const eraser = roundBrush({ size: 16 * 40, hardness: 100, blend: 'erase', mode: 'build-up', flow: 90 })
  writer.together(
    goldenStroke(prng, frame, brush, { selected: true, layer: figure }),
    goldenStroke(prng, frame, eraser, { selected: true }),
  )
  for (const shape of ['linear', 'radial'] as const) {
    writer.add(shape === 'linear' ? anna : ben, {
      kind: 'gradient',
      layer: figure,
      alphaLock: shape === 'radial',
      selected: true,
      shape,
      area: { ...frame, width: frame.width - 30 },
      from: { x: (frame.x + 40) * 16 + 5, y: (frame.y + 170) * 16 },
      to: { x: (frame.x + 230) * 16, y: (frame.y + 30) * 16 + 11 },
      start: { red: 250, green: 40, blue: 90, alpha: 220 },
      stop: { red: 10, green: 200, blue: 130, alpha: 70 },
    })
  }
  writer.tell(ben, { kind: 'select', stage: 'whole', parts: [] })
}

function layPatches(writer: ScriptWriter): void {
  const { prng } = writer
  writer.add(anna, { kind: 'layer-add', id: shade, above: figure, name: 'Shade' })
  for (const alphaLock of [false, true]) {
    const layer = alphaLock ? firstLayer : shade
    writer.add(ben, { kind: 'patch-begin', layer, color: prng.below(0x1000000), alphaLock })
    for (const form of ['cover', 'over', 'erase', 'cover'] as const) {
      writer.tell(ben, { kind: 'patch-parts', parts: goldenParts(prng, frame, form, 5) })
    }
    writer.tell(ben, { kind: 'end' })
  }
}

function changeModes(writer: ScriptWriter): void {
  writer.set(anna, figure, { kind: 'opacity', value: 231 })
  writer.set(ben, shade, { kind: 'opacity', value: 140 })
  for (const clipped of [false, true]) {
    writer.set(ben, shade, { kind: 'clipped', value: clipped })
    // Told, as undoing them would not be seen below the last one.
    for (const value of blendModes) {
      writer.tell(ben, { kind: 'layer-set', id: shade, field: { kind: 'blend', value } })
    }
  }
  writer.set(anna, figure, { kind: 'blend', value: 'multiply' })
}

function changeLayers(writer: ScriptWriter): void {
  const { prng } = writer
  writer.add(anna, { kind: 'layer-copy', from: figure, id: copy, name: 'Figure 2' })
  writer.add(ben, { kind: 'layer-add', id: glaze, above: copy, name: 'Glaze' })
  const brush = roundBrush({ size: 16 * 30, opacity: 90, color: 0x30b070, hardness: 80 })
  writer.together(
    goldenStroke(prng, frame, brush, { layer: copy, alphaLock: true }),
    goldenStroke(prng, frame, { ...brush, color: 0xe02050 }, { layer: glaze }),
  )
  writer.set(ben, glaze, { kind: 'blend', value: 'soft-light' })
  writer.add(anna, {
    kind: 'layer-merge',
    top: glaze,
    below: copy,
    opacity: 200,
    blend: 'soft-light',
    clipped: true,
  })
  writer.add(ben, { kind: 'layer-move', id: copy, above: 0 })
  writer.add(ben, {
    kind: 'layer-merge',
    top: shade,
    below: figure,
    opacity: 140,
    blend: 'color-dodge',
    clipped: false,
  })
  writer.set(anna, firstLayer, { kind: 'visible', value: false })
  writer.add(anna, { kind: 'layer-remove', id: firstLayer })
}

/** Both take back most of what they did, by turns, and do some of it again. */
function undoAndRedo(writer: ScriptWriter): void {
  const { prng } = writer
  for (const author of [anna, ben]) {
    const actions = [...writer.actions.get(author)!].reverse()
    const undone = actions.filter((_, i) => i < 4 || prng.chance(0.6))
    for (const action of undone) writer.tell(author, { kind: 'undo', action })
    for (const action of [...undone].reverse()) {
      if (prng.chance(0.5)) writer.tell(author, { kind: 'redo', action })
    }
  }
}

function resize(writer: ScriptWriter): void {
  const larger = { x: frame.x - 50, y: frame.y - 37, width: frame.width + 111, height: frame.height + 64 }
  writer.add(anna, { kind: 'resize', ...larger })
  writer.add(ben, { kind: 'resize', ...frame, width: 170, height: 99 })
  const action = writer.actions.get(ben)!.at(-1)!
  writer.tell(ben, { kind: 'undo', action })
}

/** Anna goes on painting while the host ends what Ben left. */
function leaveOpen(writer: ScriptWriter): void {
  const { prng } = writer
  const brush = roundBrush({ size: 16 * 50, opacity: 120, color: 0x8030d0, hardness: 10 })
  writer.together(
    goldenStroke(prng, frame, brush, { layer: figure, selected: true }).slice(0, -1),
    goldenStroke(prng, frame, { ...brush, blend: 'erase' }, { layer: figure }).slice(0, -1),
  )
  writer.tell(hostAuthor, { kind: 'close', author: ben })
}
