// The brushes of this person: which one each drawing tool has, and what was changed of each. Changes are kept as such, so
// that what nobody changed follows the program's presets.

import { findPreset, firstPresets, type DrawingTool } from '../tools/brush-presets.ts'
import { isBrushSettings, roundSize, type BrushSettings } from '../tools/brush-settings.ts'

export type BrushChange = Partial<BrushSettings>

export interface BrushShelf {
  /** By name of the preset. */
  readonly chosen: Readonly<Record<DrawingTool, string>>
  readonly changes: Readonly<Record<string, BrushChange>>
}

export const firstShelf: BrushShelf = { chosen: firstPresets, changes: {} }

/** What the tool paints with now. */
export function settingsOf(shelf: BrushShelf, tool: DrawingTool): BrushSettings {
  const name = shelf.chosen[tool]
  const preset = findPreset(name) ?? findPreset(firstPresets[tool])
  if (preset === undefined) throw new Error('every tool has a preset to begin with')
  return { ...preset.settings, ...shelf.changes[name] }
}

export function isChanged(shelf: BrushShelf, tool: DrawingTool): boolean {
  return shelf.changes[shelf.chosen[tool]] !== undefined
}

export function changeBrush(shelf: BrushShelf, tool: DrawingTool, change: BrushChange): BrushShelf {
  const name = shelf.chosen[tool]
  const sizePx = roundSize(change.sizePx ?? settingsOf(shelf, tool).sizePx)
  const kept = { ...shelf.changes[name], ...change, ...(change.sizePx !== undefined && { sizePx }) }
  return { ...shelf, changes: { ...shelf.changes, [name]: kept } }
}

/** The tool's brush as the program made it. */
export function resetBrush(shelf: BrushShelf, tool: DrawingTool): BrushShelf {
  const { [shelf.chosen[tool]]: _forgotten, ...changes } = shelf.changes
  return { ...shelf, changes }
}

/** Puts a preset into the hand, and says which tool has it: most paint and erase, some do one of them only. */
export function choosePreset(
  shelf: BrushShelf,
  name: string,
  tool: DrawingTool,
): { readonly shelf: BrushShelf; readonly tool: DrawingTool } {
  const preset = findPreset(name)
  if (preset === undefined) return { shelf, tool }
  const taken = preset.tool ?? tool
  return { shelf: { ...shelf, chosen: { ...shelf.chosen, [taken]: name } }, tool: taken }
}

/** A shelf from a value of unknown origin, without what can't be painted with. */
export function readShelf(value: unknown): BrushShelf {
  const { chosen, changes } = (value ?? {}) as { chosen?: unknown; changes?: unknown }
  const names = (chosen ?? {}) as Partial<Record<DrawingTool, unknown>>
  const nameFor = (tool: DrawingTool): string => {
    const preset = typeof names[tool] === 'string' ? findPreset(names[tool]) : undefined
    return preset !== undefined && (preset.tool ?? tool) === tool ? preset.name : firstPresets[tool]
  }
  const kept = Object.entries(changes ?? {}).flatMap(([name, said]): [string, BrushChange][] => {
    const preset = findPreset(name)
    if (preset === undefined || typeof said !== 'object' || said === null) return []
    const settings = Object.entries(said).filter(([setting]) => Object.hasOwn(preset.settings, setting))
    const change = Object.fromEntries(settings) as BrushChange
    return settings.length > 0 && isBrushSettings({ ...preset.settings, ...change }) ? [[name, change]] : []
  })
  return {
    chosen: { brush: nameFor('brush'), eraser: nameFor('eraser') },
    changes: Object.fromEntries(kept),
  }
}
