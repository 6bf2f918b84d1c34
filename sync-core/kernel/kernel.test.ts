import { describe, expect, it } from 'vitest'
import { decodeBase64 } from './decode-base64.ts'
import { kernelWasm } from './kernel-wasm.ts'
import { bothKernels } from '../testing/both-kernels.ts'
import { ownerPointer, pageBytes, scratchPointer } from './tile-layout.ts'
import { createTwinKernel } from './twin-kernel.ts'
import { createWasmKernel } from './wasm-kernel.ts'

const namesOf = (kernel: object): string[] =>
  Object.entries(kernel)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name)
    .sort()

describe('kernels', () => {
  it('[KE1] the twin has exactly the functions of the module', () => {
    expect(namesOf(createTwinKernel())).toEqual(namesOf(createWasmKernel()))
  })

  it('[KE1] decodes the module as any decoder does', () => {
    expect(decodeBase64(kernelWasm)).toEqual(new Uint8Array(Buffer.from(kernelWasm, 'base64')))
    for (const text of ['', 'a', 'ab', 'abc', 'abcd\u00ff']) {
      const bytes = Buffer.from(text, 'latin1')
      expect(decodeBase64(bytes.toString('base64'))).toEqual(new Uint8Array(bytes))
    }
  })

  it.each(bothKernels)('[KE2] memory of %s grows by pages, keeps its bytes and is its own', (_, create) => {
    const kernel = create()
    const other = create()
    expect(kernel.u8.length).toBe(ownerPointer)
    expect(kernel.u8.subarray(scratchPointer).some(Boolean)).toBe(false)
    kernel.u8[ownerPointer - 1] = 7
    expect(kernel.grow(ownerPointer + 1)).toBe(true)
    expect(kernel.u8.length).toBe(ownerPointer + pageBytes)
    expect(kernel.grow(10)).toBe(true)
    expect(kernel.u8.length).toBe(ownerPointer + pageBytes)
    kernel.i32[ownerPointer >> 2] = -2
    expect(kernel.u16[ownerPointer >> 1]).toBe(0xfffe)
    expect(kernel.u8[ownerPointer - 1]).toBe(7)
    expect(other.u8[ownerPointer - 1]).toBe(0)
    expect(other.u8.length).toBe(ownerPointer)
  })

  it.each(bothKernels)('[KE2] memory of %s that can not be had leaves everything as it was', (_, create) => {
    const kernel = create()
    kernel.u8[5] = 9
    expect(kernel.grow(2 ** 33)).toBe(false)
    expect(kernel.u8.length).toBe(ownerPointer)
    expect(kernel.u8[5]).toBe(9)
  })
})
