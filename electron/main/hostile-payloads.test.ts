import fc from 'fast-check'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pngSignature } from '../../sync-core/index.ts'
import { fuzzReader, hostileBytes } from '../../sync-core/testing/fuzz-decoder.ts'
import { hostileJson } from '../../sync-core/testing/hostile-json.ts'
import { openInstallSecret } from './install-secret.ts'
import * as check from './payload-checks.ts'
import { checkBucketSettings, checkPicturesSettings, checkSecretWish } from './pictures-checks.ts'
import { SettingsFile } from './settings-file.ts'
import { fitWindowState, parseWindowState } from './window-state.ts'

const id = 'abcdefghijklmnopqrstuvwxyz'
const settings = { name: 'Ada', color: 0x2f6fde }
const picture = { title: 'Sea', width: 16, height: 16_384 }
const window = { bounds: { x: -5, y: 25, width: 1440, height: 875 }, shown: 'normal' }
const bucket = {
  endpoint: 'https://s3.example.org',
  region: 'eu-central-1',
  bucket: 'pictures',
  prefix: 'team/gesso',
  addressing: 'path',
  checksums: 'always',
  credentials: 'entered',
  accessKeyId: 'AKIA1',
}
const place = { place: 'bucket', folder: '/art', bucket, history: { keep: 'days', days: 7 } }
const wish = { kind: 'replace', secretAccessKey: 'abc/+', sessionToken: '' }
const valid = [settings, picture, window, id, 'Sea', 'network', 'computer', 'quit', 'stay', 7]

/** What a structured clone can bring: JSON near something valid, and more. */
const payloadNear = (valid: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: hostileJson(valid) },
    {
      weight: 1,
      arbitrary: fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
      }),
    },
    fc.constantFrom<unknown>(NaN, -0, undefined, 10n ** 40n, new Date(NaN), /x/, Object.create(null)),
  )
const anyPayload = payloadNear(valid)
const isRefusal = (error: Error): boolean => error instanceof check.PayloadError

/** Runs the check; `isRight` says of what it returned whether it can be used. */
function fuzzCheck<T>(
  run: (value: unknown) => T,
  isRight: (value: T) => boolean,
  any: fc.Arbitrary<unknown> = anyPayload,
): void {
  const tally = fuzzReader({
    read: run,
    any,
    isRefusal,
    check(value) {
      expect(isRight(value)).toBe(true)
      expect(run(structuredClone(value))).toEqual(value)
    },
  })
  expect([tally.decoded > 0, tally.refused > 0]).toEqual([true, true])
}

const isLine = (text: unknown, bytesMax: number): boolean =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  typeof text === 'string' && Buffer.byteLength(text) <= bytesMax && !/[\u0000-\u001f\u007f]/.test(text)
const isWhole = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max

describe('hostile payloads of a window', () => {
  it('[HI4][EL1] every check gives its type, or a sentence', () => {
    fuzzCheck(check.checkPictureId, (value) => /^[a-z2-7]{26}$/.test(value))
    fuzzCheck(check.checkTitle, (value) => value !== '' && isLine(value, 200))
    fuzzCheck(check.checkNewPicture, ({ title, width, height, ...more }) => {
      const areSides = isWhole(width, 16, 16_384) && isWhole(height, 16, 16_384)
      return isLine(title, 200) && areSides && Object.keys(more).length === 0
    })
    fuzzCheck(check.checkReach, (value) => ['computer', 'network', 'internet'].includes(value))
    fuzzCheck(check.checkSettings, ({ name, color, ...more }) => {
      return isLine(name, 64) && isWhole(color, 0, 0xffffff) && Object.keys(more).length === 0
    })
    fuzzCheck(check.checkQuitAnswer, (value) => ['quit', 'stay', 'now'].includes(value))
    fuzzCheck(check.checkDroppable, (value) => value !== '' && isLine(value, 200))
    const png = Uint8Array.of(...pngSignature, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 2)
    const isPng = (value: Uint8Array): boolean => value.length < 2 ** 28 && value[0] === 0x89
    fuzzCheck(check.checkCopiedImage, isPng, fc.oneof(anyPayload, hostileBytes([png], 100)))
    fuzzCheck(check.checkCopiedText, (value) => typeof value === 'string' && value.length <= 60_000)
  })

  it('[HI4][EL9][EL10] where pictures are kept, and a secret: their types, or a sentence', () => {
    fuzzCheck(
      checkPicturesSettings,
      (value) => {
        const isPlace = value.place === 'computer' || value.bucket !== undefined
        return isPlace && isLine(value.folder, 4096) && (value.folder === '' || isAbsolute(value.folder))
      },
      payloadNear([place]),
    )
    fuzzCheck(
      checkBucketSettings,
      ({ endpoint, bucket, prefix, region }) => {
        const names = [bucket, prefix, region].join('/')
        return (endpoint === '' || new URL(endpoint).origin === endpoint) && /^[\w./-]*$/.test(names)
      },
      payloadNear([bucket]),
    )
    fuzzCheck(
      checkSecretWish,
      (value) => ['keep', 'remove', 'replace'].includes(value.kind),
      payloadNear([wish]),
    )
  })

  it('[HI4][EL1] words where none are wanted are refused', () => {
    fuzzReader({
      read: check.checkNothing,
      any: fc.array(anyPayload, { maxLength: 2 }),
      isRefusal,
      check: (_, words) => expect(words).toEqual([]),
      runs: 300,
    })
  })
})

describe('hostile files of the app', () => {
  it('[HI4][EL4] where the window was: a place that can be had, or a refusal', () => {
    const area = { x: 0, y: 25, width: 1440, height: 875 }
    const tally = fuzzReader({
      read: parseWindowState,
      any: hostileJson([window]),
      isRefusal: (error) => error.constructor === Error,
      check(state) {
        const { bounds } = fitWindowState(state, [area])
        expect([bounds.x, bounds.y, bounds.width, bounds.height].every(Number.isInteger)).toBe(true)
        expect([bounds.width >= 900, bounds.height >= 600]).toEqual([true, true])
      },
    })
    expect([tally.decoded > 0, tally.refused > 0]).toEqual([true, true])
  })

  it('[HI4][EL2][EL3] settings and secret of any bytes are read or set aside', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gesso-hostile-'))
    const files = [Buffer.from(JSON.stringify({ ...settings, pictures: place })), new Uint8Array(32).fill(9)]
    try {
      await fc.assert(
        fc.asyncProperty(hostileBytes(files, 2000), async (bytes) => {
          const [file, secretFile] = [join(folder, 'settings.json'), join(folder, 'secret')]
          await Promise.all([writeFile(file, bytes), writeFile(secretFile, bytes)])
          const notes: string[] = []
          const note = (sentence: string): void => void notes.push(sentence)
          const kept = await SettingsFile.open(file, note)
          expect(check.checkSettings(kept.get())).toEqual(kept.get())
          expect(checkPicturesSettings(kept.pictures())).toEqual(kept.pictures())
          if (notes.length > 0) expect(Buffer.compare(await readFile(`${file}.unreadable`), bytes)).toBe(0)
          expect(await openInstallSecret(secretFile, note)).toHaveLength(32)
        }),
        { numRuns: 30 },
      )
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
