// An image on the system's clipboard. Its bytes go there as they are: decoding and encoding a large picture would hold up the
// thread on which the host orders everybody's strokes.

import { clipboard, ClipboardItem } from 'electron'

/** Electron before it followed the web's clipboard. */
interface ClipboardOfOld {
  readonly writeBuffer: (format: string, bytes: Buffer) => void
}

const hasItems = (ClipboardItem as typeof ClipboardItem | undefined) !== undefined

export async function copyImage(png: Uint8Array<ArrayBuffer>): Promise<void> {
  if (hasItems)
    return clipboard.write([new ClipboardItem({ 'image/png': new Blob([png], { type: 'image/png' }) })])
  const { writeBuffer } = clipboard as unknown as ClipboardOfOld
  writeBuffer('image/png', Buffer.from(png.buffer, png.byteOffset, png.byteLength))
}
