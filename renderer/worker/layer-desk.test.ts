import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { tileIndexOf, type Client, type Frame, type Layer } from '../../sync-core/index.ts'
import type { WorkerMessage } from './contract.ts'
import { LayerDesk } from './layer-desk.ts'

const frame: Frame = { x: 64 * 100, y: 64 * 50, width: 128, height: 64 }
const index = tileIndexOf(100, 50)

function setUp() {
  const tiles = new Map<number, Uint16Array>()
  const posted: { layer: number; alpha: number }[] = []
  const reads: number[] = []
  const busy = { view: false, pen: undefined as Promise<void> | undefined }
  const client = {
    state: () => ({ frame, layers: [{ id: 1 }, { id: 2 }] as Layer[] }),
    layerIndices: (layer: number) => new Set(tiles.has(layer) ? [index] : []),
    settledTile: (layer: number) => tiles.get(layer) ?? 'blank',
    pixelSource:
      ({ layer }: { layer: number }) =>
      () => {
        reads.push(layer)
        return tiles.get(layer)
      },
  } as unknown as Client
  const desk = new LayerDesk({
    client: () => client,
    post(message: WorkerMessage) {
      if (message.kind === 'layer-thumbnail')
        posted.push({ layer: message.layer, alpha: message.thumbnail.pixels[3]! })
    },
    whenPenIsUp: () => busy.pen ?? Promise.resolve(),
    isViewBusy: () => busy.view,
  })
  const paint = (layer: number): void => {
    tiles.set(layer, new Uint16Array(64 * 64 * 4).fill(32767))
    desk.suspect([index])
  }
  return { desk, posted, reads, busy, paint }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const rest = () => vi.advanceTimersByTimeAsync(2_000)

it('[UI233] thumbnails are made of the layers in sight, once and whenever they change', async () => {
  const { desk, posted, reads, paint } = setUp()
  paint(1)
  desk.wish([2, 1, 9], 32)
  await rest()
  expect(posted).toEqual([
    { layer: 2, alpha: 0 },
    { layer: 1, alpha: 255 },
  ])
  paint(2)
  await rest()
  expect(posted.slice(2)).toEqual([{ layer: 2, alpha: 255 }])
  expect(reads).toEqual([1, 2])
  desk.wish([1], 32)
  paint(2)
  await rest()
  expect(posted).toHaveLength(3)
})

it('[UI233] no more often than every 0.4 s', async () => {
  const { desk, posted, paint } = setUp()
  desk.wish([1], 32)
  await rest()
  posted.length = 0
  for (let i = 0; i < 40; i++) {
    paint(1)
    await vi.advanceTimersByTimeAsync(50)
  }
  expect(posted.length).toBeGreaterThan(3)
  expect(posted.length).toBeLessThanOrEqual(6)
})

it('[UI233] not while the pen is down or the view is unfinished', async () => {
  const { desk, posted, busy } = setUp()
  let lift = (): void => {}
  busy.pen = new Promise((resolve) => (lift = resolve))
  busy.view = true
  desk.wish([1], 32)
  await rest()
  expect(posted).toEqual([])
  lift()
  await rest()
  expect(posted).toEqual([])
  busy.view = false
  await rest()
  expect(posted).toHaveLength(1)
})
