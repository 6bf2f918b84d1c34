import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { InviteBook, inviteExpiresMs, parseInviteBook } from './invite-book.ts'

const pictureId = 'abcdefghijklmnopqrstuvwxyz'
const otherId = 'abcdefghijklmnopqrstuvwxy2'
const token = 'AAAAAAAAAAAAAAAAAAAAAA'
const daysMs = 24 * 60 * 60 * 1000
const nowMs = 1_800_000_000_000

let folder: string
let file: string
let notes: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-invites-'))
  file = join(folder, 'invites.json')
  notes = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (): Promise<InviteBook> => InviteBook.open(file, (note) => notes.push(note))

it('[ND9] an invite stays the same over restarts, and so does its port', async () => {
  const book = await open()
  const invite = await book.inviteOf(pictureId, nowMs)
  expect(invite.token).toMatch(/^[A-Za-z0-9_-]{22}$/)
  await book.rememberPort(pictureId, 41_873)
  await book.inviteOf(otherId, nowMs)
  const again = await (await open()).inviteOf(pictureId, nowMs + 29 * daysMs)
  expect(again).toEqual({ ...invite, port: 41_873 })
})

it('[ND9] an expired invite is replaced at the next hosting; the port is kept', async () => {
  const book = await open()
  const invite = await book.inviteOf(pictureId, nowMs)
  await book.rememberPort(pictureId, 41_873)
  expect(inviteExpiresMs(invite)).toBe(nowMs + limits.inviteDaysMax * daysMs)
  const later = await book.inviteOf(pictureId, inviteExpiresMs(invite))
  expect(later.token).not.toBe(invite.token)
  expect(later.port).toBe(41_873)
})

it('[ND10] the file can be read by its owner only', async () => {
  await (await open()).inviteOf(pictureId, nowMs)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['invites.json'])
})

it('[ND10] a file that cannot be understood is set aside with a sentence, and invites begin anew', async () => {
  await writeFile(file, '{"version":1,"pictures":{"abc')
  const invite = await (await open()).inviteOf(pictureId, nowMs)
  expect(notes).toHaveLength(1)
  expect(notes[0]).toMatch(
    /invites\.json could not be understood .* set aside as .*invites\.json\.unreadable\.$/,
  )
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('{"version":1,"pictures":{"abc')
  expect((await (await open()).inviteOf(pictureId, nowMs)).token).toBe(invite.token)
})

it('[ND10] writes that come together are all kept', async () => {
  const book = await open()
  await Promise.all([
    book.inviteOf(pictureId, nowMs),
    book.inviteOf(otherId, nowMs),
    book.rememberPort(pictureId, 5),
  ])
  const kept = parseInviteBook(JSON.parse(await readFile(file, 'utf8')))
  expect([...kept.keys()].sort()).toEqual([otherId, pictureId].sort())
})

it('[ND10] each wrong value is named', () => {
  const book = (entry: unknown): unknown => ({ version: 1, pictures: { [pictureId]: entry } })
  const cases: [unknown, RegExp][] = [
    [undefined, /not a list of invites/],
    [{ version: 2, pictures: {} }, /not a list of invites of version 1/],
    [{ version: 1, pictures: { '../x': { token, createdMs: 1 } } }, /“\.\.\/x” is not a picture's id/],
    [book(null), /token of abcdefghijklmnopqrstuvwxyz/],
    [book({ token: 'short', createdMs: 1 }), /token of/],
    [book({ token, createdMs: -1 }), /time of/],
    [book({ token, createdMs: 1, port: 70_000 }), /port of abcdefghijklmnopqrstuvwxyz is 70000/],
  ]
  for (const [value, sentence] of cases) expect(() => parseInviteBook(value)).toThrow(sentence)
  expect(parseInviteBook(book({ token, createdMs: 1 })).get(pictureId)).toEqual({ token, createdMs: 1 })
})
