import { type Client, type Frame, type Layer, type LayerId, type Paced } from '../../sync-core/index.ts'
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

/** Reads what is asked for and sends it over the port, as fast as it is taken. When nobody takes it any more, it rests. */
export async function sendReadOut(
  client: Client | undefined,
  ask: ReadOutAsk,
  port: MessagePort,
): Promise<void> {
  const give = (message: ReadOutMessage, transfer: Transferable[] = []): Promise<void> =>
    new Promise((resolve) => {
      port.addEventListener('message', () => resolve(), { once: true })
      port.postMessage(message, transfer)
    })
  port.start()
  try {
    await readOut(client, ask, give)
    await give({ kind: 'end' })
  } catch (error) {
    if (!(error instanceof ReadOutEnd)) console.error(error)
    port.postMessage({ kind: 'refused', why: error instanceof ReadOutEnd ? error.why : { kind: 'fault' } })
  }
  port.close()
}

type Give = (message: ReadOutMessage, transfer?: Transferable[]) => Promise<void>

async function readOut(client: Client | undefined, ask: ReadOutAsk, give: Give): Promise<void> {
  const state = client?.state()
  const frame = state?.frame
  if (client === undefined || state === undefined || frame === undefined)
    throw new ReadOutEnd({ kind: 'nothing-here' })
  const part = await flatPart(client, frame, ask)
  const { width, height } = part.frame
  if (width * height > ask.pxMax || Math.max(width, height) > ask.sidePxMax) {
    const { pxMax, sidePxMax } = ask
    throw new ReadOutEnd({ kind: 'too-large', width, height, pxMax, sidePxMax })
  }
  await give({ kind: 'begin', place: part.frame, hasAlpha: part.hasAlpha })
  const bands = readBands(part.tiles, part.frame)
  for (;;) {
    const rgba = await paced(nextBand(bands))
    if (rgba === undefined) break
    await give({ kind: 'rows', rgba }, [rgba.buffer])
  }
  if (!ask.layers) return
  let bytes = 0
  for (const layer of state.layers) {
    const tiles = straightTiles(client.pixelSource({ kind: 'layer', layer: layer.id }))
    const bounds = await paced(paintedBounds(tiles, frame))
    bytes += bounds === undefined ? 0 : bounds.width * bounds.height * 4
    const bytesMax = fileLimits.fileBytesMax
    if (bytes > bytesMax) throw new ReadOutEnd({ kind: 'layers-too-large', bytes, bytesMax })
    const image = await paced(readLayer(layer, tiles, frame, bounds))
    await give({ kind: 'layer', layer: image }, [image.rgba.buffer])
  }
}

interface FlatPart {
  readonly frame: Frame
  readonly tiles: TileReader
  readonly hasAlpha: boolean
}

async function flatPart(client: Client, frame: Frame, { area, paper }: ReadOutAsk): Promise<FlatPart> {
  if (area.kind === 'layer') return { frame, tiles: layerTiles(client, area.layer), hasAlpha: true }
  const shown: TileReader = paper
    ? (index, out) => client.renderTile(index, out)
    : straightTiles(client.pixelSource({ kind: 'all' }))
  if (area.kind === 'copy') {
    const all = area.layer === undefined ? shown : layerTiles(client, area.layer)
    const selection = client.selection()
    if (selection === undefined && area.selected === 'only')
      throw new ReadOutEnd({ kind: 'nothing-selected' })
    const tiles = selection === undefined ? all : selectedTiles(all, selection)
    const painted = await paced(paintedBounds(tiles, frame))
    if (painted === undefined) throw new ReadOutEnd({ kind: 'nothing-painted' })
    return { frame: painted, tiles, hasAlpha: true }
  }
  if (area.kind === 'whole') return { frame, tiles: shown, hasAlpha: !paper }
  const mask = client.selection()
  if (mask === undefined) throw new ReadOutEnd({ kind: 'nothing-selected' })
  // What is selected, whether something is painted there or not.
  const covered = selectedTiles((_index, out) => void out.fill(255), mask)
  const bounds = await paced(paintedBounds(covered, frame))
  if (bounds === undefined) throw new ReadOutEnd({ kind: 'nothing-selected' })
  return { frame: bounds, tiles: selectedTiles(shown, mask), hasAlpha: true }
}

function layerTiles(client: Client, layer: LayerId): TileReader {
  if (!client.state().layers.some(({ id }) => id === layer)) throw new ReadOutEnd({ kind: 'no-layer' })
  return straightTiles(client.pixelSource({ kind: 'layer', layer }))
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

/** Never aborted: who has enough of it ends the worker that takes the pixels. */
const forever = new AbortController().signal

function paced<Result>(work: Paced<Result>): Promise<Result> {
  return runPaced(work, forever, () => undefined)
}
