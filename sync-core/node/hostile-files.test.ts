import fc from 'fast-check'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parsePenRecording } from '../authoring/pen-recording.ts'
import { encodeUtf8 } from '../base/utf8.ts'
import { fuzzDecoder, fuzzReader, hostileBytes } from '../testing/fuzz-decoder.ts'
import { hostileJson } from '../testing/hostile-json.ts'
import { isDeadProcess, processName, takeHold } from './hold-file.ts'
import { InviteBook, parseInviteBook } from './invite-book.ts'
import { parseJson } from './kept-file.ts'
import { invitedRoles } from '../protocol/roles.ts'
import { packBytes } from './thread-messages.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-hostile-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const invite = {
  id: '0123456789abcdef',
  role: 'painter',
  createdMs: 1_800_000_000_000,
  expiresMs: 1_900_000_000_000,
  usesMax: 5,
  uses: 2,
  isWithdrawn: false,
}
const books = [
  { version: 2, pictures: {} },
  {
    version: 2,
    pictures: {
      abcdefghijklmnopqrstuvwxya: { invites: [invite, { ...invite, role: 'viewer', createdMs: 0 }] },
      abcdefghijklmnopqrstuvwxye: { invites: [], port: 41_873 },
    },
  },
]
/** A refusal in words of ours: no TypeError of whoever reads what is not there. */
const isPlainError = (error: Error): boolean => error.constructor === Error

describe('hostile files', () => {
  it('[HI4][ND10] a list of invites of any JSON', () => {
    const tally = fuzzReader({
      read: parseInviteBook,
      any: hostileJson(books),
      isRefusal: isPlainError,
      check(invites) {
        const pictures = Object.fromEntries(invites)
        expect(parseInviteBook(JSON.parse(JSON.stringify({ version: 2, pictures })))).toEqual(invites)
        for (const { invites: some, port = 1 } of invites.values()) {
          expect(port >= 1 && port <= 65_535).toBe(true)
          for (const { id, role, createdMs } of some) {
            expect([id.length, Number.isSafeInteger(createdMs)]).toEqual([16, true])
            expect(invitedRoles).toContain(role)
          }
        }
      },
      runs: 3000,
    })
    expect([tally.decoded > 0, tally.refused > 0]).toEqual([true, true])
  })

  it('[HI4][ND10] a file of any bytes is JSON, or is none', () => {
    fuzzDecoder({
      decode: parseJson,
      valid: books.map((book) => encodeUtf8(JSON.stringify(book))),
      // The reader of the file puts these words into a sentence of its own.
      isRefusal: (error) => error instanceof SyntaxError || error instanceof TypeError,
      check: (value) => expect(value).not.toBe(undefined),
    })
  })

  it('[HI4][ND10] a list of invites of any bytes is read or set aside, and hosting goes on', async () => {
    const any = hostileBytes([encodeUtf8(JSON.stringify(books[1]))], 2000)
    await fc.assert(
      fc.asyncProperty(any, async (bytes) => {
        const file = join(folder, 'invites.json')
        await writeFile(file, bytes)
        const notes: string[] = []
        const book = await InviteBook.open(file, (note) => notes.push(note))
        await book.provide('abcdefghijklmnopqrstuvwxya', 5)
        expect(book.invitesOf('abcdefghijklmnopqrstuvwxya').length).toBeGreaterThan(0)
        if (notes.length === 0) return
        expect(notes[0]).toMatch(/^\S+invites\.json could not be understood \(.+\) and was set aside as /s)
        expect(Buffer.compare(await readFile(`${file}.unreadable`), bytes)).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  const owner = JSON.parse(processName()) as { pid: number }
  const owners = [owner, { ...owner, pid: 2 ** 22 - 1, start: 'boot-1' }, { ...owner, start: '' }]
  it('[HI4][PI21] who holds a name, in any text', () => {
    const anyText = fc.oneof(
      fc.string(),
      hostileJson(owners).map((value) => JSON.stringify(value) ?? ''),
      hostileBytes([encodeUtf8(processName())], 300).map((bytes) => Buffer.from(bytes).toString()),
    )
    fuzzReader({
      read: isDeadProcess,
      any: anyText,
      isRefusal: () => false,
      check: (isDead) => expect(typeof isDead).toBe('boolean'),
    })
    expect(isDeadProcess(processName())).toBe(false)
  })

  it('[HI4][PI21] a hold of any text is taken over, or in use with a sentence', async () => {
    const anyText = hostileJson(owners).map((value) => JSON.stringify(value) ?? '')
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const file = join(folder, 'picture.1')
        await writeFile(file, text)
        // What can't be read may be half written; old, it is a dead one's.
        const { utimes } = await import('node:fs/promises')
        await utimes(file, new Date(0), new Date(0))
        try {
          await (
            await takeHold(folder, 'picture')
          )()
        } catch (error) {
          expect(error).toMatchObject({ name: 'StorageError', code: 'in-use' })
          expect(Buffer.byteLength((error as Error).message)).toBeLessThanOrEqual(500)
        }
        for (const name of await readdir(folder)) await rm(join(folder, name))
      }),
      { numRuns: 60, examples: [[JSON.stringify({ pid: 1, start: '', host: 'x'.repeat(100_000) })]] },
    )
  })

  it('[HI4][ND19] a pen recording of any text', () => {
    const piece = fc.constantFrom(
      '0 1 2 0.5',
      '\n',
      ' ',
      '1e999',
      '-Infinity',
      'NaN',
      '0x10',
      '7',
      '\t',
      '',
      '.',
      '٣',
    )
    fuzzReader({
      read: parsePenRecording,
      any: fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        fc.array(piece, { minLength: 4, maxLength: 4 }).map((pieces) => pieces.join(' ')),
      ),
      isRefusal: isPlainError,
      check: (samples) => expect(samples.flatMap(Object.values).every(Number.isFinite)).toBe(true),
    })
  })

  it('[HI4][ND12] a message of any plain values crosses between threads as it was', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.uint8Array({ maxLength: 9 }),
        fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(undefined), fc.constant(null)),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('seq', 'operation', 'tiles', 'a', 'length'), tie('any'), {
          maxKeys: 4,
          noNullPrototype: true,
        }),
      ),
    })).any
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (words) => {
        const { message, transfer } = packBytes({ id: 1, words })
        expect(message).toEqual({ id: 1, words })
        expect(transfer).toHaveLength(1)
        expect(structuredClone(message, { transfer: [...transfer] })).toEqual({ id: 1, words })
      }),
      { numRuns: 500 },
    )
  })
})
