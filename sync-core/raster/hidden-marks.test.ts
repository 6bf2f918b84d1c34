import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { newTimeline } from '../testing/picture-memories.ts'
import { add, at, begin, blank, end, frame, part, play, select, undo } from '../testing/timeline-script.ts'
import type { Operation } from './operation.ts'
import { firstLayer } from './structure.ts'

type Gradient = Extract<Operation, { kind: 'gradient' }>

const second = 11
const rgba = (red: number, alpha = 255) => ({ red, green: 90, blue: 30, alpha })
const whole = { x: frame.x, y: frame.y, width: 256, height: 192 }
const gradient = (change: Partial<Gradient> = {}): Gradient => ({
  kind: 'gradient',
  layer: firstLayer,
  alphaLock: false,
  selected: false,
  shape: 'linear',
  area: whole,
  from: at(0, 0),
  to: at(200, 100),
  start: rgba(10),
  stop: rgba(250),
  ...change,
})

const layer = fc.constantFrom(firstLayer, second)
const anyGradient = fc
  .record({
    layer,
    alphaLock: fc.boolean(),
    selected: fc.boolean(),
    area: fc.constantFrom(whole, { ...whole, width: 100, height: 70 }, { ...whole, x: whole.x + 1 }),
    start: fc.constantFrom(rgba(10), rgba(60, 254)),
    stop: fc.constantFrom(rgba(250), rgba(90, 0)),
  })
  .map(gradient)
/** As pixels laid over, these bytes can't be read, and are nothing. */
const coverage = fc.constantFrom(255, 255, 255, 128)
const anyPatch = fc
  .tuple(
    layer,
    fc.boolean(),
    fc.array(fc.tuple(fc.nat(11), coverage, fc.constantFrom('cover', 'erase', 'over'))),
  )
  .map(([on, alphaLock, parts]): Operation[] => [
    { kind: 'patch-begin', layer: on, color: 0x2060a0, alphaLock },
    { kind: 'patch-parts', parts: parts.map(([place, value, form]) => ({ ...part(place, value), form })) },
    end,
  ])
/** Most hide what is below them, so that something does. */
const step: fc.Arbitrary<readonly Operation[]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(layer, fc.nat(255)).map(([on, red]) => [gradient({ layer: on, start: rgba(red) })]),
  },
  { weight: 3, arbitrary: anyGradient.map((one) => [one]) },
  { weight: 3, arbitrary: anyPatch },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(199), fc.nat(149), layer)
      .map(([x, y, on]) => [begin(x, y, { size: 60 * 16 }, on), end]),
  },
  { weight: 1, arbitrary: fc.constantFrom([select(0)], [select()]) },
  {
    weight: 1,
    arbitrary: fc.constant([{ kind: 'layer-copy', id: 12, from: firstLayer, name: 'Copy' } as Operation]),
  },
  {
    weight: 1,
    arbitrary: fc.constant([
      {
        kind: 'layer-merge',
        top: second,
        below: firstLayer,
        opacity: 255,
        blend: 'normal',
        clipped: false,
      } as Operation,
    ]),
  },
)

it('[RA43] whatever is taken back among what hides it, the picture is as if it had never been laid', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), fc.nat(), (steps, pick) => {
      const operations = [add(second), ...steps.flat()]
      const names = operations.flatMap(({ kind }, i) =>
        ['gradient', 'patch-begin', 'stroke-begin', 'layer-copy', 'layer-merge'].includes(kind)
          ? [i + 1]
          : [],
      )
      const name = names[pick % Math.max(1, names.length)] ?? 1
      const withIt = newTimeline(blank)
      const without = newTimeline(blank)
      play(withIt, ...operations.map((one) => [1, one] as const), [1, undo(name)])
      const left = operations.map((one, i) => [1, i + 1 === name ? end : one] as const)
      play(without, ...left, [1, end])
      expect(withIt.hash()).toBe(without.hash())
    }),
    { numRuns: 300 },
  )
})

it('[RA43] the newest of many opaque gradients is taken back at the price of one', () => {
  const timeline = newTimeline(blank)
  const reds = [0, 50, 100, 150, 200]
  play(timeline, ...reds.map((red) => [1, gradient({ start: rgba(red) })] as const))
  const drawn = vi.spyOn(timeline.memory.kernel, 'gradientTile')
  play(timeline, [1, undo(reds.length)])
  expect(drawn).toHaveBeenCalledTimes(12)
})

it.each(['cover', 'erase'] as const)('[RA43] what a patch would %s wholly is not painted again', (form) => {
  const timeline = newTimeline(blank)
  const patch = (of: 'cover' | 'erase'): (readonly [number, Operation])[] => [
    [1, { kind: 'patch-begin', layer: firstLayer, color: 0x2060a0, alphaLock: false }],
    [1, { kind: 'patch-parts', parts: [part(0, 255, of), part(1, 254, of)] }],
    [1, end],
  ]
  play(timeline, [1, gradient()], ...patch(form), ...patch('cover'))
  const drawn = vi.spyOn(timeline.memory.kernel, 'gradientTile')
  play(timeline, [1, undo(5)])
  // Of the two tiles that change, the gradient is hidden on one.
  expect(drawn).toHaveBeenCalledTimes(1)
})
