import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { newIdentity } from '../testing/host-identity.ts'
import { InviteBook, isGood, parseInviteBook, tokenOf } from './invite-book.ts'

const pictureId = 'abcdefghijklmnopqrstuvwxya'
const otherId = 'abcdefghijklmnopqrstuvwxye'
const dayMs = 24 * 60 * 60 * 1000
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
  await book.provide(pictureId, nowMs)
  await book.rememberPort(pictureId, 41_873)
  await book.provide(otherId, nowMs)
  const again = await open()
  await again.provide(pictureId, nowMs + 29 * dayMs)
  expect(again.invitesOf(pictureId)).toEqual(book.invitesOf(pictureId))
  expect(again.invitesOf(pictureId)).toMatchObject([
    { role: 'painter', createdMs: nowMs, expiresMs: nowMs + limits.inviteDaysMax * dayMs, uses: 0 },
  ])
  expect(again.portOf(pictureId)).toBe(41_873)
})

it('[ND9] where the usual invite has expired or is withdrawn, the next hosting makes another; the port is kept', async () => {
  const book = await open()
  await book.provide(pictureId, nowMs)
  await book.rememberPort(pictureId, 41_873)
  await book.provide(pictureId, nowMs + 31 * dayMs)
  const [second, first] = book.invitesOf(pictureId)
  expect([book.invitesOf(pictureId).length, second!.id === first!.id]).toEqual([2, false])
  await book.withdraw(pictureId, second!.id)
  await book.provide(pictureId, nowMs + 31 * dayMs)
  expect(book.invitesOf(pictureId)).toHaveLength(3)
  expect(book.portOf(pictureId)).toBe(41_873)
})

it('[RO3] an invite is good until its end, for its number of strangers, and until it is withdrawn', async () => {
  const book = await open()
  await book.add(pictureId, { role: 'viewer', days: 1 / 24, uses: 2 }, nowMs)
  const now = () => book.invitesOf(pictureId)[0]!
  expect([isGood(now(), nowMs + dayMs / 24), isGood(now(), nowMs + dayMs / 24 + 1)]).toEqual([true, false])
  await book.count(pictureId, now().id)
  expect(isGood(now(), nowMs)).toBe(true)
  await book.count(pictureId, now().id)
  expect([now().uses, isGood(now(), nowMs)]).toEqual([2, false])
  await book.add(pictureId, { role: 'painter' }, nowMs)
  expect(isGood(now(), nowMs + 10_000 * dayMs)).toBe(true)
  await book.withdraw(pictureId, now().id)
  expect(isGood(now(), nowMs)).toBe(false)
  expect((await open()).invitesOf(pictureId)).toEqual(book.invitesOf(pictureId))
})

it('[RO6] a token follows from the host’s key and the invite, and stands in no file', async () => {
  const [{ key }, other] = await Promise.all([newIdentity(), newIdentity()])
  const book = await open()
  await book.provide(pictureId, nowMs)
  await book.add(pictureId, { role: 'painter' }, nowMs)
  const [first, second] = book.invitesOf(pictureId)
  const token = tokenOf(key, pictureId, first!)
  expect(token).toHaveLength(16)
  expect(tokenOf(key, pictureId, (await open()).invitesOf(pictureId)[0]!)).toEqual(token)
  for (const another of [
    tokenOf(key, pictureId, second!),
    tokenOf(key, otherId, first!),
    tokenOf(other.key, pictureId, first!),
  ])
    expect(another).not.toEqual(token)
  const kept = await readFile(file, 'utf8')
  for (const form of ['hex', 'base64', 'base64url'] as const)
    expect(kept).not.toContain(Buffer.from(token).toString(form))
})

it('[RO3] of too many, the oldest that is not good any more is forgotten first', async () => {
  const book = await open()
  await book.add(pictureId, { role: 'painter' }, nowMs)
  await book.add(pictureId, { role: 'viewer' }, nowMs)
  const [viewer, first] = book.invitesOf(pictureId)
  await book.withdraw(pictureId, viewer!.id)
  for (let i = 2; i <= limits.invitesMax; i++) await book.add(pictureId, { role: 'painter' }, nowMs)
  const left = book.invitesOf(pictureId)
  expect([left.length, left.includes(first!), left.some(({ id }) => id === viewer!.id)]).toEqual([
    limits.invitesMax,
    true,
    false,
  ])
})

it('[ND10] the file can be read by its owner only', async () => {
  await (await open()).provide(pictureId, nowMs)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['invites.json'])
})

it('[ND10] a file that cannot be understood is set aside with a sentence, and invites begin anew', async () => {
  await writeFile(file, '{"version":2,"pictures":{"abc')
  const book = await open()
  await book.provide(pictureId, nowMs)
  expect(notes).toHaveLength(1)
  expect(notes[0]).toMatch(
    /invites\.json could not be understood .* set aside as .*invites\.json\.unreadable\.$/,
  )
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('{"version":2,"pictures":{"abc')
  expect((await open()).invitesOf(pictureId)).toEqual(book.invitesOf(pictureId))
})

it('[ND10] writes that come together are all kept', async () => {
  const book = await open()
  await Promise.all([
    book.provide(pictureId, nowMs),
    book.provide(otherId, nowMs),
    book.rememberPort(pictureId, 5),
  ])
  const kept = await open()
  expect([kept.invitesOf(pictureId).length, kept.invitesOf(otherId).length, kept.portOf(pictureId)]).toEqual([
    1, 1, 5,
  ])
})

it('[ND10] each wrong value is named', () => {
  const book = (entry: unknown): unknown => ({ version: 2, pictures: { [pictureId]: entry } })
  const invite = { id: '0123456789abcdef', role: 'painter', createdMs: 1, uses: 0, isWithdrawn: false }
  const withInvite = (change: object): unknown => book({ invites: [{ ...invite, ...change }] })
  const cases: [unknown, RegExp][] = [
    [undefined, /not a list of invites/],
    [{ version: 1, pictures: {} }, /not a list of invites of version 2/],
    [{ version: 2, pictures: { '../x': { invites: [] } } }, /“\.\.\/x” is not a picture's id/],
    [book(null), /abcdefghijklmnopqrstuvwxya has no list of at most/],
    [book({ invites: Array.from({ length: limits.invitesMax + 1 }, () => invite) }), /no list of at most/],
    [withInvite({ id: 'short' }), /the id of an invite of abcdefghijklmnopqrstuvwxya/],
    [withInvite({ role: 'host' }), /the role of/],
    [withInvite({ createdMs: -1 }), /the time of/],
    [withInvite({ expiresMs: '5' }), /the end of/],
    [withInvite({ usesMax: 1e9 }), /the limit of/],
    [withInvite({ isWithdrawn: 1 }), /the use of/],
    [book({ invites: [], port: 70_000 }), /port of abcdefghijklmnopqrstuvwxya is 70000/],
  ]
  for (const [value, sentence] of cases) expect(() => parseInviteBook(value)).toThrow(sentence)
  expect(parseInviteBook(withInvite({})).get(pictureId)).toEqual({ invites: [invite] })
})
