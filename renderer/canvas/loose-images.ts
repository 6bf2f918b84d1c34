// Images from outside: pasted anywhere in the window, or dropped on the canvas. One is placed by hand; several that are dropped
// together become layers.

import { fitImage, limits, type ImagePixels } from '../../sync-core/index.ts'
import { formatOf } from '../files/file-format.ts'
import { strings } from '../strings.ts'
import type { LooseImage } from '../tools/canvas-tools/transform-tool.ts'

/** More is no picture that anybody could place. */
const fileBytesMax = 128 * 1024 * 1024

/** What a photograph has, and more: 256 MiB as plain pixels. */
const readPixelsMax = 8192 * 8192

export interface LooseImagePorts {
  readonly onImage: (image: LooseImage) => void
  /** A file with layers, or several of any kind. */
  readonly onLayers: (files: readonly File[]) => void
  /** Why nothing came of it, or not what was wanted. */
  readonly onSentence: (sentence: string) => void
}

/** Returns how to stop listening. */
export function listenForImages(stage: HTMLElement, ports: LooseImagePorts): () => void {
  const listeners = new AbortController()
  const { signal } = listeners
  const take = (transfer: DataTransfer | null): boolean => {
    const files = [...(transfer?.files ?? [])]
    const file = files.find(({ type }) => type.startsWith('image/')) ?? files[0]
    if (file === undefined) return false
    void (async () => {
      const format = formatOf(new Uint8Array(await file.slice(0, 8).arrayBuffer()))
      if (format === 'ora' || format === 'psd') return ports.onLayers([file])
      const { image, sentence } = await readImage(file)
      if (image !== undefined) ports.onImage(image)
      if (sentence !== undefined) ports.onSentence(sentence)
    })().catch(() => ports.onSentence(strings.images.unreadable(file.name)))
    return true
  }
  window.addEventListener(
    'paste',
    (event) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return
      if (take(event.clipboardData)) event.preventDefault()
      else ports.onSentence(strings.images.nothingToPaste)
    },
    { signal },
  )
  // A file that is dropped beside the canvas would otherwise take the place of the whole page.
  window.addEventListener('dragover', (event) => event.preventDefault(), { signal })
  window.addEventListener('drop', (event) => event.preventDefault(), { signal })
  stage.addEventListener(
    'drop',
    ({ dataTransfer }) => {
      const files = [...(dataTransfer?.files ?? [])]
      if (files.length > 1) ports.onLayers(files)
      else take(dataTransfer)
    },
    { signal },
  )
  return () => listeners.abort()
}

/** An image that is too large to be sent is made smaller, as a photograph is placed smaller than it is anyway. */
async function readImage(file: File): Promise<{ readonly image?: LooseImage; readonly sentence?: string }> {
  const name = file.name || strings.images.pasted
  if (file.size > fileBytesMax)
    return { sentence: strings.images.fileTooLarge(name, file.size, fileBytesMax) }
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file)
  } catch {
    return { sentence: strings.images.unreadable(name) }
  }
  const { width, height } = bitmap
  if (width * height <= limits.imagePixelsMax) return { image: looseImage(bitmap) }
  const fit = fitImage(width, height)
  const isReadable = width * height <= readPixelsMax
  const smaller = isReadable
    ? await createImageBitmap(bitmap, {
        resizeWidth: fit.width,
        resizeHeight: fit.height,
        resizeQuality: 'high',
      })
    : undefined
  bitmap.close()
  if (smaller === undefined) {
    return { sentence: strings.images.tooLarge(name, width, height, fit.width, fit.height) }
  }
  const sentence = strings.images.madeSmaller(name, width, height, fit.width, fit.height)
  return { image: looseImage(smaller), sentence }
}

function looseImage(bitmap: ImageBitmap): LooseImage {
  const { width, height } = bitmap
  return { width, height, shown: bitmap, pixels: () => pixelsOf(bitmap) }
}

function pixelsOf(bitmap: ImageBitmap): ImagePixels {
  const { width, height } = bitmap
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.drawImage(bitmap, 0, 0)
  return { width, height, rgba: context.getImageData(0, 0, width, height).data }
}
