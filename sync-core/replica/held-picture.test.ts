import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import type { Client, HeldPicture } from '../client.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { ownerPointer, pixelTileBytes, tileSidePx } from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { xxh64 } from '../base/xxh64.ts'
import { firstLayer } from '../raster/structure.ts'
import type { ScriptedHost } from '../testing/scripted-host.ts'
import { stepsAtRandom, takeRandomStep, type RandomStep } from '../testing/random-client-steps.ts'
import {
  lineSamples,
  penBrush,
  startJoined,
  startScripted,
  tileOfPicture,
  wholeStroke,
} from '../testing/scripted-client.ts'

const places = [0, 1, 2, 3, 4, 5, 6, 7].map(tileOfPicture)

/** Digests of everything that a held picture can be asked for. */
function digests(picture: HeldPicture): string[] {
  const onPaper = new Uint8Array(tileSidePx * tileSidePx * 4)
  const shown = places.map((index) => {
    picture.renderTile(index, onPaper)
    return digest(onPaper)
  })
  const sources = [
    picture.pixelSource({ kind: 'all' }),
    ...picture.structure.layers.map(({ id }) => picture.pixelSource({ kind: 'layer', layer: id })),
  ]
  return [...shown, ...sources.flatMap((source) => places.map((index) => digestOf(source(index))))]
}

/** The same of what is shown now. */
function digestsShown(client: Client): string[] {
  const { layers, frame } = client.state()
  const structure = { frame: frame!, layers }
  return digests({ structure, ...pick(client) } as unknown as HeldPicture)
}

function pick(client: Client): Pick<HeldPicture, 'renderTile' | 'pixelSource'> {
  return {
    renderTile: (index, out) => client.renderTile(index, out),
    pixelSource: (of) => client.pixelSource(of),
  }
}

function digestOf(pixels: Uint16Array | undefined): string {
  if (pixels?.some((value) => value !== 0) !== true) return 'blank'
  return digest(new Uint8Array(pixels.buffer, pixels.byteOffset, pixelTileBytes))
}

function digest(bytes: Uint8Array): string {
  const { hi, lo } = xxh64(bytes)
  return `${hi} ${lo}`
}

function held(client: Client): HeldPicture {
  const picture = client.hold()
  if (typeof picture === 'string') throw new Error(`it is ${picture}`)
  return picture
}

/** Somebody's stroke comes, perhaps without its end. */
function drawSomebody(host: ScriptedHost, fromPx: number, operations = 3): void {
  const first = host.seq + 1
  host.orderOthers(1, ...wholeStroke(fromPx).slice(0, operations))
  host.sendUpdates(first)
}

/** Holds the picture after some steps, and reads it again after each of the others. */
async function checkHeld(
  before: readonly RandomStep[],
  after: readonly RandomStep[],
  seed: number,
): Promise<void> {
  const session = startJoined()
  const prng = new Prng(seed)
  const { client, host } = session
  const happen = async (step: RandomStep): Promise<void> => {
    await takeRandomStep(step, prng, session)
    if (prng.chance(0.5)) drawSomebody(host, prng.below(200), 1 + prng.below(3))
  }
  for (const step of before) await happen(step)
  const known = digestsShown(client)
  const picture = held(client)
  expect(digests(picture)).toEqual(known)
  for (const step of after) {
    await happen(step)
    expect(digests(picture)).toEqual(known)
  }
  picture.release()
  await takeRandomStep('stroke', prng, session)
}

describe('a held picture', () => {
  it('[FI70][FI71] is what was shown when it was taken, whatever happens to the picture', async () => {
    const script = fc.array(fc.constantFrom(...stepsAtRandom, 'lose'), { maxLength: 15, size: 'max' })
    await fc.assert(fc.asyncProperty(script, script, fc.nat(), checkHeld), { numRuns: 30 })
  })

  it('[FI70] is everybody’s work, whoever’s the canvas shows', () => {
    const { client, host } = startJoined()
    drawSomebody(host, 20)
    const known = digestsShown(client)
    client.showWork({ kind: 'only-own' })
    expect(digestsShown(client).slice(0, 8)).not.toEqual(known.slice(0, 8))
    expect(digests(held(client))).toEqual(known)
  })

  it('[FI71] there is none before the picture is here', () => {
    expect(startScripted().client.hold()).toBe('not-here')
  })

  it('[FI73] is let go when memory gets scarce, and the session goes on', () => {
    const bytesMax = ownerPointer + 160 * pixelTileBytes
    const memory = new PictureMemory(createWasmKernel(), { bytesMax, sweepBytesMin: pixelTileBytes })
    const { client, host } = startScripted({}, undefined, memory)
    host.line.open()
    host.sendSnapshot()
    const pictures: HeldPicture[] = []
    for (let count = 0; !pictures.some(({ isReleased }) => isReleased); count++) {
      expect(count).toBeLessThan(200)
      drawSomebody(host, (count * 8) % 200)
      pictures.push(held(client))
    }
    expect(client.state().connection.kind).toBe('connected')
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[FI71] can be read no more once it is released', () => {
    const { client } = startJoined()
    const picture = held(client)
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 8))
    picture.release()
    expect(picture.isReleased).toBe(true)
    expect(() => picture.renderTile(places[0]!, new Uint8Array(16_384))).toThrow('released')
  })
})
