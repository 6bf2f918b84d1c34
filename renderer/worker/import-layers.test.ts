import { expect, it } from 'vitest'
import {
  firstLayer,
  limits,
  type Client,
  type LayerOperation,
  type Patch,
  type PatchPart,
  type SessionState,
} from '../../sync-core/index.ts'
import { AuthoringDesk } from './authoring-desk.ts'
import type { WorkerMessage } from './contract.ts'
import type { ImportedLayer } from './import-contract.ts'

const frame = { x: 6400, y: 6400, width: 3000, height: 2000 }

function layer(id: number, changes: Partial<ImportedLayer> = {}): ImportedLayer {
  const plain = { opacity: 255, blend: 'normal', visible: true, locked: false, alphaLocked: false } as const
  const place = { x: 0, y: 0, width: 2, height: 1, rgba: new Uint8Array(8).fill(255) }
  return { ...plain, ...place, clipped: false, name: `of ${id}`, id, ...changes }
}

interface Trial {
  readonly patchesMax?: number
  readonly isEnded?: boolean
  readonly onPatch?: (desk: AuthoringDesk) => void
}

/** A client that has what it is told, until `patchesMax` patches came. */
function setUp({ patchesMax = Infinity, isEnded = false, onPatch }: Trial = {}) {
  const layers = new Set<number>([firstLayer])
  const did: string[] = []
  const sizes: number[] = []
  const posted: WorkerMessage[] = []
  const client = {
    state: () =>
      ({
        frame,
        layers: [...layers].map((id) => ({ id })),
        ...(isEnded && { connection: { kind: 'ended' }, sending: { bytes: 0, bytesTotal: 9 } }),
      }) as unknown as SessionState,
    changeLayers(operation: LayerOperation, step: string) {
      if (operation.kind === 'layer-add') layers.add(operation.id)
      if (operation.kind === 'layer-remove') layers.delete(operation.id)
      did.push(step === 'first' ? `| ${wordsOf(operation)}` : wordsOf(operation))
      return { kind: 'taken' }
    },
    patch({ layer: id, parts }: Patch & { readonly parts: readonly PatchPart[] }) {
      const all = [...parts]
      onPatch?.(desk)
      if (sizes.length >= patchesMax) return { kind: 'refused', sentence: 'The session is full.' }
      did.push(`| patch ${id}: ${all.length}`)
      sizes.push(all.reduce((sum, { bytes }) => sum + bytes.length, 0))
      return { kind: 'taken' }
    },
  } as unknown as Client
  const desk: AuthoringDesk = new AuthoringDesk({
    client: () => client,
    post: (message) => posted.push(message),
    wake: () => {},
    whenPenIsUp: () => Promise.resolve(),
    whenPainted: () => Promise.resolve(),
  })
  const lay = async (imported: readonly ImportedLayer[], replaces?: number): Promise<void> => {
    const above = { above: firstLayer, at: { x: 6400, y: 6400 } }
    desk.handle({ kind: 'import', layers: imported, ...above, ...(replaces !== undefined && { replaces }) })
    await desk.whenDone()
  }
  return { desk, lay, did, sizes, layers, posted }
}

function wordsOf(operation: LayerOperation): string {
  if (operation.kind === 'layer-add') return `add ${operation.id} above ${operation.above}`
  if (operation.kind === 'layer-remove') return `remove ${operation.id}`
  if (operation.kind !== 'layer-set') return operation.kind
  return `${operation.field.kind} ${operation.id} ${String(operation.field.value)}`
}

it('[FI37] makes layers first, then their pixels, then what would have been in the way', async () => {
  const { lay, did, posted } = setUp()
  await lay([
    layer(7, { visible: false, opacity: 90, locked: true, alphaLocked: true }),
    layer(8, { blend: 'multiply', clipped: true, opacity: 9, width: 0, height: 0, rgba: new Uint8Array(0) }),
  ])
  expect(did).toEqual([
    `| add 7 above ${firstLayer}`,
    'opacity 7 0',
    'blend 7 normal',
    'clipped 7 false',
    'add 8 above 7',
    'opacity 8 9',
    'blend 8 multiply',
    'clipped 8 true',
    '| patch 7: 1',
    '| visible 7 false',
    'opacity 7 90',
    'alphaLocked 7 true',
    'locked 7 true',
  ])
  expect(posted).toContainEqual({ kind: 'authored', reply: { kind: 'imported', actions: 3 } })
})

