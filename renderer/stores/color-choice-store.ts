// How a person likes to choose colours: remembered on this computer. What is stored and makes no sense is left alone.

import { createStore } from 'zustand/vanilla'
import { harmonies, type Harmony } from '../tools/color-harmony.ts'
import { readStored, writeStored } from './stored-json.ts'

export const colorShapes = ['wheel', 'sliders'] as const
export type ColorShape = (typeof colorShapes)[number]

export interface ColorChoice {
  readonly shape: ColorShape
  readonly harmony: Harmony
}

export interface ColorChoiceState extends ColorChoice {
  readonly change: (change: Partial<ColorChoice>) => void
}

const storedKey = 'gesso.color-choice'

export type ColorChoiceStore = ReturnType<typeof createColorChoiceStore>

export function createColorChoiceStore() {
  const store = createStore<ColorChoiceState>((set) => ({
    ...readColorChoice(readStored(storedKey, isObject)),
    change: (change) => set(change),
  }))
  store.subscribe(({ shape, harmony }) => writeStored(storedKey, { shape, harmony }))
  return store
}

export function readColorChoice(value: unknown): ColorChoice {
  const stored: Partial<Record<keyof ColorChoice, unknown>> = isObject(value) ? value : {}
  return {
    shape: colorShapes.find((known) => known === stored.shape) ?? 'wheel',
    harmony: harmonies.find((known) => known === stored.harmony) ?? 'none',
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
