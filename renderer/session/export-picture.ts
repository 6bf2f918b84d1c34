import { safeFileName } from '../files/safe-file-name.ts'
import { strings } from '../strings.ts'
import type { ExportFormat, ReadOutArea, WriteAsk, WriteReply } from '../worker/export-contract.ts'
import type { SessionBridge } from './session-bridge.ts'

export interface ExportWish {
  readonly format: ExportFormat
  readonly area: ReadOutArea
  readonly paper: boolean
  /** 0..1 */
  readonly quality: number
  readonly paperName: string
  /** Fewer than the format takes. */
  readonly pxMax?: number
}

/** Formats that are in memory as a whole: 8192² px are 256 MiB, some of them twice. */
const wholePxMax = 8192 * 8192
/** A plane's side; WebP has 14 bits for it. */
const sidePxMax = 16384
const webpSidePxMax = 16383

export function isLayered(format: ExportFormat): boolean {
  return format === 'ora' || format === 'psd'
}

let exportsBegun = 0

/**
 * Has a file made in workers of its own. It is refused when the session's worker is gone before it is done. Returns how to end
 * it; nothing is told after that.
 */
export function exportPicture(
  { send, gone }: Pick<SessionBridge, 'send' | 'gone'>,
  wish: ExportWish,
  onReply: (reply: WriteReply) => void,
): () => void {
  const { format, quality, paperName } = wish
  const layers = isLayered(format)
  const { port1, port2 } = new MessageChannel()
  const writer = new Worker(new URL('../worker/file-writer.ts', import.meta.url), { type: 'module' })
  const number = ++exportsBegun
  const end = (): void => {
    writer.terminate()
    send({ kind: 'read-out-end', number })
    gone.removeEventListener('abort', fail)
  }
  const fail = (): void => {
    end()
    onReply({ kind: 'refused', why: { kind: 'fault' } })
  }
  writer.addEventListener('message', (event: MessageEvent<WriteReply>) => {
    if (event.data.kind !== 'progress') end()
    onReply(event.data)
  })
  writer.addEventListener('error', fail)
  gone.addEventListener('abort', fail)
  const ask: WriteAsk = { format, quality, paperName, port: port1 }
  writer.postMessage(ask, [port1])
  send(
    {
      kind: 'read-out',
      number,
      port: port2,
      ask: {
        area: layers ? { kind: 'whole' } : wish.area,
        paper: layers || format === 'jpeg' || wish.paper,
        layers,
        pxMax: wish.pxMax ?? (format === 'png' ? sidePxMax * sidePxMax : wholePxMax),
        sidePxMax: format === 'webp' ? webpSidePxMax : sidePxMax,
      },
    },
    [port2],
  )
  if (gone.aborted) fail()
  return end
}

/** What a window writes for people to keep. */
type SavedFormat = ExportFormat | 'gpl' | 'brushes'

const endings: Readonly<Record<SavedFormat, string>> = {
  png: 'png',
  jpeg: 'jpg',
  webp: 'webp',
  ora: 'ora',
  psd: 'psd',
  gpl: 'gpl',
  brushes: 'gesso-brushes.json',
}

/** Hands the file to the browser, which asks where to, or puts it among the downloads. */
export function saveBlob(blob: Blob, name: string, format: SavedFormat): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = safeFileName(name, endings[format], strings.export.untitled)
  link.click()
  // The browser has it by then; without this, the bytes would stay until the window closes.
  setTimeout(() => URL.revokeObjectURL(link.href), revokeAfterMs)
}

/** A person may think long about where to save. */
const revokeAfterMs = 600_000
