import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { firstLayer, tileIndexOf, type Client } from '../../sync-core/index.ts'
import type { ReadOutAsk, ReadOutMessage } from './export-contract.ts'
import { sendReadOut } from './send-read-out.ts'

const frame = { x: 64, y: 64, width: 70, height: 100 }
const plain = {
  opacity: 255,
  blend: 'normal',
  visible: true,
  locked: false,
  alphaLocked: false,
  clipped: false,
}
const layers = [
  { ...plain, id: firstLayer, name: 'Sky' },
  { ...plain, id: 9, name: 'Empty' },
]

/** One red px, at 3, 2 of the frame, on the first layer. */
function painted(index: number): Uint16Array | undefined {
  if (index !== tileIndexOf(1, 1)) return undefined
  const pixels = new Uint16Array(16384)
  pixels.set([32768, 0, 0, 32768], (2 * 64 + 3) * 4)
  return pixels
}

/** What is held: its first tile can't be read when it was released before. */
class HeldStandIn {
  readonly structure = { frame, layers }
  isReleased = false
  release(): void {
    this.isReleased = true
  }
  renderTile(_index: number, out: Uint8Array): void {
    if (this.isReleased) throw new Error('released')
    out.fill(255)
  }
  pixelSource(area: { kind: string; layer?: number }): typeof painted {
    return area.layer === 9 ? () => undefined : painted
  }
}

function clientWith(
  selection?: ReadonlyMap<number, Uint8Array>,
  held: Partial<HeldStandIn> | string = new HeldStandIn(),
): Client {
  return { selection: () => selection, hold: () => held } as unknown as Client
}

const whole: ReadOutAsk = {
  area: { kind: 'whole' },
  paper: true,
  layers: false,
  pxMax: 10_000,
  sidePxMax: 1000,
}

/** Takes each message, and says so only when no other has come meanwhile. */
async function taken(client: Client | undefined, ask: ReadOutAsk): Promise<ReadOutMessage[]> {
  const forever = new AbortController().signal
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port2.close())
  const got: ReadOutMessage[] = []
  port2.addEventListener('message', ({ data }: MessageEvent<ReadOutMessage>) => {
    got.push(data)
    const count = got.length
    setTimeout(() => {
      expect(got).toHaveLength(count)
      port2.postMessage('next')
    })
  })
  port2.start()
  await sendReadOut(client, ask, port1, forever)
  await vi.waitFor(() => expect(['end', 'refused']).toContain(got.at(-1)?.kind))
  return got
}

/** What kinds came, and for rows how many px. */
function kindsOf(messages: readonly ReadOutMessage[]): string[] {
  return messages.map((each) => (each.kind === 'rows' ? `rows ${each.rgba.length / 4}` : each.kind))
}

