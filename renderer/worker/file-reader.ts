// A worker that reads one file from outside, and ends with it: a file may say anything, and unpacking a large one takes
// seconds.

import { damaged, expectWithin, FileError } from '../files/file-error.ts'
import { fileLimits } from '../files/file-limits.ts'
import { formatOf, type FileFormat } from '../files/file-format.ts'
import type { FlatImage, ReadImage } from '../files/layered-image.ts'
import { decodeOra } from '../files/ora.ts'
import { withoutPaper } from '../files/paper-layer.ts'
import { decodePng } from '../files/png.ts'
import { decodePsd } from '../files/psd.ts'
import type { FileReply } from './import-contract.ts'

/** What a browser unpacks for us without bounds of its own: 256 MiB as plain pixels. */
const foreignPxMax = 8192 * 8192

class Unreadable extends Error {}

async function read(file: File): Promise<FileReply> {
  let format: FileFormat | undefined
  try {
    // A folder, or a file that is gone by now, fails here.
    format = formatOf(new Uint8Array(await file.slice(0, 8).arrayBuffer()))
    expectWithin(format ?? 'png', 'bytes', file.size, fileLimits.fileBytesMax)
    const { image, losses } = await readAs(format, file)
    if (image.layers.length === 0) throw damaged(format ?? 'png', 'no layers')
    return { kind: 'read', image: withoutPaper(image), losses }
  } catch (error) {
    if (error instanceof FileError) return { kind: 'refused', code: error.code, detail: error.detail }
    if (!(error instanceof Unreadable)) console.error(error)
    return { kind: 'unreadable' }
  }
}

async function readAs(format: FileFormat | undefined, file: File): Promise<ReadImage> {
  if (format === undefined) return { image: oneLayer(await readByBrowser(file)), losses: [] }
  const bytes = new Uint8Array(await file.arrayBuffer())
  switch (format) {
    case 'ora':
      return decodeOra(bytes)
    case 'psd':
      return decodePsd(bytes)
    case 'png': {
      const png = decodePng(bytes)
      return { image: oneLayer(png), losses: png.isDeep ? [{ kind: 'bits', count: 1 }] : [] }
    }
  }
}

async function readByBrowser(file: File): Promise<FlatImage> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Unreadable()
  })
  const { width, height } = bitmap
  expectWithin('png', 'side', Math.max(width, height), fileLimits.sidePxMax)
  expectWithin('png', 'pixels', width * height, foreignPxMax)
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Unreadable()
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return { width, height, rgba: new Uint8Array(context.getImageData(0, 0, width, height).data.buffer) }
}

function oneLayer({ width, height, rgba }: FlatImage): ReadImage['image'] {
  const plain = { opacity: 255, blend: 'normal', visible: true, locked: false } as const
  const layer = { ...plain, name: '', alphaLocked: false, clipped: false, x: 0, y: 0, width, height, rgba }
  return { width, height, layers: [layer] }
}

self.addEventListener('message', (event: MessageEvent<File>) => {
  void read(event.data).then((reply) => {
    const buffers = reply.kind === 'read' ? reply.image.layers.map(({ rgba }) => rgba.buffer) : []
    self.postMessage(reply, { transfer: [...new Set(buffers)] as ArrayBuffer[] })
  })
})
