import { createStore } from 'zustand/vanilla'
import { limits } from '../../sync-core/index.ts'
import type { FillRule } from '../worker/authoring-contract.ts'
import { readStored, writeStored } from './stored-json.ts'

/** How the tools of the canvas are set, besides colour and brush. */
export interface ToolOptions {
  readonly fill: FillRule
  readonly wand: FillRule
  readonly shape: { readonly look: 'outlined' | 'filled' }
  readonly gradient: {
    readonly shape: 'linear' | 'radial'
    readonly end: 'transparent' | 'color'
    /** 0xRRGGBB of the end that is a colour. */
    readonly color: number
  }
  readonly text: { readonly family: string; readonly sizePx: number; readonly isBold: boolean }
  readonly pick: { readonly sidePx: 1 | 3 | 5; readonly sees: 'layer' | 'all' }
}

export interface ToolOptionsState extends ToolOptions {
  readonly change: <Name extends keyof ToolOptions>(name: Name, change: Partial<ToolOptions[Name]>) => void
}

export type ToolOptionsStore = ReturnType<typeof createToolOptionsStore>

export const textSizePxMin = 6
export const textSizePxMax = 1000

const storedKey = 'gesso.tool-options'

const first: ToolOptions = {
  fill: { tolerance: 32, growPx: 1, gapPx: 0, reach: 'connected', sees: 'all' },
  wand: { tolerance: 32, growPx: 1, gapPx: 0, reach: 'connected', sees: 'all' },
  shape: { look: 'outlined' },
  gradient: { shape: 'linear', end: 'transparent', color: 0xffffff },
  text: { family: 'sans-serif', sizePx: 64, isBold: false },
  pick: { sidePx: 1, sees: 'all' },
}

/** Remembered on this computer. */
export function createToolOptionsStore() {
  const store = createStore<ToolOptionsState>((set, get) => ({
    ...first,
    ...readOptions(),
    change: (name, change) => set({ [name]: { ...get()[name], ...change } }),
  }))
  store.subscribe(({ fill, wand, shape, gradient, text, pick }) =>
    writeStored(storedKey, { fill, wand, shape, gradient, text, pick }),
  )
  return store
}

/** What is stored, without what is none of it. */
function readOptions(): ToolOptions | undefined {
  const stored = readStored(storedKey, isToolOptions)
  if (stored === undefined) return undefined
  const { fill, wand, shape, gradient, text, pick } = stored
  return { fill, wand, shape, gradient, text, pick }
}

export function isToolOptions(value: unknown): value is ToolOptions {
  const options = value as Partial<ToolOptions> | null
  if (typeof options !== 'object' || options === null) return false
  const { fill, wand, shape, gradient, text, pick } = options
  return (
    isFillRule(fill) &&
    isFillRule(wand) &&
    isOneOf(shape?.look, ['outlined', 'filled']) &&
    isOneOf(gradient?.shape, ['linear', 'radial']) &&
    isOneOf(gradient?.end, ['transparent', 'color']) &&
    isWhole(gradient?.color, 0, 0xffffff) &&
    typeof text?.family === 'string' &&
    text.family.length <= 100 &&
    isWhole(text.sizePx, textSizePxMin, textSizePxMax) &&
    typeof text.isBold === 'boolean' &&
    isOneOf(pick?.sidePx, [1, 3, 5]) &&
    isOneOf(pick?.sees, ['layer', 'all'])
  )
}

function isFillRule(value: unknown): value is FillRule {
  const rule = value as Partial<FillRule> | null | undefined
  return (
    typeof rule === 'object' &&
    rule !== null &&
    isWhole(rule.tolerance, 0, 255) &&
    isWhole(rule.growPx, -limits.fillGrowPxMax, limits.fillGrowPxMax) &&
    isWhole(rule.gapPx, 0, limits.fillGapPxMax) &&
    isOneOf(rule.reach, ['connected', 'everywhere']) &&
    isOneOf(rule.sees, ['layer', 'all'])
  )
}

function isOneOf(value: unknown, values: readonly unknown[]): boolean {
  return values.includes(value)
}

function isWhole(value: unknown, low: number, high: number): boolean {
  return Number.isInteger(value) && (value as number) >= low && (value as number) <= high
}
