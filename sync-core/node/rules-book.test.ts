import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { noRules, type StoredRules } from '../broadcast/house-rules.ts'
import { fuzzReader } from '../testing/fuzz-decoder.ts'
import { hostileJson } from '../testing/hostile-json.ts'
import { parseRulesBook, RulesBook } from './rules-book.ts'

const pictureId = 'abcdefghijklmnopqrstuvwxya'
const person = 'ab'.repeat(32)
const rules: StoredRules = {
  isCanvasLocked: true,
  asksFirst: true,
  banned: [person],
  roles: [[person, 'viewer']],
}

let folder: string
let file: string
let notes: string[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-rules-'))
  file = join(folder, 'rules.json')
  notes = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))
const open = (): Promise<RulesBook> => RulesBook.open(file, (note) => notes.push(note))

it('[RO13] what was decided holds after a restart, for its picture only, and is for the owner’s eyes', async () => {
  const book = await open()
  expect(book.keeperOf(pictureId).stored).toEqual(noRules)
  book.keeperOf(pictureId).keep({ ...rules, isCanvasLocked: false })
  book.keeperOf(pictureId).keep(rules)
  await book.settled()
  const again = await open()
  expect(again.keeperOf(pictureId).stored).toEqual(rules)
  expect(again.keeperOf('abcdefghijklmnopqrstuvwxye').stored).toEqual(noRules)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(notes).toEqual([])
})

it('[RO13] what can’t be understood is set aside, and what can’t be kept is told', async () => {
  await writeFile(file, '{"version":1')
  const book = await open()
  expect(notes[0]).toMatch(/rules\.json could not be understood .* set aside/)
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('{"version":1')
  await rm(folder, { recursive: true })
  await writeFile(folder, '')
  book.keeperOf(pictureId).keep(rules)
  await book.settled()
  expect(notes[1]).toMatch(/^Who may paint and come is not kept/)
})

it('[HI4][RO13] any JSON is read as rules or refused in words', () => {
  const tally = fuzzReader({
    read: parseRulesBook,
    any: hostileJson([{ version: 1, pictures: { [pictureId]: rules } }]),
    isRefusal: (error) => error.constructor === Error,
    check(read) {
      const pictures = Object.fromEntries(read)
      expect(parseRulesBook(JSON.parse(JSON.stringify({ version: 1, pictures })))).toEqual(read)
    },
    runs: 2000,
  })
  expect([tally.decoded > 0, tally.refused > 0]).toEqual([true, true])
})

it('[RO26] a password is kept as its hash, the same letters are the same password, and nothing else opens', async () => {
  const book = await open()
  const keeper = book.keeperOf(pictureId)
  const sealed = await keeper.seal('caf\u00e9')
  expect(sealed.hash).not.toBe((await keeper.seal('caf\u00e9')).hash)
  keeper.keep({ ...rules, password: sealed })
  await book.settled()
  const text = await readFile(file, 'utf8')
  expect(text).not.toContain('caf')
  const again = (await open()).keeperOf(pictureId)
  expect(again.stored.password).toEqual(sealed)
  expect(await again.opens('cafe\u0301', sealed)).toBe(true)
  for (const guess of ['cafe', '', 'CAF\u00c9', 'caf\u00e9 '])
    expect(await again.opens(guess, sealed)).toBe(false)
  for (const bad of [{}, 'oak', { salt: 'ab', hash: 'cd' }, { salt: 'ab'.repeat(16), hash: 5 }])
    expect(() =>
      parseRulesBook({ version: 1, pictures: { [pictureId]: { ...rules, password: bad } } }),
    ).toThrow(/password of/)
})
