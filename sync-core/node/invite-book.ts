// The invites of each picture, so that a link handed out yesterday works again today: its token, its terms and, when it is free,
// the same port. No token is written down: it is derived from the host's key and the invite's id, so this file lets nobody in.

import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { isRecord } from '../base/is-record.ts'
import { limits } from '../base/limits.ts'
import { isPictureId } from '../base/picture-id.ts'
import { invitedRoles, type InvitedRole } from '../protocol/roles.ts'
import { parseJson, readKeptFile, writeKeptFile } from './kept-file.ts'
import type { HostKey } from './tls/host-key.ts'

/** What whoever comes by an invite is let in for. */
export interface InviteTerms {
  readonly role: InvitedRole
  /** From its making on; without it there is no end. */
  readonly days?: number
  /** How many strangers may come by it; without it any number. */
  readonly uses?: number
}

export interface KeptInvite {
  /** 16 hex digits. */
  readonly id: string
  readonly role: InvitedRole
  readonly createdMs: number
  readonly expiresMs?: number
  readonly usesMax?: number
  /** Strangers who came by it. */
  readonly uses: number
  readonly isWithdrawn: boolean
}

interface KeptPicture {
  readonly invites: readonly KeptInvite[]
  /** The port on which the picture was hosted last. */
  readonly port?: number
}

const dayMs = 24 * 60 * 60 * 1000
const nothing: KeptPicture = { invites: [] }

/** Whether a stranger may still come by it. */
export function isGood({ expiresMs, usesMax, uses, isWithdrawn }: KeptInvite, nowMs: number): boolean {
  return (
    !isWithdrawn &&
    (expiresMs === undefined || nowMs <= expiresMs) &&
    (usesMax === undefined || uses < usesMax)
  )
}

/** The 16 bytes that stand in the invite's link (HKDF of RFC 5869 with SHA-256). */
export function tokenOf(key: HostKey, pictureId: string, { id }: KeptInvite): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key.privateKeyPem, '', `gesso invite ${pictureId} ${id}`, 16))
}

export class InviteBook {
  private readonly file: string
  private readonly pictures: Map<string, KeptPicture>
  /** Hashes of tokens; made when somebody asks. */
  private byToken: Map<string, string> | undefined
  private writing: Promise<void> = Promise.resolve()

  private constructor(file: string, pictures: Map<string, KeptPicture>) {
    this.file = file
    this.pictures = pictures
  }

  /** A file that can't be understood is set aside: pictures then get new invites. */
  static async open(file: string, onSetAside: (sentence: string) => void): Promise<InviteBook> {
    const pictures = await readKeptFile(file, (bytes) => parseInviteBook(parseJson(bytes)), onSetAside)
    return new InviteBook(file, pictures ?? new Map())
  }

  /** The newest first, those that are not good any more too. */
  invitesOf(pictureId: string): readonly KeptInvite[] {
    return (this.pictures.get(pictureId) ?? nothing).invites
  }

  /** The picture of which this is an invite's token. Looked up by hash, so that the time says nothing of the tokens that there are. */
  pictureOf(key: HostKey, token: Uint8Array): string | undefined {
    if (this.byToken === undefined) {
      this.byToken = new Map()
      for (const [id, { invites }] of this.pictures)
        for (const invite of invites) this.byToken.set(hashOf(tokenOf(key, id, invite)), id)
    }
    return this.byToken.get(hashOf(token))
  }

  portOf(pictureId: string): number | undefined {
    return this.pictures.get(pictureId)?.port
  }

  /** A picture that is hosted has a good invite for painters. Resolves when it is kept. */
  async provide(pictureId: string, nowMs: number): Promise<void> {
    const isThere = this.invitesOf(pictureId).some(
      (one) =>
        one.role === 'painter' && one.usesMax === undefined && one.createdMs <= nowMs && isGood(one, nowMs),
    )
    if (!isThere) await this.add(pictureId, { role: 'painter', days: limits.inviteDaysMax }, nowMs)
  }

  /** Resolves when it is kept. Of those that are not good any more the oldest is forgotten when there are too many. */
  async add(pictureId: string, { role, days, uses }: InviteTerms, nowMs: number): Promise<void> {
    const made: KeptInvite = {
      id: randomBytes(8).toString('hex'),
      role,
      createdMs: nowMs,
      ...(days !== undefined && { expiresMs: nowMs + Math.round(days * dayMs) }),
      ...(uses !== undefined && { usesMax: uses }),
      uses: 0,
      isWithdrawn: false,
    }
    const all = [made, ...this.invitesOf(pictureId)]
    if (all.length > limits.invitesMax) {
      const dead = all.filter((one) => !isGood(one, nowMs)).at(-1)
      all.splice(dead === undefined ? -1 : all.indexOf(dead), 1)
    }
    await this.change(pictureId, { invites: all })
  }

