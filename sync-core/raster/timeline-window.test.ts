import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError, ProtocolError } from '../base/errors.ts'
import { anyScript, layers } from '../testing/painting-script.ts'
import {
  add,
  alphaAt,
  begin,
  blank,
  end,
  horizonLimits,
  isUndoOrRedo,
  play,
  points,
  redo,
  replay,
  shownOf,
  stateOf,
  tileIndices,
  undo,
} from '../testing/timeline-script.ts'
import { type Base, blankBase } from './base.ts'
import { changeStructure, find, isLayerOperation } from './layer-operation.ts'
import { decodeOperation, encodeOperation } from './operation-codec.ts'
import { firstLayer } from './structure.ts'
import type { Operation, Update } from './operation.ts'
import type { Tile } from './tile.ts'
import { newTimeline } from '../testing/picture-memories.ts'

describe('the window of a Timeline', () => {
  it('[RA13] changes no pixel when the horizon moves', () => {
    fc.assert(
      fc.property(anyScript(60), (script) => {
        const remembering = newTimeline(blank)
        const folding = newTimeline(blank, { horizonLimits })
        for (const update of sensibleUpdates(script)) {
          // Undo means less to the one that forgets; everything else must be the same.
          if (isUndoOrRedo(update)) continue
          remembering.apply({ ...update, seq: remembering.seq + 1 })
          folding.apply({ ...update, seq: folding.seq + 1 })
        }
        expect(folding.hash()).toBe(remembering.hash())
      }),
      { numRuns: 60 },
    )
  })

  it('[RA13] drops what was on a removed layer whose number is used again, at the same seq for all', () => {
    const bounds = { ...horizonLimits, pendingUpdatesMax: 8, pendingUpdatesKept: 4, undoActionsKept: 0 }
    const timeline = newTimeline(blank, { horizonLimits: bounds })
    const remove: Operation = { kind: 'layer-remove', id: 11 }
    const steps = [add(11), begin(20, 20, {}, 11), end, remove, end, add(11)]
    for (const step of steps) play(timeline, [1, step])
    const joiner = newTimeline(timeline.base(), { horizonLimits: bounds })
    for (const update of timeline.pending()) joiner.apply(update)
    expect(alphaAt(joiner, 20, 20, 11)).toBe(32_767)
    for (const each of [timeline, joiner]) play(each, [1, end], [1, end])
    expect([timeline.horizon, alphaAt(timeline, 20, 20, 11)]).toEqual([0, 32_767])
    for (const each of [timeline, joiner]) play(each, [1, end])
    expect([timeline.horizon, alphaAt(timeline, 20, 20, 11)]).toEqual([5, 0])
    expect(stateOf(joiner)).toEqual(stateOf(timeline))
    const late = newTimeline(timeline.base(), { horizonLimits: bounds })
    for (const update of timeline.pending()) late.apply(update)
    expect(stateOf(late)).toEqual(stateOf(timeline))
  })

  it('[RA13] keeps what can be undone within its bounds', () => {
    fc.assert(
      fc.property(anyScript(60), (script) => {
        const timeline = replay(script)
        const pending = timeline.pending()
        expect(pending.map(({ seq }) => seq)).toEqual(script.slice(timeline.horizon).map(({ seq }) => seq))
        expect(pending.length).toBeLessThanOrEqual(horizonLimits.pendingUpdatesHardMax)
        expect(timeline.pendingBytes).toBe(pending.reduce((sum, { operation }) => sum + operation.length, 0))
        expect(timeline.pendingBytes).toBeLessThanOrEqual(horizonLimits.pendingBytesHardMax)
      }),
      { numRuns: 60 },
    )
  })

  it('[RA11] has no effect on strokes behind the horizon', () => {
    const timeline = play(
      newTimeline(blank, { horizonLimits }),
      [1, begin(20, 20)],
      [1, end],
      [1, undo(1)],
      [1, redo(1)],
    )
    // Author 1 could count on two actions while here.
    play(timeline, [0, { kind: 'close', author: 1 }])
    while (timeline.horizon < 2) play(timeline, [2, end])
    expect(timeline.actionsOf(1)).toEqual([])
    const before = timeline.hash()
    play(timeline, [1, undo(1)])
    expect(timeline.hash()).toBe(before)
  })

  it('[RA33] leaves everybody who is here a number of actions, whatever the others do', () => {
    const limits = {
      ...horizonLimits,
      pendingUpdatesHardMax: 400,
      pendingBytesHardMax: 100_000,
      undoActionsKept: 3,
    }
    const timeline = newTimeline(blank, { horizonLimits: limits })
    for (let i = 0; i < 5; i++) play(timeline, [1, begin(20, 20)], [1, end], [2, begin(100, 20)], [2, end])
    for (let i = 0; i < 60; i++) play(timeline, [3, begin(50, 100)], [3, end])
    for (const author of [1, 2]) expect([3, 4]).toContain(timeline.actionsOf(author).length)
    expect(timeline.horizon).toBeGreaterThan(0)
    const before = timeline.hash()
    for (const { action } of timeline.actionsOf(1)) play(timeline, [1, undo(action)])
    for (const { action } of timeline.actionsOf(1)) play(timeline, [1, redo(action)])
    expect(timeline.hash()).toBe(before)
    // Who is away, is not waited for; who comes back and draws, is again.
    play(timeline, [0, { kind: 'close', author: 1 }], [0, { kind: 'close', author: 2 }])
    for (let i = 0; i < 20; i++) play(timeline, [3, begin(50, 100)], [3, end])
    expect([1, 2].map((author) => timeline.actionsOf(author).length)).toEqual([0, 0])
  })

  it('[RA14] is continued exactly by a timeline made of its base and pending', () => {
    fc.assert(
      fc.property(anyScript(70), fc.nat({ max: 70 }), (script, at) => {
        const original = replay(script.slice(0, at))
        const copy = replay(original.pending(), original.base())
        expect(stateOf(copy)).toEqual(stateOf(original))
        for (const update of script.slice(at)) {
          original.apply(update)
          copy.apply(update)
        }
        expect(stateOf(copy)).toEqual(stateOf(original))
      }),
      { numRuns: 50 },
    )
  })

  it('[RA14] gives bases that stay as they are', () => {
    fc.assert(
      fc.property(anyScript(60), (script) => {
        const timeline = replay(script.slice(0, 30))
        const base = timeline.base()
        const pending = timeline.pending()
        const hash = replay(pending, base).hash()
        for (const update of script.slice(30)) timeline.apply(update)
        expect(replay(pending, base).hash()).toBe(hash)
      }),
      { numRuns: 20 },
    )
  })

  it('[RA15] carries the updates of strokes that are open at the horizon, in order', () => {
    const timeline = newTimeline(blank, { horizonLimits })
    play(timeline, [1, begin(20, 20)], [2, begin(9, 9)], [2, end], [2, begin(100, 20)])
    while (timeline.horizon < 6) play(timeline, [1, points(timeline.seq, 0)], [2, points(0, 5)])
    const carried = timeline.base().carried.map(({ seq }) => seq)
    expect(carried).toEqual(
      Array.from({ length: timeline.horizon }, (_, i) => i + 1).filter((seq) => seq !== 2 && seq !== 3),
    )
    play(timeline, [2, end], [1, end])
    expect(alphaAt(timeline, 20, 20)).toBe(32767)
    expect(alphaAt(timeline, 100, 20)).toBe(32767)
    // Author 2's ended first, and both of them after the horizon: they are carried still.
    expect(timeline.base().carried.map(({ seq }) => seq)).toEqual(carried)
  })

  it('[RA15] refuses carried updates that belong to no open stroke', () => {
    const update = (operation: Operation): Update => ({
      seq: 3,
      author: 1,
      clientSeq: 3,
      operation: encodeOperation(operation),
    })
    for (const carried of [
      [update(points(1, 1))],
      [update(end)],
      [update(begin(1, 1)), update(begin(1, 1))],
    ]) {
      expect(() => newTimeline({ ...blank, horizon: 5, carried })).toThrow(ProtocolError)
    }
  })

  it('[RA16] cannot tell in the end that base tiles came late', () => {
    const anyOrder = fc.shuffledSubarray(tileIndices, { minLength: 12 })
    const anyPauses = fc.array(fc.nat({ max: 6 }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(anyScript(90), fc.nat({ max: 60 }), anyOrder, anyPauses, (script, at, order, pauses) => {
        const original = replay(script.slice(0, at))
        const base = original.base()
        const bare = { ...base, layers: new Map() }
        const columns = [...new Set([...order, ...indicesOf(base)])]
        const joiner = replay(original.pending(), bare, { memory: original.memory, missing: columns })
        const rest = script.slice(at)
        columns.forEach((index, i) => {
          for (const update of rest.splice(0, pauses[i] ?? 0)) {
            original.apply(update)
            joiner.apply(update)
          }
          expect(joiner.missingColumns).toBe(columns.length - i)
          joiner.setBaseColumn(index, columnOf(base, index))
        })
        for (const update of rest) {
          original.apply(update)
          joiner.apply(update)
        }
        expect(stateOf(joiner)).toEqual(stateOf(original))
      }),
      { numRuns: 60 },
    )
  })

  it('[RA16] keeps a missing tile blank and gives away no hash and no base until it came', () => {
    const [index = 0] = tileIndices
    const timeline = play(newTimeline(blank, { missing: [index] }), [1, begin(20, 20)], [1, end])
    expect(timeline.isMissing(index)).toBe(true)
    expect(timeline.tile(1, index)).toBeUndefined()
    expect(() => timeline.hash()).toThrow(AssertionError)
    expect(() => timeline.base()).toThrow(AssertionError)
    timeline.setBaseColumn(index, new Map())
    expect(alphaAt(timeline, 20, 20)).toBe(32767)
    expect(() => timeline.setBaseColumn(index, new Map())).toThrow(AssertionError)
  })

  it('[RA17] names every tile that looks different', () => {
    fc.assert(
      fc.property(anyScript(50), (script) => {
        const timeline = newTimeline(blank, { horizonLimits })
        let before = shownOf(timeline)
        for (const update of script) {
          timeline.apply(update)
          const after = shownOf(timeline)
          const dirty = timeline.takeDirty()
          for (const index of tileIndices) {
            if (before.get(index) !== after.get(index)) expect(dirty).toContain(index)
          }
          before = after
        }
        expect(timeline.takeDirty().size).toBe(0)
      }),
      { numRuns: 25 },
    )
  })

  it('[RA18] hashes equal pictures of different pasts the same', () => {
    fc.assert(
      fc.property(anyScript(40), (script) => {
        const lazy = replay(script)
        const eager = newTimeline(blank, { horizonLimits })
        for (const update of script) {
          eager.apply(update)
          eager.hash()
        }
        const layersNow = new Map(layers.map((layer) => [layer, new Map(lazy.layerTiles(layer))]))
        const fresh = newTimeline({
          horizon: 0,
          seq: 0,
          structure: lazy.structure,
          layers: layersNow,
          carried: [],
        })
        expect(eager.hash()).toBe(lazy.hash())
        expect(fresh.hash()).toBe(lazy.hash())
      }),
      { numRuns: 25 },
    )
  })

  it('[RA18] hashes different sizes and places differently', () => {
    expect(newTimeline(blankBase({ width: 150, height: 200 })).hash()).not.toBe(newTimeline(blank).hash())
    const [left, right] = [32, 96].map((x) => play(newTimeline(blank), [1, begin(x, 32)], [1, end]).hash())
    expect(left).not.toBe(right)
    expect(left).toMatch(/^[0-9a-f]{16}$/)
  })

  it('[RA19] gives the same without any memory for masks', () => {
    fc.assert(
      fc.property(anyScript(50), fc.constantFrom(0, 8192, 60_000), (script, maskBytesMax) => {
        expect(stateOf(replay(script, blank, { maskBytesMax }))).toEqual(stateOf(replay(script)))
      }),
      { numRuns: 60 },
    )
  })
})

/** Without what nobody's window does: painting on a layer that is not there, or giving a layer a number that was used before. */
function sensibleUpdates(script: readonly Update[]): Update[] {
  let structure = blank.structure
  const used = new Set([firstLayer])
  return script.filter(({ operation: bytes }) => {
    const operation = decodeOperation(bytes)
    if ('layer' in operation && find(structure, operation.layer) === undefined) return false
    if (!isLayerOperation(operation)) return true
    const isNew = operation.kind === 'layer-add' || operation.kind === 'layer-copy'
    if (isNew && used.has(operation.id)) return false
    const changed = changeStructure(structure, operation)
    if (isNew && changed !== structure) used.add(operation.id)
    structure = changed
    return true
  })
}

function indicesOf(base: Base): number[] {
  return [...base.layers.values()].flatMap((tiles) => [...tiles.keys()])
}

function columnOf(base: Base, index: number): Map<number, Tile> {
  const column = new Map<number, Tile>()
  for (const [layer, tiles] of base.layers) {
    const tile = tiles.get(index)
    if (tile !== undefined) column.set(layer, tile)
  }
  return column
}
