// The invite of each picture, so that a link handed out yesterday works again today: the same token and, when it is
// free, the same port. A token lets people in for limits.inviteDaysMax days from its making; the next hosting after
// that makes a new one, and the old link is answered with a sentence.

import { randomBytes } from 'node:crypto'
import { isRecord } from '../base/is-record.ts'
import { limits } from '../base/limits.ts'
import { parseJson, readKeptFile, writeKeptFile } from './kept-file.ts'

export interface KeptInvite {
  /** 16 bytes as base64url. */
  readonly token: string
  readonly createdMs: number
  /** The port on which the picture was hosted last. */
  readonly port?: number
}

const dayMs = 24 * 60 * 60 * 1000

/** The time from which the invite no longer lets anyone in. */
export function inviteExpiresMs(invite: KeptInvite): number {
  return invite.createdMs + limits.inviteDaysMax * dayMs
}

/** A fresh secret for a link: 16 random bytes as base64url. */
export function newToken(): string {
  return randomBytes(16).toString('base64url')
}

export class InviteBook {
  private readonly file: string
  private readonly invites: Map<string, KeptInvite>
  private writing: Promise<void> = Promise.resolve()

  private constructor(file: string, invites: Map<string, KeptInvite>) {
    this.file = file
    this.invites = invites
  }

  /** A file that can't be understood is set aside: pictures then get new invites. */
  static async open(file: string, onSetAside: (sentence: string) => void): Promise<InviteBook> {
    const invites = await readKeptFile(file, (bytes) => parseInviteBook(parseJson(bytes)), onSetAside)
    return new InviteBook(file, invites ?? new Map())
  }

  /** The picture's invite, renewed when it is missing or expired. Resolves when it is kept. */
  async inviteOf(pictureId: string, nowMs: number): Promise<KeptInvite> {
    const kept = this.invites.get(pictureId)
    if (kept !== undefined && nowMs < inviteExpiresMs(kept) && kept.createdMs <= nowMs) return kept
    const made: KeptInvite = {
      token: newToken(),
      createdMs: nowMs,
      ...(kept?.port === undefined ? {} : { port: kept.port }),
    }
    this.invites.set(pictureId, made)
    await this.write()
    return made
  }

  async rememberPort(pictureId: string, port: number): Promise<void> {
    const kept = this.invites.get(pictureId)
    if (kept === undefined || kept.port === port) return
    this.invites.set(pictureId, { ...kept, port })
    await this.write()
  }

  /** One write at a time: they share a file. */
  private write(): Promise<void> {
    const write = async (): Promise<void> => {
      const pictures = Object.fromEntries(this.invites)
      await writeKeptFile(this.file, `${JSON.stringify({ version: 1, pictures }, undefined, 2)}\n`)
    }
    this.writing = this.writing.then(write, write)
    return this.writing
  }
}

/** Throws an Error that names the value which is not right. */
export function parseInviteBook(value: unknown): Map<string, KeptInvite> {
  if (!isRecord(value) || value['version'] !== 1 || !isRecord(value['pictures'])) {
    throw new Error('it is not a list of invites of version 1')
  }
  return new Map(
    Object.entries(value['pictures']).map(([id, entry]) => [checkId(id), parseInvite(id, entry)]),
  )
}

function checkId(id: string): string {
  if (!/^[a-z2-7]{26}$/.test(id)) throw new Error(`“${id.slice(0, 40)}” is not a picture's id`)
  return id
}

function parseInvite(id: string, entry: unknown): KeptInvite {
  const { token, createdMs, port } = isRecord(entry) ? entry : {}
  if (typeof token !== 'string' || !/^[A-Za-z0-9_-]{22}$/.test(token))
    throw new Error(`the token of ${id} is not a token`)
  if (!isWhole(createdMs, Number.MAX_SAFE_INTEGER))
    throw new Error(`the time of ${id}'s invite is not a time`)
  if (port === undefined) return { token, createdMs }
  if (!isWhole(port, 65535) || port === 0)
    throw new Error(`the port of ${id} is ${JSON.stringify(port).slice(0, 40)}, not 1 to 65535`)
  return { token, createdMs, port }
}

function isWhole(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
}
