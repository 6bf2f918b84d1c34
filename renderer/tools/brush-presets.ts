import { byPressure, roundBrush, type Brush } from '../../sync-core/index.ts'
import { toSettings, type BrushSettings } from './brush-settings.ts'

/** What a drawing tool paints with. */
export type DrawingTool = 'brush' | 'eraser'

/** A brush that comes with the program, before anybody changed it. */
export interface BrushPreset {
  readonly name: string
  /** The only tool that it makes sense for; without one, it paints and erases. */
  readonly tool?: DrawingTool
  readonly settings: BrushSettings
}

const defaultBrushes: readonly { name: string; brush: Brush }[] = [
  { name: 'ink', brush: roundBrush({ size: 128, sizeBy: byPressure, hardness: 235 }) },
  { name: 'pencil', brush: roundBrush({ size: 64, sizeBy: byPressure, tip: 'paper' }) },
  { name: 'marker', brush: roundBrush({ size: 320, opacity: 160 }) },
  { name: 'airbrush', brush: roundBrush({ size: 960, hardness: 0, flow: 30, mode: 'build-up' }) },
  {
    name: 'soft eraser',
    brush: roundBrush({ blend: 'erase', size: 640, hardness: 60, opacityBy: byPressure }),
  },
  { name: 'smudge', brush: roundBrush({ size: 480, smudge: 255 }) },
]

/** Enough to take the tremble out of a pen's line; the hand hardly notices it. */
const usualSteadiness = 30

/** In the order in which they are offered. */
export const brushPresets: readonly BrushPreset[] = defaultBrushes.map(({ name, brush }) => ({
  name,
  ...(brush.blend === 'erase' ? { tool: 'eraser' } : brush.smudge > 0 ? { tool: 'brush' } : {}),
  settings: toSettings(brush, usualSteadiness),
}))

/** The presets that the tools begin with. */
export const firstPresets: Readonly<Record<DrawingTool, string>> = {
  brush: brushPresets.find(({ tool }) => tool === undefined)?.name ?? '',
  eraser: brushPresets.find(({ tool }) => tool === 'eraser')?.name ?? '',
}

export function findPreset(name: string): BrushPreset | undefined {
  return brushPresets.find((preset) => preset.name === name)
}
