import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PngWriter } from '../files/png.ts'
import type { FileReply } from './import-contract.ts'

let ask: (file: Blob) => Promise<FileReply>

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  vi.resetModules()
  let listen: (event: { data: Blob }) => void = () => undefined
  let answer: (reply: FileReply) => void = () => undefined
  vi.stubGlobal('self', {
    addEventListener: (_type: string, listener: typeof listen) => (listen = listener),
    postMessage: (reply: FileReply) => answer(reply),
  })
  await import('./file-reader.ts')
  ask = (file) =>
    new Promise((resolve) => {
      answer = resolve
      listen({ data: file })
    })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('[FI64] a folder, or a file that is gone, is answered as unreadable', async () => {
  const gone = new Blob(['x'])
  const fail = (): Promise<never> => Promise.reject(new DOMException('gone', 'NotFoundError'))
  gone.arrayBuffer = fail
  gone.slice = () => gone
  expect(await ask(gone)).toEqual({ kind: 'unreadable' })
})

it('[FI64] a file of no bytes is answered as unreadable', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('no image', 'InvalidStateError')))
  expect(await ask(new Blob([]))).toEqual({ kind: 'unreadable' })
})

it('[FI64] a damaged file is refused by its kind, and a sound one is read as one layer', async () => {
  const writer = new PngWriter(2, 1, true)
  const png = [...writer.rows(new Uint8Array([1, 2, 3, 255, 4, 5, 6, 255])), ...writer.end()]
  const whole = new Blob(png as BlobPart[])
  expect(await ask(whole.slice(0, 40))).toMatchObject({ kind: 'refused', code: 'damaged' })
  expect(await ask(whole)).toMatchObject({
    kind: 'read',
    losses: [],
    image: { width: 2, height: 1, layers: [{ name: '', x: 0, y: 0, width: 2, height: 1 }] },
  })
})
