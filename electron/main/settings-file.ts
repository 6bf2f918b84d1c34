import { parseJson, readKeptFile, writeKeptFile } from '../../sync-core/node/kept-file.ts'
import type { AppLanguage, Settings } from '../ipc/contract.ts'
import type { PicturesSettings } from '../ipc/pictures-place.ts'
import { checkRecord, checkRelay, checkSettings } from './payload-checks.ts'
import { checkPicturesSettings } from './pictures-checks.ts'

/** Cursor colours that are told apart from each other and seen on paper. */
const firstColors = [0x2f6fde, 0xd1495b, 0x2a9d6f, 0xc77d0a, 0x7b52c4, 0x0f8b9d, 0xb83f8f, 0x6b7a1f] as const

/** Until the person chose something else: the usual folder, and all of the history. */
export const usualPictures: PicturesSettings = { place: 'computer', folder: '', history: { keep: 'all' } }

interface FileContent {
  readonly person: Settings
  readonly pictures: PicturesSettings
  readonly language?: AppLanguage
  /** A relay's link. */
  readonly relay?: string
}

/** The person's settings, kept in one file. A file that can't be used is set aside, and the settings begin anew. */
export class SettingsFile {
  /** Why the settings began anew, when the file could not be used. */
  readonly notice: string | undefined
  private readonly file: string
  private current: FileContent
  private writing: Promise<unknown> = Promise.resolve()

  private constructor(file: string, current: FileContent, notice: string | undefined) {
    this.file = file
    this.current = current
    this.notice = notice
  }

  static async open(file: string, onSetAside: (sentence: string) => void): Promise<SettingsFile> {
    let notice: string | undefined
    const kept = await readKeptFile(
      file,
      (bytes) => checkContent(parseJson(bytes)),
      (sentence) => {
        notice = sentence
        onSetAside(sentence)
      },
    )
    const color = firstColors[Math.floor(Math.random() * firstColors.length)] ?? firstColors[0]
    return new SettingsFile(file, kept ?? { person: { name: '', color }, pictures: usualPictures }, notice)
  }

  get(): Settings {
    return this.current.person
  }

  pictures(): PicturesSettings {
    return this.current.pictures
  }

  /** The one that a window told last. */
  language(): AppLanguage | undefined {
    return this.current.language
  }

  /** Resolves when they are kept. Throws StorageError. */
  async save(person: Settings): Promise<Settings> {
    await this.change((content) => ({ ...content, person }))
    return person
  }

  /** Resolves when they are kept. Throws StorageError. */
  savePictures(pictures: PicturesSettings): Promise<void> {
    return this.change((content) => ({ ...content, pictures }))
  }

  /** A relay's link, or ''. */
  relay(): string {
    return this.current.relay ?? ''
  }

  /** Resolves when it is kept. Throws StorageError. */
  async saveRelay(relay: string): Promise<string> {
    await this.change((content) => ({ ...content, relay }))
    return relay
  }

  /** Resolves when it is kept. Throws StorageError. */
  saveLanguage(language: AppLanguage): Promise<void> {
    return this.change((content) => ({ ...content, language }))
  }

  /** One after the other: a name that is being typed must not bring back the former place of pictures. */
  private change(alter: (content: FileContent) => FileContent): Promise<void> {
    const done = this.writing.then(async () => {
      const next = alter(this.current)
      const { person, ...rest } = next
      await writeKeptFile(this.file, `${JSON.stringify({ ...person, ...rest }, undefined, 2)}\n`)
      this.current = next
    })
    this.writing = done.catch(() => undefined)
    return done
  }
}

/** A file from before pictures could be kept elsewhere says nothing about them. */
function checkContent(value: unknown): FileContent {
  const { pictures, language, relay } = checkRecord(value, 'settings')
  return {
    person: checkSettings(value),
    pictures: pictures === undefined ? usualPictures : checkPicturesSettings(pictures),
    // One of a newer Gesso must not cost the other settings.
    ...((language === 'en' || language === 'de') && { language }),
    ...(typeof relay === 'string' && isRelay(relay) && { relay }),
  }
}

function isRelay(link: string): boolean {
  try {
    return checkRelay(link) !== ''
  } catch {
    return false
  }
}