  /** Nobody comes by it any more. */
  withdraw(pictureId: string, id: string): Promise<void> {
    return this.changeOne(pictureId, id, { isWithdrawn: true })
  }

  /** A stranger came by it. */
  count(pictureId: string, id: string): Promise<void> {
    const uses = this.invitesOf(pictureId).find((one) => one.id === id)?.uses ?? 0
    return this.changeOne(pictureId, id, { uses: uses + 1 })
  }

  async rememberPort(pictureId: string, port: number): Promise<void> {
    if (this.portOf(pictureId) !== port) await this.change(pictureId, { port })
  }

  private changeOne(pictureId: string, id: string, change: Partial<KeptInvite>): Promise<void> {
    const invites = this.invitesOf(pictureId).map((one) => (one.id === id ? { ...one, ...change } : one))
    return this.change(pictureId, { invites })
  }

  /** Counts at once, and is kept in one write at a time: they share a file. */
  private change(pictureId: string, change: Partial<KeptPicture>): Promise<void> {
    if (change.invites !== undefined) this.byToken = undefined
    this.pictures.set(pictureId, { ...(this.pictures.get(pictureId) ?? nothing), ...change })
    const write = async (): Promise<void> => {
      const pictures = Object.fromEntries(this.pictures)
      await writeKeptFile(this.file, `${JSON.stringify({ version: 2, pictures }, undefined, 2)}\n`)
    }
    this.writing = this.writing.then(write, write)
    return this.writing
  }
}

/** Throws an Error that names the value which is not right. */
export function parseInviteBook(value: unknown): Map<string, KeptPicture> {
  if (!isRecord(value) || value['version'] !== 2 || !isRecord(value['pictures'])) {
    throw new Error('it is not a list of invites of version 2')
  }
  return new Map(
    Object.entries(value['pictures']).map(([id, entry]) => [checkId(id), parsePicture(id, entry)]),
  )
}

function checkId(id: string): string {
  if (!isPictureId(id)) throw new Error(`“${id.slice(0, 40)}” is not a picture's id`)
  return id
}

function parsePicture(id: string, entry: unknown): KeptPicture {
  const { invites, port } = isRecord(entry) ? entry : {}
  if (!Array.isArray(invites) || invites.length > limits.invitesMax) {
    throw new Error(`${id} has no list of at most ${limits.invitesMax} invites`)
  }
  if (port !== undefined && (!isWhole(port, 65535) || port === 0))
    throw new Error(`the port of ${id} is ${JSON.stringify(port).slice(0, 40)}, not 1 to 65535`)
  return {
    invites: Array.from(invites, (invite: unknown) => parseInvite(id, invite)),
    ...(port !== undefined && { port }),
  }
}

function parseInvite(of: string, entry: unknown): KeptInvite {
  const { id, role, createdMs, expiresMs, usesMax, uses, isWithdrawn } = isRecord(entry) ? entry : {}
  const wrong = (what: string): Error => new Error(`${what} of an invite of ${of} is not right`)
  if (typeof id !== 'string' || !/^[0-9a-f]{16}$/.test(id)) throw wrong('the id')
  const known = invitedRoles.find((one) => one === role)
  if (known === undefined) throw wrong('the role')
  if (!isWhole(createdMs, Number.MAX_SAFE_INTEGER)) throw wrong('the time')
  if (expiresMs !== undefined && !isWhole(expiresMs, Number.MAX_SAFE_INTEGER)) throw wrong('the end')
  if (usesMax !== undefined && !isWhole(usesMax, limits.inviteUsesMax)) throw wrong('the limit')
  if (!isWhole(uses, Number.MAX_SAFE_INTEGER) || typeof isWithdrawn !== 'boolean') throw wrong('the use')
  return {
    id,
    role: known,
    createdMs,
    ...(expiresMs !== undefined && { expiresMs }),
    ...(usesMax !== undefined && { usesMax }),
    uses,
    isWithdrawn,
  }
}

function isWhole(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
}

function hashOf(token: Uint8Array): string {
  return createHash('sha256').update(token).digest('base64')
}
