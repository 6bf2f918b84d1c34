import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finish } from '../authoring/paced.ts'
import { OutOfMemoryError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { ownerPointer, tileValues } from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { hostAuthor, type Operation } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import type { Timeline } from '../raster/timeline.ts'
import { newTimeline } from '../testing/picture-memories.ts'
import { anyScript } from '../testing/painting-script.ts'
import { startJoined, startScripted, wholeStroke } from '../testing/scripted-client.ts'
import { ScriptedHost } from '../testing/scripted-host.ts'
import { add, begin, blank, end, part, play, points, stateOf } from '../testing/timeline-script.ts'
import { drawAction, drawPlace } from './draw-action.ts'
import type { Thumbnail } from './thumbnail-sum.ts'

const thumbnailOf = (timeline: Timeline, action: number, author = 1): Thumbnail | undefined =>
  finish(drawAction(timeline.memory, timeline.findAction(author, action)!, limits.thumbnailTilesMax))

const pixelAt = ({ width, pixels }: Thumbnail, x: number, y: number): number[] => [
  ...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
]
const covered = ({ pixels }: Thumbnail): number =>
  pixels.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 0 ? 1 : 0), 0)

const patch = (color: number, ...parts: ReturnType<typeof part>[]): Operation[] => [
  { kind: 'patch-begin', layer: 1, color, alphaLock: false },
  { kind: 'patch-parts', parts },
  end,
]
const playAll = (timeline: Timeline, ...operations: readonly Operation[]): Timeline =>
  play(timeline, ...operations.map((operation) => [1, operation] as const))

describe('a thumbnail', () => {
  it('[HV5] has the colours of what was laid down, alone, shrunk to 64 px', () => {
    const timeline = playAll(
      newTimeline(blank),
      ...patch(0x112233, part(0)),
      ...patch(0xff8000, part(0), part(1, 51)),
    )
    const thumbnail = thumbnailOf(timeline, 4)!
    expect([thumbnail.width, thumbnail.height]).toEqual([64, 32])
    expect(pixelAt(thumbnail, 0, 0)).toEqual([255, 128, 0, 255])
    expect(pixelAt(thumbnail, 31, 31)).toEqual([255, 128, 0, 255])
    expect(pixelAt(thumbnail, 32, 0)).toEqual([255, 128, 0, 51])
    expect(pixelAt(thumbnailOf(timeline, 1)!, 63, 63)).toEqual([0x11, 0x22, 0x33, 255])
  })

  it('[HV5] shows erasing as a grey shape, and colours under alpha lock as if there were none', () => {
    const timeline = newTimeline(blank)
    playAll(timeline, begin(32, 32), end, begin(32, 32, { blend: 'erase' }), points(4, 0), end)
    playAll(
      timeline,
      { ...begin(32, 32), alphaLock: true } as Operation,
      end,
      ...patch(0, part(2, 255, 'erase')),
    )
    const [drawn, erased, locked, cleared] = [1, 3, 6, 8].map((action) => thumbnailOf(timeline, action)!)
    expect(pixelAt(drawn!, 32, 32)).toEqual([255, 0, 0, 255])
    expect(pixelAt(erased!, 32, 32)).toEqual([127, 127, 127, 255])
    expect(covered(erased!)).toBeGreaterThan(covered(drawn!))
    expect(locked).toEqual(drawn)
    expect(pixelAt(cleared!, 0, 0)).toEqual([127, 127, 127, 255])
  })

  it('[HV5][HV7] is the same when the marks were given up, before or between its steps, and leaves the picture alone', () => {
    fc.assert(
      fc.property(anyScript(30), fc.nat({ max: 9 }), (script, stop) => {
        const keeping = newTimeline(blank)
        const forgetting = newTimeline(blank, { maskBytesMax: 0 })
        const losing = newTimeline(blank)
        for (const each of [keeping, forgetting, losing]) for (const update of script) each.apply(update)
        const before = stateOf(keeping)
        const works = losing.endedActions.map((action) =>
          drawAction(losing.memory, action, limits.thumbnailTilesMax),
        )
        const firsts = works.map((work) => {
          for (let i = 0; i < stop; i++) {
            const step = work.next()
            if (step.done === true) return { value: step.value }
          }
          return undefined
        })
        losing.dispose()
        const late = works.map((work, i) => (firsts[i] === undefined ? finish(work) : firsts[i].value))
        const kept = keeping.endedActions.map(({ action, author }) => thumbnailOf(keeping, action, author))
        const made = forgetting.endedActions.map(({ action, author }) =>
          thumbnailOf(forgetting, action, author),
        )
        expect(made).toEqual(kept)
        expect(late).toEqual(kept)
        expect(stateOf(keeping)).toEqual(before)
      }),
      { numRuns: 15 },
    )
  })

  it('[HV7] looks at so many tiles only, evenly spread', () => {
    const indices = Array.from({ length: 64 * 64 }, (_, i) => tileIndexOf(100 + (i % 64), 80 + (i >> 6)))
    const tile = new Uint16Array(tileValues).fill(32_767)
    let looks = 0
    const source = () => {
      looks += 1
      return tile
    }
    const thumbnail = finish(drawPlace(source, indices, 1024))!
    expect(looks).toBe(1024)
    expect([thumbnail.width, thumbnail.height]).toEqual([64, 64])
    expect(thumbnail.pixels.every((value) => value === 255)).toBe(true)
  })

  it('[HV6] shows the picture where the base took the action in, and nothing for layers', () => {
    const bounds = { pendingUpdatesMax: 8, pendingUpdatesKept: 2, undoActionsKept: 0, horizonEverySeqs: 1 }
    const { client, host } = startJoined(bounds)
    host.orderOthers(1, ...wholeStroke(10), add(11))
    host.sendUpdates(1)
    const [stroke, layer] = client.takeHistory()!.actions.map(({ entry }) => entry)
    const alone = finish(client.drawThumbnail(stroke!))
    host.orderOthers(2, ...wholeStroke(20, 20))
    host.sendUpdates(5)
    expect(finish(client.drawThumbnail(stroke!))).toEqual(alone)
    host.orderOthers(hostAuthor, { kind: 'close', author: 1 }, { kind: 'close', author: 2 })
    host.sendUpdates(8)
    expect(client.takeHistory()!.actions.map(({ stage }) => stage)).toEqual(['kept', 'kept', 'kept'])
    const there = finish(client.drawThumbnail(stroke!))!
    expect(covered(there)).toBeGreaterThan(covered(alone!))
    expect(finish(client.drawThumbnail(layer!))).toBeUndefined()
    expect(finish(client.drawThumbnail(99))).toBeUndefined()
  })

  it('[HV7] is none where memory is short, and the session goes on', () => {
    const memory = new PictureMemory(createWasmKernel(), { bytesMax: ownerPointer + 4 * 1024 * 1024 })
    const { client, host } = startScripted({ strokeMaskBytesMax: 0 }, new ScriptedHost(), memory)
    host.line.open()
    host.sendSnapshot()
    const [first, ...others] = wholeStroke(10)
    host.orderOthers(1, { ...first, alphaLock: true } as Operation, ...others)
    host.sendUpdates(1)
    memory.collect()
    expect(() => {
      for (;;) memory.newBlock('mask')
    }).toThrow(OutOfMemoryError)
    expect(finish(client.drawThumbnail(1))).toBeUndefined()
    expect(client.state().connection.kind).toBe('connected')
  })
})
