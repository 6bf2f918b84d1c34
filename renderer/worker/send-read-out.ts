import type { Client, Frame, HeldPicture, Layer, LayerId, Paced } from '../../sync-core/index.ts'
import { fileLimits } from '../files/file-limits.ts'
import type { ImageLayer } from '../files/layered-image.ts'
import type { ReadOutAsk, ReadOutMessage, ReadOutRefusal } from './export-contract.ts'
import { paintedBounds, readBands, selectedTiles, straightTiles, type TileReader } from './read-out.ts'
import { runPaced } from './run-paced.ts'

class ReadOutEnd extends Error {
  readonly why: ReadOutRefusal
  constructor(why: ReadOutRefusal) {
    super(why.kind)
    this.why = why
  }
}

/**
 * Reads what is asked for, of the picture as it is now, and sends it over the port as fast as it is taken. Ends when the signal is
 * aborted: nobody takes any more.
 */
export async function sendReadOut(
  client: Client | undefined,
  ask: ReadOutAsk,
  port: MessagePort,
  signal: AbortSignal,
): Promise<void> {
  const give: Give = (message, transfer = []) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      port.addEventListener('message', () => resolve(), { once: true })
      port.postMessage(message, transfer)
    })
  port.start()
  const picture = signal.aborted ? 'not-here' : (client?.hold() ?? 'not-here')
  try {
    if (typeof picture === 'string')
      throw new ReadOutEnd({ kind: picture === 'not-here' ? 'nothing-here' : 'no-memory' })
    await readOut({ picture, selection: client?.selection(), signal, give }, ask)
    await give({ kind: 'end' })
  } catch (error) {
    if (!signal.aborted) port.postMessage({ kind: 'refused', why: refusalOf(error, picture) })
  } finally {
    if (typeof picture !== 'string') picture.release()
    port.close()
  }
}

/** Why nothing more comes. What was let go in the middle was so because memory got scarce. */
function refusalOf(error: unknown, picture: HeldPicture | string): ReadOutRefusal {
  if (error instanceof ReadOutEnd) return error.why
  if (typeof picture !== 'string' && picture.isReleased) return { kind: 'no-memory' }
  console.error(error)
  return { kind: 'fault' }
}

type Give = (message: ReadOutMessage, transfer?: Transferable[]) => Promise<void>

interface ReadOut {
  readonly picture: HeldPicture
  readonly selection: ReturnType<Client['selection']>
  readonly signal: AbortSignal
  readonly give: Give
}

async function readOut(parts: ReadOut, ask: ReadOutAsk): Promise<void> {
  const { picture, signal, give } = parts
  const { frame, layers } = picture.structure
  const part = await flatPart(parts, ask)
  const { width, height } = part.frame
  if (width * height > ask.pxMax || Math.max(width, height) > ask.sidePxMax) {
    const { pxMax, sidePxMax } = ask
    throw new ReadOutEnd({ kind: 'too-large', width, height, pxMax, sidePxMax })
  }
  await give({ kind: 'begin', place: part.frame, hasAlpha: part.hasAlpha })
  const bands = readBands(part.tiles, part.frame)
  for (;;) {
    const rgba = await paced(nextBand(bands), signal)
    if (rgba === undefined) break
    await give({ kind: 'rows', rgba }, [rgba.buffer])
  }
  if (!ask.layers) return
  let bytes = 0
  for (const layer of layers) {
    const tiles = straightTiles(picture.pixelSource({ kind: 'layer', layer: layer.id }))
    const bounds = await paced(paintedBounds(tiles, frame), signal)
    bytes += bounds === undefined ? 0 : bounds.width * bounds.height * 4
    const bytesMax = fileLimits.fileBytesMax
    if (bytes > bytesMax) throw new ReadOutEnd({ kind: 'layers-too-large', bytes, bytesMax })
    const image = await paced(readLayer(layer, tiles, frame, bounds), signal)
    await give({ kind: 'layer', layer: image }, [image.rgba.buffer])
  }
}

interface FlatPart {
  readonly frame: Frame
  readonly tiles: TileReader
  readonly hasAlpha: boolean
}

async function flatPart({ picture, selection, signal }: ReadOut, ask: ReadOutAsk): Promise<FlatPart> {
  const { area, paper } = ask
  const { frame } = picture.structure
  if (area.kind === 'layer') return { frame, tiles: layerTiles(picture, area.layer), hasAlpha: true }
  const shown: TileReader = paper
    ? (index, out) => picture.renderTile(index, out)
    : straightTiles(picture.pixelSource({ kind: 'all' }))
  if (area.kind === 'copy') {
    const all = area.layer === undefined ? shown : layerTiles(picture, area.layer)
    if (selection === undefined && area.selected === 'only')
      throw new ReadOutEnd({ kind: 'nothing-selected' })
    const tiles = selection === undefined ? all : selectedTiles(all, selection)
    const painted = await paced(paintedBounds(tiles, frame), signal)
    if (painted === undefined) throw new ReadOutEnd({ kind: 'nothing-painted' })
    return { frame: painted, tiles, hasAlpha: true }
  }
  if (area.kind === 'whole') return { frame, tiles: shown, hasAlpha: !paper }
  if (selection === undefined) throw new ReadOutEnd({ kind: 'nothing-selected' })
  // What is selected, whether something is painted there or not.
  const covered = selectedTiles((_index, out) => void out.fill(255), selection)
  const bounds = await paced(paintedBounds(covered, frame), signal)
  if (bounds === undefined) throw new ReadOutEnd({ kind: 'nothing-selected' })
  return { frame: bounds, tiles: selectedTiles(shown, selection), hasAlpha: true }
}

function layerTiles(picture: HeldPicture, layer: LayerId): TileReader {
  if (!picture.structure.layers.some(({ id }) => id === layer)) throw new ReadOutEnd({ kind: 'no-layer' })
  return straightTiles(picture.pixelSource({ kind: 'layer', layer }))
}

function* nextBand(bands: Iterator<Uint8Array | undefined>): Paced<Uint8Array | undefined> {
  for (;;) {
    const step = bands.next()
    if (step.done === true || step.value !== undefined) return step.value ?? undefined
    yield 0
  }
}

function* readLayer(
  layer: Layer,
  tiles: TileReader,
  frame: Frame,
  bounds: Frame | undefined,
): Paced<ImageLayer> {
  const { name, opacity, blend, visible, locked, alphaLocked, clipped } = layer
  const settings = { name, opacity, blend, visible, locked, alphaLocked, clipped }
  if (bounds === undefined) return { ...settings, x: 0, y: 0, width: 0, height: 0, rgba: new Uint8Array(0) }
  const { width, height } = bounds
  const rgba = new Uint8Array(width * height * 4)
  let at = 0
  for (const band of readBands(tiles, bounds)) {
    if (band !== undefined) rgba.set(band, at)
    at += band?.length ?? 0
    yield at / rgba.length
  }
  return { ...settings, x: bounds.x - frame.x, y: bounds.y - frame.y, width, height, rgba }
}

function paced<Result>(work: Paced<Result>, signal: AbortSignal): Promise<Result> {
  return runPaced(work, signal, () => undefined)
}