it('[FI37] does not clip the lowest layer to what is in hand', async () => {
  const { lay, did } = setUp()
  await lay([layer(7, { clipped: true }), layer(8, { clipped: true })])
  expect(did.filter((what) => what.startsWith('clipped'))).toEqual(['clipped 7 false', 'clipped 8 true'])
  const opened = setUp()
  await opened.lay([layer(7, { clipped: true })], firstLayer)
  expect(opened.did).toContain('clipped 7 true')
})

it('[FI36] takes the place of the layer that a new picture begins with', async () => {
  const { lay, did, layers } = setUp()
  await lay([layer(7)], firstLayer)
  expect(did.at(-1)).toBe(`| remove ${firstLayer}`)
  expect([...layers]).toEqual([7])
})

it('[FI38] lays what is large in bands that can be sent, and nothing where nothing is painted', async () => {
  const { lay, did } = setUp()
  const [width, height] = [2048, 4200]
  const rgba = new Uint8Array(width * height * 4).fill(255)
  // Rows 2048..4095 are empty: the second band.
  rgba.fill(0, 2048 * width * 4, 4096 * width * 4)
  await lay([layer(7, { width, height, rgba })])
  expect(did.filter((what) => what.startsWith('| patch'))).toEqual([
    `| patch 7: ${32 * 32}`,
    `| patch 7: ${32 * 2}`,
  ])
})

it('[FI38] halves what packs so badly that it could not be sent', async () => {
  const { lay, sizes } = setUp()
  const [width, height] = [2048, 2048]
  const rgba = new Uint8Array(width * height * 4)
  let state = 1
  for (let at = 0; at < rgba.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    rgba[at] = at % 4 === 3 ? 255 : state >>> 24
  }
  await lay([layer(7, { width, height, rgba })])
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0)
  expect(total).toBeGreaterThan(limits.patchBytesMax)
  for (const bytes of sizes) expect(bytes).toBeLessThanOrEqual(limits.patchBytesMax)
})

it('[FI39][FI66] takes away what is there when the rest is refused, and says so', async () => {
  const { lay, layers, did, posted } = setUp({ patchesMax: 1 })
  await lay([layer(7), layer(8)])
  expect([...layers]).toEqual([firstLayer])
  expect(did.slice(-2)).toEqual(['| remove 7', 'remove 8'])
  expect(posted).toContainEqual({ kind: 'refused', sentence: 'The session is full.' })
  expect(posted).toContainEqual({ kind: 'authored', reply: { kind: 'not-imported', why: 'refused' } })
})

it('[FI39] takes away what is there when it is cancelled', async () => {
  const { lay, layers, posted } = setUp({ onPatch: (desk) => desk.handle({ kind: 'cancel' }) })
  await lay([layer(7), layer(8)])
  expect([...layers]).toEqual([firstLayer])
  expect(posted).toContainEqual({ kind: 'authored', reply: { kind: 'not-imported', why: 'cancelled' } })
})

it('[FI39] ends when the session does, so that what is asked for later does not wait for ever', async () => {
  const { lay, posted } = setUp({ isEnded: true })
  await lay([layer(7)])
  expect(posted).toContainEqual({ kind: 'authored', reply: { kind: 'not-imported', why: 'refused' } })
})

it('[FI66] every import is answered in the order of asking, also one that did not begin', async () => {
  const { desk, lay, posted } = setUp()
  const first = lay([layer(7)])
  const second = lay([layer(8)])
  desk.handle({ kind: 'cancel' })
  await Promise.all([first, second, lay([layer(9)])])
  const answers = posted.flatMap((message) => (message.kind === 'authored' ? [message.reply.kind] : []))
  expect(answers).toEqual(['not-imported', 'not-imported', 'imported'])
})
