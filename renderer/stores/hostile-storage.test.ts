import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkBrush } from '../../sync-core/index.ts'
import { fuzzReader } from '../../sync-core/testing/fuzz-decoder.ts'
import { hostileJson } from '../../sync-core/testing/hostile-json.ts'
import { isChord } from '../commands/chord.ts'
import { keyFromHex, keyToHex } from '../session/participant-key.ts'
import { loadPerson, nameProblem } from '../session/person.ts'
import { parseHex, toHex } from '../tools/color.ts'
import { brushPresets } from '../tools/brush-presets.ts'
import { toBrush } from '../tools/brush-settings.ts'
import { checkSize } from '../tools/size-fields.ts'
import { exportFormats } from '../worker/export-contract.ts'
import { changeBrush, choosePreset, firstShelf, readShelf, settingsOf } from './brush-shelf.ts'
import { exportAreas, exportBackgrounds, readExportChoices } from './export-choices.ts'
import { readPreferences } from './preferences-store.ts'
import { createToolOptionsStore, isToolOptions } from './tool-options-store.ts'
import { createToolStore } from './tool-store.ts'
import { firstPanels, panelNames, readPanels } from './workspace-store.ts'

// A browser's storage may hold anything: of an older Gesso, of a person who tried something, of another page of the host.

// The page's own module looks for the app's window when it is loaded: here is a plain browser's.
vi.hoisted(() => vi.stubGlobal('window', {}))

