import { expect, it, vi } from 'vitest'
import { roundBrush, tileValues, type Client, type PenPoint, type Sample } from '../../sync-core/index.ts'
import { StrokeDesk } from './stroke-desk.ts'

const brush = roundBrush({ size: 160 })
const start = { layer: 3, brush, steadiness: 0, zoom: 1 }

function fakeClient(answer: 'taken' | 'refused' = 'taken', isRed = (_index: number) => true) {
  const samples: Sample[] = []
  const said: string[] = []
  const red = new Uint16Array(tileValues)
  for (let at = 0; at < tileValues; at += 4) red.set([32767, 0, 0, 32767], at)
  const client = {
    beginStroke(layer: number, _brush: unknown, first: readonly Sample[]) {
      said.push(`begin on ${layer}`)
      samples.push(...first)
      return answer === 'taken' ? { kind: 'taken' } : { kind: 'refused', sentence: 'No.' }
    },
    addSamples: (more: readonly Sample[]) => samples.push(...more),
    endStroke: () => said.push('end'),
    undo: () => said.push('undo'),
    pixelSource: () => (index: number) => (isRed(index) ? red : undefined),
  } as unknown as Client
  return { client, samples, said }
}

const zigzag: PenPoint[] = Array.from({ length: 60 }, (_, i) => ({
  x: 80_000 + i * 32,
  y: i % 2 === 0 ? 80_000 : 80_064,
  pressure: 512,
  timeMs: i * 8,
}))

function roughness(samples: readonly Sample[]): number {
  return samples.slice(1).reduce((sum, { y }, i) => sum + Math.abs(y - samples[i]!.y), 0) / samples.length
}

it('[UI71] leaves a mouse’s stroke as it was drawn', () => {
  const { client, samples, said } = fakeClient()
  const desk = new StrokeDesk(() => client)
  desk.begin({ ...start, points: zigzag.slice(0, 2) })
  desk.add(zigzag.slice(2))
  desk.end()
  expect(samples.map(({ x, y }) => [x, y])).toEqual(zigzag.map(({ x, y }) => [x, y]))
  expect(said).toEqual(['begin on 3', 'end'])
})

it('[UI288] ends a stroke before it is taken back, and paints no more of it', () => {
  const { client, samples, said } = fakeClient()
  const desk = new StrokeDesk(() => client)
  desk.begin({ ...start, points: zigzag.slice(0, 4) })
  desk.undo()
  desk.add(zigzag.slice(4))
  desk.end()
  expect(said).toEqual(['begin on 3', 'end', 'undo'])
  expect(samples.length).toBe(4)
  desk.undo()
  expect(said.at(-1)).toBe('undo')
})

it('[UI71] steadies a pen, and ends where it was lifted', () => {
  const { client, samples } = fakeClient()
  const desk = new StrokeDesk(() => client)
  desk.begin({ ...start, steadiness: 60, points: zigzag.slice(0, 1) })
  desk.add(zigzag.slice(1))
  const drawn = samples.length
  desk.end()
  expect(roughness(samples.slice(0, drawn))).toBeLessThan(16)
  expect(samples.at(-1)).toMatchObject({ x: zigzag.at(-1)!.x, y: zigzag.at(-1)!.y })
})

it('[UI71] keeps a curve whose points came all at once', () => {
  const { client, samples } = fakeClient()
  const desk = new StrokeDesk(() => client)
  const radius = 200 * 16
  const circle: PenPoint[] = Array.from({ length: 121 }, (_, i) => ({
    x: 80_000 + radius * Math.cos((i / 120) * 2 * Math.PI),
    y: 80_000 + radius * Math.sin((i / 120) * 2 * Math.PI),
    pressure: 512,
    // A second in ten gulps.
    timeMs: 1000 + Math.ceil(i / 12) * 100,
  }))
  desk.begin({ ...start, steadiness: 30, points: circle.slice(0, 1) })
  for (let at = 1; at < 121; at += 12) desk.add(circle.slice(at, at + 12))
  desk.end()
  const errors = samples.map(({ x, y }) => Math.abs(Math.hypot(x - 80_000, y - 80_000) - radius) / 16)
  const middles = samples.slice(1).map(({ x, y }, i) => {
    const before = samples[i]!
    return Math.hypot((x + before.x) / 2 - 80_000, (y + before.y) / 2 - 80_000) / radius
  })
  expect(Math.max(...errors)).toBeLessThan(6)
  expect(Math.min(...middles)).toBeGreaterThan(0.97)
})

it('[UI71] follows a pen at rest, and still what it did before but was told of later', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  try {
    const { client, samples } = fakeClient()
    const desk = new StrokeDesk(() => client)
    const way = (i: number): PenPoint => ({ x: 80_000 + i * 160, y: 80_000, pressure: 512, timeMs: i * 8 })
    desk.begin({ ...start, steadiness: 80, points: Array.from({ length: 6 }, (_, i) => way(i)) })
    expect(samples.at(-1)!.x).toBeLessThan(way(4).x)
    vi.advanceTimersByTime(2000)
    expect(samples.at(-1)!.x).toBeGreaterThan(way(5).x - 16)
    const before = samples.length
    desk.add(Array.from({ length: 10 }, (_, i) => way(6 + i)))
    expect(samples.length).toBeGreaterThan(before + 8)
    desk.end()
    expect(samples.at(-1)).toMatchObject({ x: way(15).x, y: 80_000 })
  } finally {
    vi.useRealTimers()
  }
})

it('[UI72] gives each sample of a smudging brush the colour that is under it', () => {
  const { client, samples } = fakeClient()
  const desk = new StrokeDesk(() => client)
  desk.begin({ ...start, brush: roundBrush({ size: 160, smudge: 128 }), points: zigzag.slice(0, 3) })
  desk.end()
  expect(samples.map(({ color }) => color)).toEqual(samples.map(() => 0xff0000ff))
})

it('[UI72] loses the colour it picked up by the way it goes, not by how often the pen reports', () => {
  const colorAfter = (points: number): number => {
    const { client, samples } = fakeClient('taken', (index) => index % 2 === 0)
    const desk = new StrokeDesk(() => client)
    const way: PenPoint[] = Array.from({ length: points + 1 }, (_, i) => ({
      // From the middle of a red tile into a blank one.
      x: 8224 * 16 + Math.round((i * 1000) / points),
      y: 8224 * 16,
      pressure: 1023,
      timeMs: i,
    }))
    desk.begin({ ...start, brush: roundBrush({ size: 160, smudge: 255 }), points: way })
    desk.end()
    return samples.at(-1)!.color! & 255
  }
  const [few, many] = [colorAfter(6), colorAfter(300)]
  expect(few).toBeLessThan(200)
  expect(Math.abs(few - many)).toBeLessThan(16)
})

it('[UI73] says when the pen is up, whatever became of the stroke', async () => {
  const { client } = fakeClient()
  const desk = new StrokeDesk(() => client)
  await desk.whenUp()
  desk.begin({ ...start, points: zigzag.slice(0, 1) })
  let isUp = false
  const waiting = desk.whenUp().then(() => (isUp = true))
  await Promise.resolve()
  expect(isUp).toBe(false)
  desk.end()
  await waiting

  const refusing = new StrokeDesk(() => fakeClient('refused').client)
  expect(refusing.begin({ ...start, points: zigzag.slice(0, 1) })).toEqual({
    kind: 'refused',
    sentence: 'No.',
  })
  await refusing.whenUp()
})
