import { expect, it } from 'vitest'
import { roundBrush, tileValues, type Client, type PenPoint, type Sample } from '../../sync-core/index.ts'
import { StrokeDesk } from './stroke-desk.ts'

const brush = roundBrush({ size: 160 })
const start = { layer: 3, brush, steadiness: 0, zoom: 1 }

function fakeClient(answer: 'taken' | 'refused' = 'taken') {
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
    pixelSource: () => () => red,
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

it('[UI72] gives each sample of a smudging brush the colour that is under it', () => {
  const { client, samples } = fakeClient()
  const desk = new StrokeDesk(() => client)
  desk.begin({ ...start, brush: roundBrush({ size: 160, smudge: 128 }), points: zigzag.slice(0, 3) })
  desk.end()
  expect(samples.map(({ color }) => color)).toEqual(samples.map(() => 0xff0000ff))
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
