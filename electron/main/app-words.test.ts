import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { appLanguageOf, appWords, speakAppWords } from './app-words.ts'
import { checkLanguage, PayloadError } from './payload-checks.ts'
import { SettingsFile } from './settings-file.ts'

let folder = ''
const notes: string[] = []
const open = (): Promise<SettingsFile> =>
  SettingsFile.open(join(folder, 'settings.json'), (note) => notes.push(note))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-words-'))
  notes.length = 0
})
afterEach(async () => {
  speakAppWords('en')
  await rm(folder, { recursive: true, force: true })
})

it('[UI197] the language that a window told is kept beside the other settings', async () => {
  const settings = await open()
  expect(settings.language()).toBeUndefined()
  await Promise.all([settings.saveLanguage('de'), settings.save({ name: 'Ada', color: 7 })])
  const again = await open()
  expect([again.language(), again.get()]).toEqual(['de', { name: 'Ada', color: 7 }])
  await again.saveLanguage('en')
  expect((await open()).language()).toBe('en')
})

it('[UI197] a language that nobody here speaks is passed over; the other settings stay', async () => {
  const file = join(folder, 'settings.json')
  for (const language of ['fr', 7, null, { de: 'de' }]) {
    await writeFile(file, JSON.stringify({ name: 'Ada', color: 7, language }))
    const settings = await open()
    expect([settings.language(), settings.get()]).toEqual([undefined, { name: 'Ada', color: 7 }])
  }
  expect(notes).toEqual([])
  expect(await readFile(file, 'utf8')).toContain('"de":"de"')
})

it('[UI197] before a window told one, the first of the system’s that there are words for is spoken', () => {
  expect(appLanguageOf('en', ['de-DE'])).toBe('en')
  expect(appLanguageOf(undefined, ['fr-FR', 'de-AT', 'en'])).toBe('de')
  expect(appLanguageOf(undefined, ['fr'])).toBe('en')
  expect(appLanguageOf(undefined, [])).toBe('en')
})

it('[UI197] menus and dialogs have every word in both languages, none the same', () => {
  const english = appWords
  speakAppWords('de')
  const said = (words: typeof appWords): readonly string[] =>
    Object.values(words).map((word) => (typeof word === 'function' ? word('Xy') : word))
  expect([english.quit, appWords.quit]).toEqual(['Quit', 'Beenden'])
  expect(appWords.keptHere('Xy.')).toBe(
    'Xy. Alles Gezeichnete ist auf diesem Computer aufbewahrt und da, sobald das Bild wieder geöffnet wird.',
  )
  expect(said(english).filter((word, at) => word === said(appWords)[at])).toEqual([])
})

it('[UI197] only a language that there are words for is taken from a window', () => {
  expect([checkLanguage('de'), checkLanguage('en')]).toEqual(['de', 'en'])
  for (const wrong of ['fr', '', 'DE', 7, null, undefined, ['de']])
    expect(() => checkLanguage(wrong)).toThrow(PayloadError)
  expect(() => checkLanguage('fr')).toThrow(new PayloadError('A language is “en” or “de”, not “fr”.'))
})
