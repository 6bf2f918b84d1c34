// The brushes of this person: which one each drawing tool has, what was changed of each, and those that they made. Changes are kept
// as such, so that what nobody changed follows the program's presets, and what comes with the program can't be lost.

import { fitName } from '../files/fit-name.ts'
import {
  brushPresets,
  findPreset,
  firstPresets,
  type BrushPreset,
  type DrawingTool,
} from '../tools/brush-presets.ts'
import { isBrushSettings, onlySettings, roundSize, type BrushSettings } from '../tools/brush-settings.ts'

export type BrushChange = Partial<BrushSettings>

/** More than a list can show; 200 brushes are 150 kB of a storage of 5 MB. */
export const ownBrushesMax = 200

const ownPrefix = 'own-'

export interface BrushShelf {
  /** By name of the preset. */
  readonly chosen: Readonly<Record<DrawingTool, string>>
  readonly changes: Readonly<Record<string, BrushChange>>
  readonly own: readonly BrushPreset[]
  /** Names in the person's order; what is not in it comes behind. */
  readonly order: readonly string[]
}

export const firstShelf: BrushShelf = { chosen: firstPresets, changes: {}, own: [], order: [] }

/** What a brush brings to the shelf, from this window or a file. */
export type NewBrush = Omit<BrushPreset, 'name' | 'title'> & { readonly title: string }

/** All brushes, in the order in which they are offered. */
export function presetsOf({ own, order }: BrushShelf): readonly BrushPreset[] {
  const all = [...brushPresets, ...own]
  const ordered = order.flatMap((name) => all.filter((preset) => preset.name === name))
  return [...ordered, ...all.filter(({ name }) => !order.includes(name))]
}

export function presetOf({ own }: BrushShelf, name: string): BrushPreset | undefined {
  return findPreset(name) ?? own.find((preset) => preset.name === name)
}

/** The brush that the tool has. */
export function chosenPreset(shelf: BrushShelf, tool: DrawingTool): BrushPreset {
  const preset = presetOf(shelf, shelf.chosen[tool]) ?? findPreset(firstPresets[tool])
  if (preset === undefined) throw new Error('every tool has a preset to begin with')
  return preset
}

