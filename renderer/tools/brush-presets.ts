import { defaultBrushes } from '../../sync-core/index.ts'
import { toSettings, type BrushSettings } from './brush-settings.ts'

/** What a drawing tool paints with. */
export type DrawingTool = 'brush' | 'eraser'

/** A brush as it stands on the shelf: one that comes with the program, before anybody changed it, or one of a person's own. */
export interface BrushPreset {
  /** Its own among all; what comes with the program is called by it in the catalogue. */
  readonly name: string
  /** What a person called it; only own brushes have one. */
  readonly title?: string
  /** The only tool that it makes sense for; without one, it paints and erases. */
  readonly tool?: DrawingTool
  readonly settings: BrushSettings
}

/** Enough to take most of the tremble out of a pen's line, and hardly noticed by the hand. */
const usualSteadiness = 35

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
