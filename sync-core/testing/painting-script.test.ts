import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeOperation } from '../raster/operation-codec.ts'
import { everyOperation } from './every-operation.ts'
import { anyScript } from './painting-script.ts'
import { SeenValues } from './seen-values.ts'

it('[SI11] reaches every operation with every field of it in the sessions that properties are about', () => {
  const seen = new SeenValues()
  for (const script of fc.sample(anyScript(60), { numRuns: 200, seed: 1 })) {
    for (const { operation } of script) seen.see(decodeOperation(operation))
  }
  expect(seen.missing(everyOperation)).toEqual([])
})

it('[SI11] says what was never seen', () => {
  const seen = new SeenValues()
  seen.see({ kind: 'layer-set', id: 1, field: { kind: 'visible', value: false } })
  seen.see({ kind: 'end' })
  const missing = seen.missing({
    end: {},
    undo: {},
    'layer-set': { id: 'several', field: { visible: { value: 'both' }, clipped: { value: 'both' } } },
  })
  expect(missing).toEqual([
    ': never any undo',
    '/layer-set.id: 1 only',
    '/layer-set.field/visible.value: never true',
    '/layer-set.field: never any clipped',
  ])
})
