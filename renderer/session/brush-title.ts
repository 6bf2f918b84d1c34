import { strings } from '../strings.ts'
import type { BrushPreset } from '../tools/brush-presets.ts'

/** What a brush is called: as its person called it, or in the language in use. */
export function brushTitle({ name, title }: Pick<BrushPreset, 'name' | 'title'>): string {
  return (title ?? strings.brushes.names[name]) || strings.brushes.newName
}
