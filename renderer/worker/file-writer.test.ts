import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ImageLayer } from '../files/layered-image.ts'
import { decodeOra } from '../files/ora.ts'
import { decodePng } from '../files/png.ts'
import { decodePsd } from '../files/psd.ts'
import type { ExportFormat, ReadOutMessage, WriteReply } from './export-contract.ts'

const replies: WriteReply[] = []
let ask: (event: { data: unknown }) => void = () => undefined

beforeAll(async () => {
  vi.stubGlobal('self', {
    addEventListener: (_kind: string, listener: typeof ask) => void (ask = listener),
    postMessage: (reply: WriteReply) => void replies.push(reply),
  })
  await import('./file-writer.ts')
})
beforeEach(() => void replies.splice(0))

/** Two columns, three rows: each px says where it is. */
const place = { x: 64, y: 128, width: 2, height: 3 }
const rgba = Uint8Array.from({ length: 24 }, (_, at) => ((at & 3) === 3 ? 255 : at + 1))
const begin: ReadOutMessage = { kind: 'begin', place, hasAlpha: true }
const rows: readonly ReadOutMessage[] = [
  { kind: 'rows', rgba: rgba.slice(0, 8) },
  { kind: 'rows', rgba: rgba.slice(8) },
]
const layer: ImageLayer = {
  name: 'Sky',
  opacity: 200,
  blend: 'multiply',
  visible: true,
  locked: false,
  alphaLocked: false,
  clipped: false,
  x: 1,
  y: 2,
  width: 1,
  height: 1,
  rgba: Uint8Array.from([9, 8, 7, 128]),
}

/** Sends each message when the one before was taken; resolves with what was said in the end. */
async function write(
  format: ExportFormat,
  messages: readonly ReadOutMessage[],
): Promise<WriteReply | undefined> {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port2.close())
  ask({ data: { format, quality: 0.5, paperName: 'Paper', port: port1 } })
  for (const message of messages) {
    const taken = new Promise<unknown>((resolve) => {
      port2.addEventListener('message', (event) => resolve(event.data), { once: true })
    })
    port2.start()
    port2.postMessage(message)
    const isLast = message.kind === 'refused' || message === messages.at(-1)
    if (!isLast) expect(await taken).toBe('next')
  }
  await vi.waitFor(() => expect(['done', 'refused']).toContain(replies.at(-1)?.kind))
  return replies.at(-1)
}

async function bytesOf(reply: WriteReply | undefined): Promise<Uint8Array> {
  if (reply?.kind !== 'done') throw new Error(`no file, but ${JSON.stringify(reply)}`)
  expect(reply.place).toEqual(place)
  return new Uint8Array(await reply.blob.arrayBuffer())
}

describe('making a file', () => {
  it('[FI52] a PNG of the rows in their order, and how far it is', async () => {
    const image = decodePng(await bytesOf(await write('png', [begin, ...rows, { kind: 'end' }])))
    expect([image.width, image.height, ...image.rgba]).toEqual([2, 3, ...rgba])
    expect(replies.slice(0, -1)).toEqual([
      { kind: 'progress', step: 'pixels', part: 1 / 3 },
      { kind: 'progress', step: 'pixels', part: 1 },
      { kind: 'progress', step: 'file', part: 1 },
    ])
  })

  it.each(['ora', 'psd'] as const)(
    '[FI52] an .%s with paper and the layers in their order',
    async (format) => {
      const layers = [layer, { ...layer, name: 'Sea' }].map(
        (each) => ({ kind: 'layer', layer: each }) as const,
      )
      const bytes = await bytesOf(await write(format, [begin, ...rows, ...layers, { kind: 'end' }]))
      const { image } = format === 'ora' ? decodeOra(bytes) : await decodePsd(bytes)
      expect([image.width, image.height]).toEqual([2, 3])
      expect(image.layers.map(({ name }) => name).slice(-2)).toEqual(['Sky', 'Sea'])
      expect(image.layers.at(-1)).toMatchObject({
        x: 1,
        y: 2,
        width: 1,
        height: 1,
        blend: 'multiply',
        opacity: 200,
      })
      expect([...image.layers.at(-1)!.rgba]).toEqual([9, 8, 7, 128])
    },
  )

  it('[FI52] a JPEG on white, drawn band below band', async () => {
    const drawn: unknown[] = []
    const context = {
      putImageData: ({ height }: { height: number }, _x: number, y: number) => drawn.push([y, height]),
      fillRect: (...words: number[]) => drawn.push(words),
    }
    vi.stubGlobal('ImageData', ImageDataStandIn)
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        getContext = () => context
        convertToBlob = (wish: BlobPropertyBag & { quality: number }) => {
          drawn.push([wish.type, wish.quality])
          return Promise.resolve(new Blob(['file'], { type: wish.type ?? '' }))
        }
      },
    )
    await bytesOf(await write('jpeg', [begin, ...rows, { kind: 'end' }]))
    expect(drawn).toEqual([
      [0, 1],
      [1, 2],
      [0, 0, 2, 3],
      ['image/jpeg', 0.5],
    ])
  })

  it('[FI52] a refusal is passed on, and no file made', async () => {
    const why = { kind: 'nothing-selected' } as const
    expect(await write('png', [{ kind: 'refused', why }])).toEqual({ kind: 'refused', why })
    expect(replies).toHaveLength(1)
  })

  it('[FI52] what fails is a refusal', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        getContext = () => null
      },
    )
    expect(await write('webp', [begin])).toEqual({ kind: 'refused', why: { kind: 'fault' } })
    expect(told).toHaveBeenCalledOnce()
    told.mockRestore()
  })
})

class ImageDataStandIn {
  readonly height: number
  constructor(pixels: Uint8ClampedArray, width: number) {
    this.height = pixels.length / 4 / width
  }
}
