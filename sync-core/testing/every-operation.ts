import { blendModes } from '../kernel/blend-mode.ts'
import { angleOrigins, brushBlends, brushModes, tipNames } from '../raster/brush.ts'
import type { Operation } from '../raster/operation.ts'
import type { Wanted } from './seen-values.ts'

const place = { layer: 'several', alphaLock: 'both', selected: 'both' } as const
const frame = { x: 'several', y: 'several', width: 'several', height: 'several' } as const
const point = { x: 'several', y: 'several' } as const
const rgba = { red: 'several', green: 'several', blue: 'several', alpha: 'several' } as const
const dynamics = { curve: 'several', tilt: 'several', speed: 'several' } as const
const samples = {
  ...point,
  pressure: 'several',
  tiltX: 'several',
  tiltY: 'several',
  speed: 'several',
  color: 'several',
} as const

/** Every kind of operation, every form of a part, every field of a layer and everything about a brush and a pen. */
export const everyOperation: Wanted<Operation> = {
  'stroke-begin': {
    ...place,
    brush: {
      blend: brushBlends,
      mode: brushModes,
      size: 'several',
      opacity: 'several',
      flow: 'several',
      hardness: 'several',
      spacing: 'several',
      roundness: 'several',
      angle: 'several',
      angleFrom: angleOrigins,
      tip: tipNames,
      color: 'several',
      sizeBy: dynamics,
      opacityBy: dynamics,
      flowBy: dynamics,
      jitter: { position: 'several', size: 'several', flow: 'several', angle: 'several' },
      smudge: 'several',
      taperStart: 'several',
      taperEnd: 'several',
      seed: 'several',
    },
    samples,
  },
  'stroke-points': { samples },
  'patch-begin': { layer: 'several', color: 'several', alphaLock: 'both' },
  'patch-parts': { parts: { index: 'several', form: ['cover', 'erase', 'over'], bytes: 'several' } },
  end: {},
  gradient: {
    ...place,
    shape: ['linear', 'radial'],
    area: frame,
    from: point,
    to: point,
    start: rgba,
    stop: rgba,
  },
  'layer-add': { id: 'several', above: 'several', name: 'several' },
  'layer-remove': { id: 'several' },
  'layer-move': { id: 'several', above: 'several' },
  'layer-set': {
    id: 'several',
    field: {
      name: { value: 'several' },
      opacity: { value: 'several' },
      blend: { value: blendModes },
      visible: { value: 'both' },
      locked: { value: 'both' },
      alphaLocked: { value: 'both' },
      clipped: { value: 'both' },
    },
  },
  'layer-copy': { from: 'several', id: 'several', name: 'several' },
  'layer-merge': {
    top: 'several',
    below: 'several',
    opacity: 'several',
    blend: 'several',
    clipped: 'both',
  },
  resize: frame,
  palette: { colors: 'several' },
  select: {
    stage: ['whole', 'first', 'middle', 'last'],
    parts: { index: 'several', bytes: 'several' },
  },
  undo: { action: 'several' },
  redo: { action: 'several' },
  close: { author: 'several' },
}