/** What the tool paints with now. */
export function settingsOf(shelf: BrushShelf, tool: DrawingTool): BrushSettings {
  const { name, settings } = chosenPreset(shelf, tool)
  return { ...settings, ...shelf.changes[name] }
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

/** The tool's brush as the program or the person made it. */
export function resetBrush(shelf: BrushShelf, tool: DrawingTool): BrushShelf {
  return { ...shelf, changes: without(shelf.changes, shelf.chosen[tool]) }
}

/** Puts a preset into the hand, and says which tool has it: most paint and erase, some do one of them only. */
export function choosePreset(
  shelf: BrushShelf,
  name: string,
  tool: DrawingTool,
): { readonly shelf: BrushShelf; readonly tool: DrawingTool } {
  const preset = presetOf(shelf, name)
  if (preset === undefined) return { shelf, tool }
  const taken = preset.tool ?? tool
  return { shelf: { ...shelf, chosen: { ...shelf.chosen, [taken]: name } }, tool: taken }
}

/** Adds brushes behind the one that the tool has, as many as there is room for; the first of them is put into the hand that it is for. */
export function addBrushes(shelf: BrushShelf, tool: DrawingTool, brushes: readonly NewBrush[]): BrushShelf {
  const { chosen, own } = shelf
  const taken = new Set(own.map(({ name }) => name))
  const added = brushes.slice(0, Math.max(0, ownBrushesMax - own.length)).map((brush) => {
    let number = 1
    while (taken.has(ownPrefix + number)) number += 1
    const name = ownPrefix + number
    taken.add(name)
    return { ...brush, name, title: fitName(brush.title) }
  })
  const [first] = added
  if (first === undefined) return shelf
  const names = presetsOf(shelf).map(({ name }) => name)
  names.splice(names.indexOf(chosen[tool]) + 1, 0, ...added.map(({ name }) => name))
  return {
    ...shelf,
    own: [...own, ...added],
    order: names,
    chosen: { ...chosen, [first.tool ?? tool]: first.name },
  }
}

/** The tool's brush as it is now, for a brush of its own. */
export function brushLike(shelf: BrushShelf, tool: DrawingTool, title: string): NewBrush {
  const { tool: only } = chosenPreset(shelf, tool)
  return { ...(only !== undefined && { tool: only }), title, settings: settingsOf(shelf, tool) }
}

/** Calls an own brush something else; a name of nothing leaves it as it is. */
export function renameBrush(shelf: BrushShelf, name: string, title: string): BrushShelf {
  const fitted = fitName(title)
  if (fitted === '') return shelf
  return { ...shelf, own: shelf.own.map((each) => (each.name === name ? { ...each, title: fitted } : each)) }
}

/** Makes what was changed of an own brush a part of it. */
export function updateBrush(shelf: BrushShelf, name: string): BrushShelf {
  const own = shelf.own.map((each) =>
    each.name === name ? { ...each, settings: { ...each.settings, ...shelf.changes[name] } } : each,
  )
  return { ...shelf, own, changes: without(shelf.changes, name) }
}

/** Takes an own brush from the shelf. A tool that had it takes the next one that it can use, or the one it began with. */
export function removeBrush(shelf: BrushShelf, name: string): BrushShelf {
  if (!shelf.own.some((each) => each.name === name)) return shelf
  const presets = presetsOf(shelf)
  const at = presets.findIndex((each) => each.name === name)
  const chosenFor = (tool: DrawingTool): string => {
    if (shelf.chosen[tool] !== name) return shelf.chosen[tool]
    const others = [...presets.slice(at + 1), ...presets.slice(0, at).reverse()]
    return others.find((each) => (each.tool ?? tool) === tool)?.name ?? firstPresets[tool]
  }
  return {
    chosen: { brush: chosenFor('brush'), eraser: chosenFor('eraser') },
    changes: without(shelf.changes, name),
    own: shelf.own.filter((each) => each.name !== name),
    order: shelf.order.filter((each) => each !== name),
  }
}

/** One place up or down; at the ends nothing changes. */
export function moveBrush(shelf: BrushShelf, name: string, by: -1 | 1): BrushShelf {
  const names = presetsOf(shelf).map((each) => each.name)
  const at = names.indexOf(name)
  const other = names[at + by]
  if (at < 0 || other === undefined) return shelf
  names[at] = other
  names[at + by] = name
  return { ...shelf, order: names }
}

/** Drops a brush into a gap of the list: 0 is above the first, as many as there are brushes below the last. */
export function dropBrush(shelf: BrushShelf, name: string, gap: number): BrushShelf {
  const names = presetsOf(shelf).map((each) => each.name)
  const at = names.indexOf(name)
  if (at < 0 || gap === at || gap === at + 1) return shelf
  names.splice(at, 1)
  names.splice(gap > at ? gap - 1 : gap, 0, name)
  return { ...shelf, order: names }
}

/** The shelf before a change of its brushes; what was set of the others since then stays. */
export function undoShelf(before: BrushShelf, now: BrushShelf): BrushShelf {
  const back: BrushShelf = { ...before, changes: { ...before.changes, ...now.changes } }
  const known = (name: string): boolean => presetOf(back, name) !== undefined
  return {
    ...back,
    changes: Object.fromEntries(Object.entries(back.changes).filter(([name]) => known(name))),
  }
}

/** A shelf from a value of unknown origin, without what can't be painted with. */
export function readShelf(value: unknown): BrushShelf {
  const { chosen, changes, own, order } = (value ?? {}) as Partial<Record<keyof BrushShelf, unknown>>
  const shelf = { own: readOwn(own) } as BrushShelf
  const names = (chosen ?? {}) as Partial<Record<DrawingTool, unknown>>
  const nameFor = (tool: DrawingTool): string => {
    const preset = typeof names[tool] === 'string' ? presetOf(shelf, names[tool]) : undefined
    return preset !== undefined && (preset.tool ?? tool) === tool ? preset.name : firstPresets[tool]
  }
  const kept = Object.entries(changes ?? {}).flatMap(([name, said]): [string, BrushChange][] => {
    const preset = presetOf(shelf, name)
    if (preset === undefined || typeof said !== 'object' || said === null) return []
    const settings = Object.entries(said).filter(([setting]) => Object.hasOwn(preset.settings, setting))
    const change = Object.fromEntries(settings) as BrushChange
    return settings.length > 0 && isBrushSettings({ ...preset.settings, ...change }) ? [[name, change]] : []
  })
  const known = firstOf(order, ownBrushesMax + brushPresets.length).filter(
    (name): name is string => typeof name === 'string' && presetOf(shelf, name) !== undefined,
  )
  return {
    chosen: { brush: nameFor('brush'), eraser: nameFor('eraser') },
    changes: Object.fromEntries(kept),
    own: shelf.own,
    order: [...new Set(known)],
  }
}

function readOwn(value: unknown): readonly BrushPreset[] {
  const own: BrushPreset[] = []
  for (const each of firstOf(value, ownBrushesMax)) {
    const { name, title, tool, settings } = (each ?? {}) as Record<string, unknown>
    if (typeof name !== 'string' || !/^own-[1-9]\d{0,8}$/.test(name) || typeof title !== 'string') continue
    if (own.some((other) => other.name === name) || !isBrushSettings(settings)) continue
    own.push({
      name,
      title: fitName(title),
      ...((tool === 'brush' || tool === 'eraser') && { tool }),
      settings: onlySettings(settings),
    })
  }
  return own
}

/** The first values of what may be an array, whose own methods are not to be trusted. */
function firstOf(values: unknown, max: number): unknown[] {
  const first: unknown[] = []
  if (!Array.isArray(values)) return first
  for (let at = 0; at < Math.min(values.length, max); at += 1) first.push(values[at])
  return first
}

function without<T>(record: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  const { [name]: _forgotten, ...rest } = record
  return rest
}
