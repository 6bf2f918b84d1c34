// A person's own palettes, kept on this computer, and which palette is shown: one of them or the shared one of the picture.
// What is changed here can be taken back as long as the window is open.

import { createStore } from 'zustand/vanilla'
import { fileLimits } from '../files/file-limits.ts'
import { fitName } from '../files/fit-name.ts'
import type { PaletteColor, PaletteContent } from '../files/gpl.ts'
import { readStored, writeStored } from './stored-json.ts'

/** More than a menu can show; and what a browser stores has a bound that all of them share. */
export const ownPalettesMax = 50

/** Steps back. They share what did not change. */
const stepsBackMax = 50

export interface OwnPalette extends PaletteContent {
  /** Its own among the palettes; never 0. */
  readonly id: number
}

export type ShownPalette = number | 'shared'

interface Kept {
  /** In the order in which they were made. */
  readonly palettes: readonly OwnPalette[]
  readonly shown: ShownPalette
}

export interface ColorPalettesState extends Kept {
  /** What was before the last changes, the newest last. */
  readonly past: readonly Kept[]
  /** The name of the palette that is shown is being typed. */
  readonly isRenaming: boolean
  /** The computer could keep the last change beyond this window. */
  readonly isKept: boolean
  readonly show: (shown: ShownPalette) => void
  /** Adds a palette and shows it; false when there is no room for one more. */
  readonly add: (palette: PaletteContent) => boolean
  readonly change: (id: number, change: Partial<PaletteContent>) => void
  /** Another one is shown instead: the next, the one before, or the shared one. */
  readonly remove: (id: number) => void
  readonly undo: () => void
  readonly setRenaming: (isRenaming: boolean) => void
}

export type ColorPalettesStore = ReturnType<typeof createColorPalettes>

const storedKey = 'gesso.palettes'

/** To begin with: a few earths, mixtures and greys, from the light ones to the dark. */
const firstPalette: OwnPalette = {
  id: 1,
  name: 'Gesso',
  columns: 12,
  colors: [
    [
      0xffffff, 0xf4ead8, 0xf2d5b0, 0xe8c15a, 0xe59a3c, 0xd9703f, 0xc24a3a, 0x9c3848, 0x6d2e46, 0xa9a49d,
      0x77736e, 0x494643,
    ],
    [
      0xe3d3c4, 0xc79f83, 0x9d7055, 0x6e4a39, 0xa9c5a0, 0x6f9e6b, 0x3e7358, 0x9fcfd6, 0x5aa3bd, 0x3574a3,
      0x274b7d, 0x24211f,
    ],
  ]
    .flat()
    .map((color) => ({ color, name: '' })),
}

export function createColorPalettes() {
  const store = createStore<ColorPalettesState>((set, get) => {
    const kept = readPalettes(readStored(storedKey, isObject))
    let nextId = Math.max(0, ...kept.palettes.map(({ id }) => id)) + 1
    const go = (next: Partial<Kept>): void => {
      const { palettes, shown, past } = get()
      set({ ...next, past: [...past, { palettes, shown }].slice(-stepsBackMax), isRenaming: false })
    }
    return {
      ...kept,
      past: [],
      isRenaming: false,
      isKept: true,
      show: (shown) => set({ shown, isRenaming: false }),
      add(palette) {
        const { palettes } = get()
        if (palettes.length >= ownPalettesMax) return false
        const id = nextId++
        go({ palettes: [...palettes, { ...palette, id }], shown: id })
        return true
      },
      change: (id, change) =>
        go({ palettes: get().palettes.map((each) => (each.id === id ? { ...each, ...change } : each)) }),
      remove(id) {
        const { palettes, shown } = get()
        const at = palettes.findIndex((each) => each.id === id)
        const rest = palettes.filter((each) => each.id !== id)
        go({ palettes: rest, shown: shown === id ? (rest[at]?.id ?? rest.at(-1)?.id ?? 'shared') : shown })
      },
      undo() {
        const { past } = get()
        const before = past.at(-1)
        if (before !== undefined) set({ ...before, past: past.slice(0, -1), isRenaming: false })
      },
      setRenaming: (isRenaming) => set({ isRenaming }),
    }
  })
  store.subscribe(({ palettes, shown }, before) => {
    if (palettes === before.palettes && shown === before.shown) return
    store.setState({ isKept: writeStored(storedKey, { shown, palettes: palettes.map(packed) }) })
  })
  return store
}

/** The colours as pairs: a storage of 5 MB is to hold all palettes at their longest. */
function packed({ id, name, columns, colors }: OwnPalette): unknown {
  return {
    id,
    name,
    columns,
    colors: colors.map(({ color, name: own }) => (own === '' ? color : [color, own])),
  }
}

/** Palettes from a value of unknown origin, without what makes no sense; the first one where nothing was ever stored. */
export function readPalettes(value: unknown): Kept {
  if (!isObject(value) || !Array.isArray(value['palettes']))
    return { palettes: [firstPalette], shown: 'shared' }
  const palettes: OwnPalette[] = []
  for (const each of firstOf(value['palettes'], ownPalettesMax)) {
    const palette = readPalette(each)
    if (palette !== undefined && !palettes.some(({ id }) => id === palette.id)) palettes.push(palette)
  }
  const { shown } = value
  return { palettes, shown: palettes.find(({ id }) => id === shown)?.id ?? 'shared' }
}

function readPalette(value: unknown): OwnPalette | undefined {
  if (!isObject(value)) return undefined
  const { id, name, columns, colors } = value
  if (!isWhole(id, 1, Number.MAX_SAFE_INTEGER - ownPalettesMax) || !Array.isArray(colors)) return undefined
  return {
    id,
    name: typeof name === 'string' ? fitName(name) : '',
    columns: isWhole(columns, 0, fileLimits.paletteColumnsMax) ? columns : 0,
    colors: firstOf(colors, fileLimits.paletteColorsMax).flatMap(readColor),
  }
}

function readColor(value: unknown): readonly PaletteColor[] {
  const [color, name] = Array.isArray(value) ? firstOf(value, 2) : [value]
  if (!isWhole(color, 0, 0xffffff)) return []
  return [{ color, name: typeof name === 'string' ? fitName(name) : '' }]
}

/** The first values of an array of unknown origin, whose own methods are not to be trusted. */
function firstOf(values: readonly unknown[], max: number): unknown[] {
  const first: unknown[] = []
  for (let at = 0; at < Math.min(values.length, max); at += 1) first.push(values[at])
  return first
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