describe('sending what is read out', () => {
  it('[FI53] the whole picture on paper, band after band', async () => {
    const got = await taken(clientWith(), whole)
    expect(kindsOf(got)).toEqual(['begin', `rows ${70 * 64}`, `rows ${70 * 36}`, 'end'])
    expect(got[0]).toEqual({ kind: 'begin', place: frame, hasAlpha: false })
  })

  it('[FI53] then each layer, cut to what is painted there', async () => {
    const got = await taken(clientWith(), { ...whole, layers: true })
    expect(kindsOf(got).slice(-3)).toEqual(['layer', 'layer', 'end'])
    const [sky, empty] = got.flatMap((each) => (each.kind === 'layer' ? [each.layer] : []))
    expect(sky).toMatchObject({ name: 'Sky', x: 3, y: 2, width: 1, height: 1 })
    expect([...sky!.rgba]).toEqual([255, 0, 0, 255])
    expect(empty).toMatchObject({ name: 'Empty', width: 0, height: 0 })
  })

  it('[FI53] a copy: where something is painted, and only that of a layer', async () => {
    const copy = { ...whole, area: { kind: 'copy', layer: firstLayer, selected: 'if any' } } as const
    const got = await taken(clientWith(), copy)
    expect(got[0]).toEqual({
      kind: 'begin',
      place: { x: 67, y: 66, width: 1, height: 1 },
      hasAlpha: true,
    })
    expect(kindsOf(got)).toEqual(['begin', 'rows 1', 'end'])
  })

  it.each([
    ['nothing-here', undefined, whole],
    ['nothing-here', clientWith(undefined, 'not-here'), whole],
    ['no-memory', clientWith(undefined, 'no-memory'), whole],
    ['nothing-selected', clientWith(), { ...whole, area: { kind: 'selection' } }],
    ['nothing-selected', clientWith(new Map()), { ...whole, area: { kind: 'selection' } }],
    ['nothing-selected', clientWith(), { ...whole, area: { kind: 'copy', layer: 9, selected: 'only' } }],
    ['nothing-painted', clientWith(), { ...whole, area: { kind: 'copy', layer: 9, selected: 'if any' } }],
    ['no-layer', clientWith(), { ...whole, area: { kind: 'layer', layer: 77 } }],
  ] as const)('[FI53] refuses with %s', async (kind, client, ask) => {
    expect(await taken(client, ask)).toEqual([{ kind: 'refused', why: { kind } }])
  })

  it('[FI53] refuses what is too large, with its size and what may be', async () => {
    const { width, height } = frame
    const tooLarge = (pxMax: number, sidePxMax: number): unknown => [
      { kind: 'refused', why: { kind: 'too-large', width, height, pxMax, sidePxMax } },
    ]
    expect(await taken(clientWith(), { ...whole, pxMax: 6999 })).toEqual(tooLarge(6999, 1000))
    expect(await taken(clientWith(), { ...whole, sidePxMax: 99 })).toEqual(tooLarge(10_000, 99))
    expect(kindsOf(await taken(clientWith(), { ...whole, pxMax: 7000, sidePxMax: 100 }))).toContain('end')
  })

  it('[FI53] what fails in the middle is a refusal, and told', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    const held = new HeldStandIn()
    held.renderTile = () => {
      throw new Error('no tile')
    }
    const broken = clientWith(undefined, held)
    expect(kindsOf(await taken(broken, whole))).toEqual(['begin', 'refused'])
    expect(told).toHaveBeenCalledOnce()
    told.mockRestore()
  })

  it('[FI70] a file and a copy that are made at once have all of their own pictures', async () => {
    const [file, copied] = [new HeldStandIn(), new HeldStandIn()]
    const copy = { ...whole, area: { kind: 'copy', layer: firstLayer, selected: 'if any' } } as const
    const both = await Promise.all([
      taken(clientWith(undefined, file), { ...whole, layers: true }),
      taken(clientWith(undefined, copied), copy),
    ])
    expect(both.map(kindsOf)).toEqual([
      ['begin', `rows ${70 * 64}`, `rows ${70 * 36}`, 'layer', 'layer', 'end'],
      ['begin', 'rows 1', 'end'],
    ])
    expect([file.isReleased, copied.isReleased]).toEqual([true, true])
  })

  it('[FI72] lets go of the picture when it is done, or refuses', async () => {
    const held = new HeldStandIn()
    await taken(clientWith(undefined, held), whole)
    expect(held.isReleased).toBe(true)
    const other = new HeldStandIn()
    await taken(clientWith(undefined, other), { ...whole, pxMax: 1 })
    expect(other.isReleased).toBe(true)
  })

  it('[FI72] lets go of the picture when nobody takes any more, and says nothing more', async () => {
    const held = new HeldStandIn()
    const { port1, port2 } = new MessageChannel()
    onTestFinished(() => port2.close())
    const got: ReadOutMessage[] = []
    const controller = new AbortController()
    port2.addEventListener('message', ({ data }: MessageEvent<ReadOutMessage>) => {
      got.push(data)
      controller.abort()
    })
    port2.start()
    await sendReadOut(clientWith(undefined, held), whole, port1, controller.signal)
    expect(kindsOf(got)).toEqual(['begin'])
    expect(held.isReleased).toBe(true)
  })

  it('[FI73] a picture that memory got too scarce for is refused for that', async () => {
    const held = new HeldStandIn()
    const once = held.renderTile.bind(held)
    held.renderTile = (index, out) => {
      once(index, out)
      held.release()
    }
    const got = await taken(clientWith(undefined, held), whole)
    expect(got.at(-1)).toEqual({ kind: 'refused', why: { kind: 'no-memory' } })
  })
})
