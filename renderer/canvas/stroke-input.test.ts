import { expect, it } from 'vitest'
import { byPressure, roundBrush } from '../../sync-core/index.ts'
import type { WindowMessage } from '../worker/contract.ts'
import { StrokeInput } from './stroke-input.ts'

const brush = roundBrush({
  size: 16,
  opacity: 255,
  hardness: 200,
  color: 0,
  sizeBy: byPressure,
})
const at = (x: number) => ({ x, y: 0, pressure: 1023, timeMs: x })
const start = { layer: 4, brush, steadiness: 30, zoom: 0.5 }

it('[UI21] says begin, points and end once each, and nothing that adds nothing', () => {
  const said: WindowMessage[] = []
  const stroke = new StrokeInput((message) => said.push(message))
  stroke.add([at(1)])
  stroke.end()
  stroke.begin({ ...start, points: [at(1), at(1), at(2)] })
  stroke.add([at(2)])
  stroke.add([at(2), at(3)])
  stroke.end()
  stroke.end()
  expect(said).toEqual([
    { kind: 'stroke-begin', ...start, points: [at(1), at(2)] },
    { kind: 'stroke-points', points: [at(3)] },
    { kind: 'stroke-end' },
  ])
})

it('[UI21] ends the open stroke before it begins another', () => {
  const said: string[] = []
  const stroke = new StrokeInput((message) => said.push(message.kind))
  stroke.begin({ ...start, points: [at(1)] })
  stroke.begin({ ...start, points: [at(5)] })
  expect(said).toEqual(['stroke-begin', 'stroke-end', 'stroke-begin'])
})
