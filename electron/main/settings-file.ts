import { parseJson, readKeptFile, writeKeptFile } from '../../sync-core/node/kept-file.ts'
import type { Settings } from '../ipc/contract.ts'
import { checkSettings } from './payload-checks.ts'

/** Cursor colours that are told apart from each other and seen on paper. */
const firstColors = [0x2f6fde, 0xd1495b, 0x2a9d6f, 0xc77d0a, 0x7b52c4, 0x0f8b9d, 0xb83f8f, 0x6b7a1f] as const

/** The person's settings, kept in one file. A file that can't be used is set aside, and the settings begin anew. */
export class SettingsFile {
  private readonly file: string
  private current: Settings

  private constructor(file: string, current: Settings) {
    this.file = file
    this.current = current
  }

  static async open(file: string, onSetAside: (sentence: string) => void): Promise<SettingsFile> {
    const kept = await readKeptFile(file, (bytes) => checkSettings(parseJson(bytes)), onSetAside)
    const color = firstColors[Math.floor(Math.random() * firstColors.length)] ?? firstColors[0]
    return new SettingsFile(file, kept ?? { name: '', color })
  }

  get(): Settings {
    return this.current
  }

  /** Resolves when they are kept. Throws StorageError. */
  async save(settings: Settings): Promise<Settings> {
    await writeKeptFile(this.file, `${JSON.stringify(settings, undefined, 2)}\n`)
    this.current = settings
    return settings
  }
}
