// Brushes as a file, to be kept and given to others. JSON in UTF-8:
//
//   { "format": "gesso-brushes", "version": 1,
//     "brushes": [ { "title": "Rough ink", "tool": "brush" | "eraser" (if it makes sense for one only), "settings": { … } } ] }
//
// `settings` are BrushSettings, all of them, in the engine's units. What else stands there is ignored; a later version that can't be
// read as this one has another number.

import { fitName } from '../files/fit-name.ts'
import { brushPresets, type BrushPreset } from './brush-presets.ts'
import { isBrushSettings, onlySettings, type BrushSettings } from './brush-settings.ts'

/** 200 brushes are 200 kB, as a file that people can read. */
export const brushFileBytesMax = 2 * 1024 * 1024
export const brushFileBrushesMax = 200

const format = 'gesso-brushes'
const version = 1
/** Of a value that is named in a sentence. */
const shownValueMax = 32

export type FileBrush = Omit<BrushPreset, 'name' | 'title'> & { readonly title: string }

/** A brush of a file that can't be painted with, and which of its settings says so. */
export interface LeftOutBrush {
  readonly title: string
  readonly setting: string
  /** As it stands in the file, cut where it is long; 'undefined' when it is missing. */
  readonly value: string
}

export type BrushFileAnswer =
  | {
      readonly kind: 'brushes'
      readonly brushes: readonly FileBrush[]
      readonly leftOut: readonly LeftOutBrush[]
      /** How many there are beyond the most that a file may have. */
      readonly tooMany: number
    }
  | { readonly kind: 'refused'; readonly why: 'not-brushes' | 'no-brushes' }
  | { readonly kind: 'refused'; readonly why: 'version'; readonly version: string }

export function writeBrushFile(brushes: readonly FileBrush[]): string {
  const entries = brushes.map(({ title, tool, settings }) => ({
    title,
    ...(tool !== undefined && { tool }),
    settings: onlySettings(settings),
  }))
  return JSON.stringify({ format, version, brushes: entries }, undefined, 2)
}

/** Brushes from a text of unknown origin. */
export function readBrushFile(text: string): BrushFileAnswer {
  const file = parse(text)
  if (!isRecord(file) || file['format'] !== format || !Array.isArray(file['brushes']))
    return { kind: 'refused', why: 'not-brushes' }
  if (file['version'] !== version)
    return { kind: 'refused', why: 'version', version: showValue(file['version']) }
  const entries: readonly unknown[] = file['brushes']
  const brushes: FileBrush[] = []
  const leftOut: LeftOutBrush[] = []
  for (const entry of entries.slice(0, brushFileBrushesMax)) {
    const { title: said, tool, settings } = isRecord(entry) ? entry : {}
    const title = typeof said === 'string' ? fitName(said) : ''
    if (isBrushSettings(settings)) {
      const isOfOne = tool === 'brush' || tool === 'eraser'
      brushes.push({ title, ...(isOfOne && { tool }), settings: onlySettings(settings) })
    } else leftOut.push({ title, ...wrongSetting(settings) })
  }
  if (entries.length === 0) return { kind: 'refused', why: 'no-brushes' }
  return { kind: 'brushes', brushes, leftOut, tooMany: Math.max(0, entries.length - brushFileBrushesMax) }
}

/** The first setting with which even a good brush could not be painted. */
function wrongSetting(settings: unknown): { readonly setting: string; readonly value: string } {
  const [good] = brushPresets
  if (!isRecord(settings) || good === undefined) return { setting: 'settings', value: showValue(settings) }
  const names = Object.keys(onlySettings(good.settings)) as (keyof BrushSettings)[]
  const wrong = names.find((name) => !isBrushSettings({ ...good.settings, [name]: settings[name] }))
  return { setting: wrong ?? 'settings', value: showValue(settings[wrong ?? '']) }
}

function showValue(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length > shownValueMax ? `${text.slice(0, shownValueMax)}…` : text
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