const never = (): boolean => false
let stored: Map<string, string>
beforeEach(() => {
  stored = new Map()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

/** Texts under a key: JSON of hostile values, and what is no JSON. */
const anyStored = (valid: readonly unknown[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.string() },
    { weight: 5, arbitrary: hostileJson(valid).map((value) => JSON.stringify(value) ?? '') },
  )

const changed = changeBrush(firstShelf, 'brush', {
  sizePx: 33,
  flow: 100,
  sizeBy: { curve: [0, 1, 2, 3, 4, 5, 6, 7, 8], tilt: 1, speed: -1 },
  jitter: { position: 3, size: 0, flow: 0, angle: 0 },
})
const settingNames = Object.keys(settingsOf(firstShelf, 'brush')).sort()
const shelves = [firstShelf, changed, choosePreset(changed, 'pencil', 'eraser').shelf]

describe('hostile storage of a browser', () => {
  it('[HI4][UI53] a shelf of brushes that can all be painted with', () => {
    fuzzReader({
      read: readShelf,
      any: hostileJson(shelves),
      isRefusal: never,
      check(shelf) {
        for (const tool of ['brush', 'eraser'] as const) {
          for (const { name } of brushPresets) {
            const settings = settingsOf(choosePreset(shelf, name, tool).shelf, tool)
            checkBrush(toBrush(settings, tool === 'brush' ? 'paint' : 'erase', 0x123456, 7))
            expect(Object.keys(settings).sort()).toEqual(settingNames)
            expect(settings.steadiness >= 0 && settings.steadiness <= 100).toBe(true)
          }
        }
        const kept = JSON.stringify(shelf)
        expect(JSON.stringify(readShelf(JSON.parse(kept)))).toBe(kept)
      },
      runs: 1500,
    })
  })

  it('[HI4][UI53] tools and colours, and nothing but these', () => {
    const valid = [
      { color: 5, recentColors: [1, 2], previousColor: 7 },
      { color: 5, recentColors: [], heldTool: 'pan', tool: 'pick', brush: 5 },
    ]
    fuzzReader({
      read(text: string) {
        stored.set('gesso.tools', text)
        stored.set('gesso.brushes', text)
        return createToolStore().getState()
      },
      any: anyStored([...valid, ...shelves]),
      isRefusal: never,
      check(state) {
        expect([state.tool, state.drawingTool, state.heldTool]).toEqual(['brush', 'brush', undefined])
        for (const color of [state.color, state.previousColor, ...state.recentColors])
          expect(parseHex(toHex(color))).toBe(color)
        expect(Object.keys(state).sort()).toEqual(Object.keys(fresh).sort())
        checkBrush(toBrush(state.brush, 'paint', state.color))
      },
      runs: 800,
    })
  })
  const fresh = createToolStore().getState()

  it('[HI4][UI85] settings of tools', () => {
    const { change: _change, ...options } = createToolOptionsStore().getState()
    fuzzReader({
      read(text: string) {
        stored.set('gesso.tool-options', text)
        return createToolOptionsStore().getState()
      },
      any: anyStored([options]),
      isRefusal: never,
      check(state) {
        expect(isToolOptions(state)).toBe(true)
        expect(Object.keys(state).sort()).toEqual(['change', ...Object.keys(options)].sort())
        expect(typeof state.change).toBe('function')
        expect(Number.isInteger(state.text.sizePx) && state.text.family.length <= 100).toBe(true)
      },
      runs: 800,
    })
  })

  it('[HI4][UI173] panels where they were left', () => {
    fuzzReader({
      read: readPanels,
      any: hostileJson([
        firstPanels,
        [{ name: 'color', side: 'left', isOpen: false, isShown: true }],
      ]) as fc.Arbitrary<unknown[]>,
      isRefusal: never,
      check(panels) {
        expect(panels.map(({ name }) => name).sort()).toEqual([...panelNames].sort())
        for (const { side, isOpen, isShown } of panels) {
          expect(['left', 'right']).toContain(side)
          expect([typeof isOpen, typeof isShown]).toEqual(['boolean', 'boolean'])
        }
      },
      runs: 500,
    })
  })

  it('[HI4][UI174] preferences', () => {
    fuzzReader({
      read: readPreferences,
      any: hostileJson([{ theme: 'light', language: 'en', keys: { 'tool.fill': ['F'] } }]) as fc.Arbitrary<
        Record<string, unknown>
      >,
      isRefusal: never,
      check({ theme, language, keys }) {
        expect(['system', 'dark', 'light']).toContain(theme)
        expect(typeof language).toBe('string')
        for (const chords of Object.values(keys)) expect(chords.every(isChord)).toBe(true)
      },
      runs: 500,
    })
  })

  it('[HI4][FI51] how files are saved', () => {
    fuzzReader({
      read(text: string) {
        stored.set('gesso.export', text)
        return readExportChoices()
      },
      any: anyStored([
        { format: 'psd', area: 'layer', background: 'nothing', quality: 1 },
        { format: 'jpeg', area: 'whole', background: 'paper', quality: 100 },
      ]),
      isRefusal: never,
      check({ format, area, background, quality }) {
        expect(exportFormats).toContain(format)
        expect(exportAreas).toContain(area)
        expect(exportBackgrounds).toContain(background)
        expect(Number.isInteger(quality) && quality >= 1 && quality <= 100).toBe(true)
      },
      runs: 800,
    })
  })

  it('[HI4] the person who paints has a colour and a name that a session takes', async () => {
    await fc.assert(
      fc.asyncProperty(anyStored([{ name: 'Ann', color: 0x112233 }]), async (text) => {
        stored.set('gesso.person', text)
        const { name, color } = await loadPerson()
        expect(Number.isInteger(color) && color >= 0 && color <= 0xffffff).toBe(true)
        expect(name === '' || nameProblem(name) === undefined).toBe(true)
      }),
      { numRuns: 800 },
    )
  })
})

describe('hostile texts in fields', () => {
  const digits = fc.constantFrom('0', 'f', '9', '#', ' ', '１', '-', '.', 'e', '\n', 'ff'.repeat(16))
  const anyText = fc.oneof(
    fc.string(),
    fc.array(digits, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.uint8Array({ minLength: 16, maxLength: 16 }).map(keyToHex),
  )

  it('[HI4][UI45] a key is 16 bytes or none', () => {
    fuzzReader({
      read: keyFromHex,
      any: anyText,
      isRefusal: never,
      check: (key, text) => key && expect([key.length, keyToHex(key)]).toEqual([16, text.toLowerCase()]),
    })
  })

  it('[HI4][UI36] a colour is one or none', () => {
    fuzzReader({
      read: parseHex,
      any: anyText,
      isRefusal: never,
      check: (color) => color !== undefined && expect(parseHex(toHex(color))).toBe(color),
    })
  })

  it('[HI4][UI32] a size is one or a sentence', () => {
    fuzzReader({
      read: ([width, height]) => checkSize(width, height),
      any: fc.tuple(anyText, fc.oneof(anyText, fc.constant('300'))),
      isRefusal: never,
      check(answer) {
        if (answer.kind === 'problem') expect(answer.sentence).toMatch(/\w+ \w+/)
        else expect(answer.size.width >= 16 && answer.size.height <= 16_384).toBe(true)
      },
    })
  })
})
