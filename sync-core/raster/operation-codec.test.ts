import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError, ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { anyScript } from '../testing/painting-script.ts'
import { byPressure, roundBrush } from './brush.ts'
import { decodeOperation, dumpOperation, encodeOperation } from './operation-codec.ts'
import type { Operation } from './operation.ts'
import type { Sample } from './sample.ts'

const brush = roundBrush({ size: 192, opacity: 204, hardness: 51, color: 0x123456, sizeBy: byPressure })
const place = { layer: 1, alphaLock: false, selected: true }
const at = (x: number, y: number, pressure: number): Sample => ({ x, y, pressure })

const anyOperation: fc.Arbitrary<Operation> = anyScript(30)
  .filter((script) => script.length > 0)
  .chain((script) => fc.constantFrom(...script.map((update) => decodeOperation(update.operation))))

function refusalOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError)
    expect((error as ProtocolError).code).toBe('malformed')
    return (error as ProtocolError).message
  }
  return 'not refused'
}

describe('operation codec', () => {
  it('[RA20] decodes what it encoded', () => {
    fc.assert(
      fc.property(anyOperation, (operation) => {
        expect(decodeOperation(encodeOperation(operation))).toEqual(operation)
      }),
      { numRuns: 200 },
    )
  })

  const bytes = Uint8Array.of(0, 255)
  const rgba = { red: 1, green: 2, blue: 3, alpha: 4 }
  const point = { x: 0, y: 0 }
  it.each<[Operation, string]>([
    [{ kind: 'end' }, '02'],
    [{ kind: 'undo', action: 300 }, '03ac02'],
    [{ kind: 'redo', action: 1 }, '0401'],
    [{ kind: 'close', author: 7 }, '0507'],
    [{ kind: 'patch-begin', layer: 300, color: 0x102030, alphaLock: true }, '06ac02b0c04001'],
    [{ kind: 'patch-parts', parts: [{ index: 5, form: 'erase', bytes }] }, '0701050102' + '00ff'],
    [{ kind: 'select', stage: 'last', parts: [{ index: 65_535, bytes }] }, '080301ffff0302' + '00ff'],
    [
      {
        kind: 'gradient',
        ...place,
        shape: 'radial',
        area: { x: 1, y: 2, width: 3, height: 4 },
        from: point,
        to: point,
        start: rgba,
        stop: rgba,
      },
      '09010001' + '01' + '01020304' + '00000000' + '0102030401020304',
    ],
    [{ kind: 'layer-add', id: 9, above: 1, name: 'Ink' }, '0a090103496e6b'],
    [{ kind: 'layer-remove', id: 9 }, '0b09'],
    [{ kind: 'layer-move', id: 9, above: 0 }, '0c0900'],
    [{ kind: 'layer-set', id: 9, field: { kind: 'blend', value: 'add' } }, '0d09020b'],
    [{ kind: 'layer-copy', from: 9, id: 10, name: 'B' }, '0e090a0142'],
    [
      { kind: 'layer-merge', top: 9, below: 1, opacity: 200, blend: 'multiply', clipped: false },
      '0f0901c80100',
    ],
    [{ kind: 'resize', x: 64, y: 128, width: 16, height: 16_384 }, '1040800110808001'],
    [{ kind: 'palette', colors: [0, 0xff8000] }, '1102' + '00' + '8080fe07'],
    [{ kind: 'palette', colors: [] }, '1100'],
  ])('[RA20] has pinned bytes for %o', (operation, hex) => {
    expect(Buffer.from(encodeOperation(operation)).toString('hex')).toBe(hex)
    expect(decodeOperation(Buffer.from(hex, 'hex'))).toEqual(operation)
  })

  it('[RA20] begins a stroke with where it is painted, its brush and its samples', () => {
    const begin: Operation = { kind: 'stroke-begin', ...place, brush, samples: [at(100, -100, 512)] }
    const hex = Buffer.from(encodeOperation(begin)).toString('hex')
    expect(hex.slice(0, 8)).toBe('00010001')
    expect(hex.length / 2).toBeLessThanOrEqual(4 + 14 + 8)
    expect(decodeOperation(Buffer.from(hex, 'hex'))).toEqual(begin)
  })

  it.each<[string, Operation, RegExp]>([
    [
      'size',
      { kind: 'stroke-begin', ...place, brush: { ...brush, size: 7 }, samples: [at(0, 0, 0)] },
      /size.* is 7; .* 8 to 16384/,
    ],
    ['x', { kind: 'stroke-begin', ...place, brush, samples: [at(524_289, 0, 0)] }, /524289/],
    ['count of samples', { kind: 'stroke-begin', ...place, brush, samples: [] }, /0.* 1 to 1024/],
  ])('[RA21] refuses to encode a wrong %s', (_, operation, words) => {
    expect(refusalOf(() => encodeOperation(operation))).toMatch(words)
  })

  it('[RA21] asserts that own operations are within their limits', () => {
    expect(() => encodeOperation({ kind: 'close', author: limits.participantsMax + 1 })).toThrow(
      AssertionError,
    )
    expect(() => encodeOperation({ kind: 'layer-remove', id: 2 ** 32 })).toThrow(AssertionError)
  })

  it.each([
    ['a kind that does not exist', '12', /18/],
    ['bytes that are left over', '0200', /left over/],
    ['an author past the limit', '05e9fb03', /65001/],
    ['a tile outside of the plane', '0701808004' + '0002' + '00ff', /65536/],
    ['a mode that does not exist', '0d09020c', /none of normal/],
    ['a name that is too long', '0a090141' + '41'.repeat(65), /longer than 64/],
  ])('[RA21] refuses to decode %s', (_, hex, words) => {
    expect(refusalOf(() => decodeOperation(Buffer.from(hex, 'hex')))).toMatch(words)
  })

  it('[RA20] says an operation in a line', () => {
    const begin: Operation = {
      kind: 'stroke-begin',
      ...place,
      brush,
      samples: [at(16, 32, 0), at(40, 32, 0)],
    }
    expect(dumpOperation(begin)).toBe(
      'stroke-begin {layer: 1, alphaLock: false, selected: true, brush: normal 12 px #123456, samples: 2 from 1,2 to 2.5,2}',
    )
    expect(dumpOperation({ kind: 'undo', action: 4 })).toBe('undo {action: 4}')
    expect(dumpOperation({ kind: 'end' })).toBe('end {}')
  })
})
