// A worker that makes one file of the pixels that come over its port, and ends with it. Packing takes seconds for a large
// picture, so it is done beside the session's worker, which paints.

import { concatBytes, type Frame } from '../../sync-core/index.ts'
import { onPaper } from '../files/paper-layer.ts'
import type { FlatImage, ImageLayer } from '../files/layered-image.ts'
import { encodeOra } from '../files/ora.ts'
import { PngWriter } from '../files/png.ts'
import { encodePsd } from '../files/psd.ts'
import type { ReadOutMessage, WriteAsk, WriteReply } from './export-contract.ts'

/** Takes what was read out, and makes a file of it at the end. */
interface Writer {
  readonly rows: (rgba: Uint8Array) => void
  readonly end: (layers: readonly ImageLayer[]) => Promise<Blob>
}

type Begin = Extract<ReadOutMessage, { kind: 'begin' }>

function writePng({ place: { width, height }, hasAlpha }: Begin): Writer {
  const writer = new PngWriter(width, height, hasAlpha)
  const parts: BlobPart[] = []
  return {
    rows: (rgba) => void parts.push(...(writer.rows(rgba) as BlobPart[])),
    end: () => Promise.resolve(new Blob([...parts, ...(writer.end() as BlobPart[])], { type: 'image/png' })),
  }
}

function writeByCanvas({ place: { width, height } }: Begin, { format, quality }: WriteAsk): Writer {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no memory for a canvas')
  let y = 0
  return {
    rows(rgba) {
      const pixels = new Uint8ClampedArray(rgba.buffer as ArrayBuffer, rgba.byteOffset, rgba.length)
      const image = new ImageData(pixels, width)
      context.putImageData(image, 0, y)
      y += image.height
    },
    async end() {
      if (format === 'jpeg') {
        // What is transparent would be black.
        context.globalCompositeOperation = 'destination-over'
        context.fillStyle = 'white'
        context.fillRect(0, 0, width, height)
      }
      return canvas.convertToBlob({ type: `image/${format}`, quality })
    },
  }
}

function writeLayered({ place: { width, height } }: Begin, { format, paperName }: WriteAsk): Writer {
  const bands: Uint8Array[] = []
  return {
    rows: (rgba) => void bands.push(rgba),
    async end(layers) {
      const merged: FlatImage = { width, height, rgba: concatBytes(bands) }
      bands.length = 0
      const image = onPaper({ width, height, layers }, paperName)
      return format === 'ora'
        ? new Blob([encodeOra(image, merged) as BlobPart], { type: 'image/openraster' })
        : new Blob([(await encodePsd(image, merged)) as BlobPart], { type: 'image/vnd.adobe.photoshop' })
    },
  }
}

function writerOf(begin: Begin, ask: WriteAsk): Writer {
  if (ask.format === 'png') return writePng(begin)
  return ask.format === 'ora' || ask.format === 'psd' ? writeLayered(begin, ask) : writeByCanvas(begin, ask)
}

function post(reply: WriteReply): void {
  self.postMessage(reply)
}

function write(ask: WriteAsk): void {
  const layers: ImageLayer[] = []
  let writer: Writer | undefined
  let place: Frame = { x: 0, y: 0, width: 0, height: 0 }
  let bytes = 0
  const take = async (message: ReadOutMessage): Promise<void> => {
    switch (message.kind) {
      case 'begin':
        writer = writerOf(message, ask)
        place = message.place
        break
      case 'rows':
        bytes += message.rgba.length
        writer?.rows(message.rgba)
        post({ kind: 'progress', step: 'pixels', part: bytes / (place.width * place.height * 4) })
        break
      case 'layer':
        layers.push(message.layer)
        post({ kind: 'progress', step: 'layers', part: layers.length })
        break
      case 'end':
        post({ kind: 'progress', step: 'file', part: 1 })
        if (writer !== undefined) post({ kind: 'done', blob: await writer.end(layers), place })
        break
      case 'refused':
        return post(message)
    }
    ask.port.postMessage('next')
  }
  ask.port.addEventListener('message', (event: MessageEvent<ReadOutMessage>) => {
    take(event.data).catch((error: unknown) => {
      console.error(error)
      post({ kind: 'refused', why: { kind: 'fault' } })
    })
  })
  ask.port.start()
}

self.addEventListener('message', (event: MessageEvent<WriteAsk>) => write(event.data))
