import { describe, expect, it } from 'vitest'
import { fuzzReader } from '../../sync-core/testing/fuzz-decoder.ts'
import { hostileJson } from '../../sync-core/testing/hostile-json.ts'
import { brushFileBrushesMax, readBrushFile, writeBrushFile, type FileBrush } from './brush-file.ts'
import { brushPresets } from './brush-presets.ts'
import { isBrushSettings } from './brush-settings.ts'

const brushes: readonly FileBrush[] = brushPresets.map(({ name, ...preset }) => ({ ...preset, title: name }))
const file = JSON.parse(writeBrushFile(brushes)) as { brushes: Record<string, unknown>[] }

function read(change: Record<string, unknown>) {
  return readBrushFile(JSON.stringify({ ...file, ...change }))
}

describe('file of brushes', () => {
  it('[UI250] gives back the brushes that were written', () => {
    expect(readBrushFile(writeBrushFile(brushes))).toEqual({
      kind: 'brushes',
      brushes,
      leftOut: [],
      tooMany: 0,
    })
  })

  it('[UI250] is refused when it is something else', () => {
    for (const text of [
      '',
      'null',
      '[]',
      '{',
      '{"format":"gesso-brushes"}',
      JSON.stringify({ ...file, format: 'x' }),
    ])
      expect(readBrushFile(text)).toEqual({ kind: 'refused', why: 'not-brushes' })
    expect(read({ version: 2 })).toEqual({ kind: 'refused', why: 'version', version: '2' })
    expect(read({ brushes: [] })).toEqual({ kind: 'refused', why: 'no-brushes' })
  })

  it('[UI250] names the setting of a brush that can’t be painted with, and takes the others', () => {
    const [good, other] = file.brushes
    const settings = { ...(other!['settings'] as object), opacity: 300 }
    expect(read({ brushes: [good, { ...other, settings }, { title: 'Nothing' }, 7] })).toEqual({
      kind: 'brushes',
      brushes: [brushes[0]],
      leftOut: [
        { title: 'pencil', setting: 'opacity', value: '300' },
        { title: 'Nothing', setting: 'settings', value: 'undefined' },
        { title: '', setting: 'settings', value: 'undefined' },
      ],
      tooMany: 0,
    })
    const long = { ...settings, opacity: 255, tip: 'x'.repeat(100) }
    expect(read({ brushes: [{ title: 'Long', settings: long }] })).toMatchObject({
      leftOut: [{ setting: 'tip', value: `"${'x'.repeat(31)}…` }],
    })
  })

  it('[UI250] has a most', () => {
    const many = Array.from({ length: brushFileBrushesMax + 3 }, () => file.brushes[0])
    const answer = read({ brushes: many })
    expect(answer).toMatchObject({ tooMany: 3 })
    expect(answer.kind === 'brushes' && answer.brushes).toHaveLength(brushFileBrushesMax)
  })

  it('[HI4][UI250] holds brushes that can all be painted with, whatever stands in it', () => {
    fuzzReader({
      read: (value) => readBrushFile(JSON.stringify(value) ?? ''),
      any: hostileJson([file]),
      isRefusal: () => false,
      check(answer) {
        if (answer.kind !== 'brushes') return
        for (const { settings } of answer.brushes) expect(isBrushSettings(settings)).toBe(true)
      },
    })
  })
})
