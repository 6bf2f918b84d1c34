import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseJson, readKeptFileAtOnce } from '../../sync-core/node/kept-file.ts'
import { openInstallSecret, participantKey } from './install-secret.ts'
import { SettingsFile, usualPictures } from './settings-file.ts'
import { parseWindowState } from './window-state.ts'

let folder: string
let notes: string[]
const note = (sentence: string): void => void notes.push(sentence)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-kept-'))
  notes = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('[EL2] settings are kept between starts', async () => {
  const file = join(folder, 'deep', 'settings.json')
  const first = await SettingsFile.open(file, note)
  expect(first.get().name).toBe('')
  await first.save({ name: 'Ada', color: 0x2f6fde })
  expect((await SettingsFile.open(file, note)).get()).toEqual({ name: 'Ada', color: 0x2f6fde })
  expect(notes).toEqual([])
})

it('[EL2] name and place of pictures are kept beside each other, however fast they are saved', async () => {
  const file = join(folder, 'settings.json')
  const settings = await SettingsFile.open(file, note)
  expect(settings.pictures()).toEqual(usualPictures)
  const pictures = { ...usualPictures, history: { keep: 'days', days: 9 } } as const
  await Promise.all([
    settings.save({ name: 'A', color: 1 }),
    settings.savePictures(pictures),
    settings.save({ name: 'Ada', color: 2 }),
  ])
  const again = await SettingsFile.open(file, note)
  expect([again.get(), again.pictures()]).toEqual([{ name: 'Ada', color: 2 }, pictures])
})

it('[EL2] a file from before pictures had a place means the usual one; a wrong place is told', async () => {
  const file = join(folder, 'settings.json')
  await writeFile(file, '{"name":"Ada","color":5}')
  expect((await SettingsFile.open(file, note)).pictures()).toEqual(usualPictures)
  await writeFile(file, '{"name":"Ada","color":5,"pictures":{"place":"moon"}}')
  const settings = await SettingsFile.open(file, note)
  expect(settings.pictures()).toEqual(usualPictures)
  expect(settings.notice).toContain('not in “moon”')
  expect(notes).toEqual([settings.notice])
})

it('[EL2] settings with a wrong value are set aside, named, and begin anew', async () => {
  const file = join(folder, 'settings.json')
  await writeFile(file, '{"name":"Ada","color":-5}')
  const settings = await SettingsFile.open(file, note)
  expect(settings.get().name).toBe('')
  expect(notes).toEqual([
    `${file} could not be understood (A colour is a whole number from 0 to 16777215, not -5.) and was set aside as ${file}.unreadable.`,
  ])
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('{"name":"Ada","color":-5}')
})

it('[EL3] the install secret is made once, and only its owner can read it', async () => {
  const file = join(folder, 'install-secret')
  const made = await openInstallSecret(file, note)
  expect(made).toHaveLength(32)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(Buffer.from(await openInstallSecret(file, note)).equals(made)).toBe(true)
})

it('[EL3] a participant key is the same for the same picture, and tells nothing about another', () => {
  const secret = new Uint8Array(32).fill(7)
  const key = participantKey(secret, 'abcdefghijklmnopqrstuvwxyz')
  expect(key).toBe('2182db8e6de286bfb9abaa522b544a30')
  expect(participantKey(secret, 'abcdefghijklmnopqrstuvwxy2')).not.toBe(key)
})

it('[EL4] where the window was is read at once; what can’t be understood is set aside', async () => {
  const file = join(folder, 'window.json')
  const read = () => readKeptFileAtOnce(file, (bytes) => parseWindowState(parseJson(bytes)), note)
  expect(read()).toBeUndefined()
  const state = { bounds: { x: 1, y: 2, width: 900, height: 600 }, shown: 'normal' }
  await writeFile(file, JSON.stringify(state))
  expect([read(), notes]).toEqual([state, []])
  await writeFile(file, '{"shown":"normal"}')
  expect(read()).toBeUndefined()
  expect(notes).toEqual([
    `${file} could not be understood (its bounds are not four numbers) and was set aside as ${file}.unreadable.`,
  ])
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('{"shown":"normal"}')
})
