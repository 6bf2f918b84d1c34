// What was decided in each picture's sessions about who may paint and who may come, so that it still holds after a restart.

import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import { isPictureId } from '../base/picture-id.ts'
import { isRecord } from '../base/is-record.ts'
import { limits } from '../base/limits.ts'
import { noRules, type RulesKeeper, type StoredPassword, type StoredRules } from '../broadcast/house-rules.ts'
import { invitedRoles } from '../protocol/roles.ts'
import { parseJson, readKeptFile, writeKeptFile } from './kept-file.ts'

/** Some 50 ms and 32 MiB of another thread for each guess (RFC 7914; a session's password is no account's). */
const scryptCost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const
const runScrypt = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt)

/** The same letters in either of Unicode's forms are the same password. */
const hashOf = (password: string, salt: Uint8Array): Promise<Buffer> =>
  runScrypt(password.normalize('NFC'), salt, 32, scryptCost)

export class RulesBook {
  private readonly file: string
  private readonly pictures: Map<string, StoredRules>
  private readonly onNote: (sentence: string) => void
  private writing: Promise<void> = Promise.resolve()

  private constructor(file: string, pictures: Map<string, StoredRules>, onNote: (sentence: string) => void) {
    this.file = file
    this.pictures = pictures
    this.onNote = onNote
  }

  /** A file that can't be understood is set aside: nobody is banned then. `onNote` is told of it, and of what could not be kept. */
  static async open(file: string, onNote: (sentence: string) => void): Promise<RulesBook> {
    const pictures = await readKeptFile(file, (bytes) => parseRulesBook(parseJson(bytes)), onNote)
    return new RulesBook(file, pictures ?? new Map(), onNote)
  }

  keeperOf(pictureId: string): RulesKeeper {
    return {
      stored: this.pictures.get(pictureId) ?? noRules,
      keep: (rules) => {
        this.pictures.set(pictureId, rules)
        this.writing = this.writing.then(() => this.write())
      },
      seal: async (password) => {
        const salt = randomBytes(16)
        return { salt: salt.toString('hex'), hash: (await hashOf(password, salt)).toString('hex') }
      },
      opens: async (guess, { salt, hash }) =>
        timingSafeEqual(await hashOf(guess, Buffer.from(salt, 'hex')), Buffer.from(hash, 'hex')),
    }
  }

  /** Resolves when everything is kept that can be. */
  settled(): Promise<void> {
    return this.writing
  }

  private async write(): Promise<void> {
    const pictures = Object.fromEntries(this.pictures)
    try {
      await writeKeptFile(this.file, `${JSON.stringify({ version: 1, pictures }, undefined, 2)}\n`)
    } catch (error) {
      this.onNote(`Who may paint and come is not kept: ${String(error)}`)
    }
  }
}

/** Throws an Error that names the value which is not right. */
export function parseRulesBook(value: unknown): Map<string, StoredRules> {
  if (!isRecord(value) || value['version'] !== 1 || !isRecord(value['pictures'])) {
    throw new Error('it is not a list of rules of version 1')
  }
  return new Map(
    Object.entries(value['pictures']).map(([id, rules]) => {
      if (!isPictureId(id)) throw new Error(`“${id.slice(0, 40)}” is not a picture's id`)
      return [id, parseRules(id, rules)]
    }),
  )
}

function parseRules(id: string, value: unknown): StoredRules {
  const { isCanvasLocked, asksFirst = false, password, banned, roles } = isRecord(value) ? value : {}
  if (typeof isCanvasLocked !== 'boolean') throw new Error(`the canvas of ${id} is not right`)
  if (typeof asksFirst !== 'boolean') throw new Error(`whether people ask in ${id} is not right`)
  return {
    isCanvasLocked,
    asksFirst,
    ...(password !== undefined && { password: parsePassword(id, password) }),
    banned: listOf(banned, `the banned of ${id}`, checkPerson),
    roles: listOf(roles, `the roles of ${id}`, (entry) => {
      const [person, role] = Array.isArray(entry) && entry.length === 2 ? (entry as unknown[]) : []
      const known = invitedRoles.find((one) => one === role)
      if (known === undefined) throw new Error(`a role of ${id} is not right`)
      return [checkPerson(person), known] as const
    }),
  }
}

function parsePassword(id: string, value: unknown): StoredPassword {
  const { salt, hash: kept } = isRecord(value) ? value : {}
  if (typeof salt !== 'string' || !/^[0-9a-f]{32}$/.test(salt))
    throw new Error(`the password of ${id} is not right`)
  if (typeof kept !== 'string' || !/^[0-9a-f]{64}$/.test(kept))
    throw new Error(`the password of ${id} is not right`)
  return { salt, hash: kept }
}

function listOf<T>(value: unknown, what: string, read: (entry: unknown) => T): readonly T[] {
  if (!Array.isArray(value) || value.length > limits.rulesKeptMax) throw new Error(`${what} are not a list`)
  return Array.from(value, read)
}

/** The SHA-256 of a key. */
function checkPerson(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) throw new Error('a person is not right')
  return value
}
