// A host without a window: many pictures on one port, opened and closed as people come and go, with the same assembly as the desktop's.

import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { StorageError } from '../../base/errors.ts'
import { limits } from '../../base/limits.ts'
import { pinBytes, type InvitePlace } from '../../protocol/invite.ts'
import { openHosting, type Hosting } from '../hosting.ts'
import { inviteLinks } from '../invite-links.ts'
import { networkAddresses } from '../network-addresses.ts'
import { readPageFiles } from '../page-files.ts'
import { openPictureFolder } from '../picture-folder.ts'
import { RelayedHost } from '../relay/relayed-host.ts'
import { openSessionServer, type ServerIdentity, type SessionServer } from '../session-server.ts'
import { SystemClock } from '../system-clock.ts'
import { makeCertificate } from '../tls/make-certificate.ts'
import { adminDeeds } from './admin-deeds.ts'
import { openAdminServer, type AdminServer } from './admin-server.ts'
import type { AdminPicture } from './admin-page.ts'
import type { EventLog } from './event-log.ts'
import { HostMetrics } from './host-metrics.ts'
import type { HostConfig } from './host-words.ts'
import { ManySessions } from './many-sessions.ts'

export interface HeadlessParts {
  /** Built for this runtime, as HostingOptions has them. */
  readonly primaryThreadFile: string | URL
  readonly sysdbThreadFile: string | URL
  /** The built renderer. */
  readonly pagesDir: string
  readonly log: EventLog
}

export interface HeadlessHost {
  readonly port: number
  readonly adminPort: number
  /** Tells guests, who come back when there is a host again, stores everything and ends. Never rejects. */
  drain(): Promise<void>
}

/** Rejects with StorageError; then everything that was taken was given back. */
export async function openHeadlessHost(config: HostConfig, parts: HeadlessParts): Promise<HeadlessHost> {
  const { log } = parts
  const clock = new SystemClock()
  const hosting = await openHosting({
    dataDir: config.data,
    openPictures: () => openPlaceOf(config),
    pages: () => readPageFiles(parts.pagesDir),
    primaryThreadFile: parts.primaryThreadFile,
    sysdbThreadFile: parts.sysdbThreadFile,
    clock,
    onNote: (sentence) => log.note('warning', sentence),
  })
  const sessions = new ManySessions({
    hosting,
    clock,
    limits,
    onOpened: ({ claim }) => log.note('info', 'picture opened', { picture: claim.id }),
    onClosed: (id, sentence) => log.note('info', 'picture closed', { picture: id, why: sentence }),
    onNote: (sentence) => log.note('error', sentence),
  })
  const opened: { close(): Promise<void> }[] = [hosting]
  try {
    // Whether pictures can be reached at all is found out now, not by the first guest.
    await hosting.listPictures()
    const addresses = config.addresses.length > 0 ? config.addresses : networkAddresses()
    const reachedAs = config.through ? [...addresses, config.through.place.address] : addresses
    const names = reachedAs.filter((address) => isIP(address.replaceAll(/[[\]]/g, '')) === 0)
    const identity = await identityOf(config, hosting, reachedAs, clock.nowMs())
    const server = await openSessionServer({
      reach: 'network',
      identity,
      names,
      ...(config.port !== 0 && { preferredPort: config.port }),
      pages: await readPageFiles(parts.pagesDir),
      accept: (connection) => sessions.accept(connection),
    })
    opened.push(server)
    if (config.port !== 0 && server.port !== config.port)
      throw new StorageError('unavailable', `Port ${config.port} is in use. Say another one with --port.`)
    const byRelay = await comeThrough(config, hosting, server, clock, log)
    opened.push(byRelay)
    const own = addresses.map((address): InvitePlace => ({ address, port: server.port }))
    const linksOf = await linksFor(config, hosting, () => [...byRelay.places(), ...own])
    const admin = await openAdmin({ config, hosting, sessions, server, identity, names, clock, linksOf })
    opened.push(admin)
    log.note('info', 'ready', { port: server.port, adminPort: admin.port, data: config.data })
    return { port: server.port, adminPort: admin.port, drain: drainOnce(sessions, opened, log) }
  } catch (error) {
    for (const part of opened.reverse()) await part.close().catch(() => undefined)
    throw error
  }
}

type LinksOf = (picture: string, token: string) => readonly string[]

async function linksFor(
  { certificate }: HostConfig,
  hosting: Hosting,
  placesNow: () => readonly InvitePlace[],
): Promise<LinksOf> {
  const { fingerprint } = await hosting.hostKey()
  // Where the public vouches for the certificate, another one tomorrow is as good.
  const pin = certificate === undefined ? fingerprint.subarray(0, pinBytes) : undefined
  return (pictureId, token) => inviteLinks(placesNow(), { pictureId, token, pin })
}

/** Lets guests come by the relay that was told, if one was. */
async function comeThrough(
  { through: link }: HostConfig,
  hosting: Hosting,
  server: SessionServer,
  clock: SystemClock,
  log: EventLog,
): Promise<{ places: () => readonly InvitePlace[]; close: () => Promise<void> }> {
  if (link === undefined) return { places: () => [], close: async () => undefined }
  let places: readonly InvitePlace[] = []
  const key = await hosting.hostKey()
  const identity = {
    privateKeyPem: key.privateKeyPem,
    certificatePem: await makeCertificate(key, [link.place.address.replaceAll(/[[\]]/g, '')], clock.nowMs()),
  }
  const relayed = new RelayedHost({
    link,
    identity,
    clock,
    onGuest: (stream) => server.takeRelayed(stream),
    onState: (state) => {
      places = state.kind === 'open' ? [state.place] : []
      if (state.kind === 'open') log.note('info', 'relay open', { ...state.place })
      if (state.kind === 'away') log.note('warning', state.sentence)
    },
  })
  return { places: () => places, close: async () => relayed.close() }
}

async function openPlaceOf({ storage, data }: HostConfig): ReturnType<typeof openPictureFolder> {
  if (storage?.kind !== 's3') return openPictureFolder(storage?.folder ?? join(data, 'pictures'))
  const { openS3Pictures } = await import('../s3/s3-pictures.ts')
  return openS3Pictures(storage.settings)
}

/** Throws StorageError when the configured certificate can't be used. */
async function identityOf(
  { certificate }: HostConfig,
  hosting: Hosting,
  addresses: readonly string[],
  nowMs: number,
): Promise<ServerIdentity> {
  if (certificate === undefined) {
    const key = await hosting.hostKey()
    const bare = addresses.map((address) => address.replaceAll(/[[\]]/g, ''))
    return {
      privateKeyPem: key.privateKeyPem,
      certificatePem: await makeCertificate(key, [...bare, '127.0.0.1'], nowMs),
    }
  }
  const { certificateFile, keyFile } = certificate
  try {
    const [certificatePem, privateKeyPem] = await Promise.all([
      readFile(certificateFile, 'utf8'),
      readFile(keyFile, 'utf8'),
    ])
    if (!new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(privateKeyPem)))
      throw new Error('the key is not the certificate’s')
    return { certificatePem, privateKeyPem }
  } catch (error) {
    throw new StorageError(
      'invalid',
      `The certificate in ${certificateFile} and ${keyFile} can't be used: ${(error as Error).message}`,
    )
  }
}

interface AdminParts {
  readonly config: HostConfig
  readonly hosting: Hosting
  readonly sessions: ManySessions
  readonly server: SessionServer
  readonly identity: ServerIdentity
  readonly names: readonly string[]
  readonly clock: SystemClock
  readonly linksOf: LinksOf
}

async function openAdmin(parts: AdminParts): Promise<AdminServer> {
  const { config, hosting, sessions, server, identity, names, clock, linksOf } = parts
  const { adminPasswordFile } = config
  const password = adminPasswordFile === undefined ? undefined : await readPassword(adminPasswordFile)
  const picturesNow = async (): Promise<readonly AdminPicture[]> => {
    const open = new Map(sessions.open.map((session) => [session.claim.id, session]))
    const all = await hosting.listPictures()
    return Promise.all(
      all.map(async ({ id, title, size }) => {
        const invites = await hosting.invitesOf(id)
        invites.linksOf = (token) => linksOf(id, token)
        const state = open.get(id)?.host.state()
        return {
          id,
          title,
          ...size,
          invites: invites.list(),
          ...(state && {
            session: {
              people: state.people,
              seq: state.seq,
              durableSeq: state.durableSeq,
              savedSeq: state.saved.kind === 'unknown' ? 0 : state.saved.seq,
              trouble: state.failure ?? state.health.sentence,
            },
          }),
        }
      }),
    )
  }
  return openAdminServer({
    address: config.adminAddress,
    port: config.adminPort,
    identity,
    names,
    password,
    clock,
    metrics: new HostMetrics(() => sessions.open),
    health: () => {
      const states = sessions.open.map(({ host }) => host.state())
      const isWell =
        !sessions.isDraining &&
        states.every(({ failure, health }) => health.writable && failure === undefined)
      return {
        isWell,
        facts: {
          draining: sessions.isDraining,
          pictures: states.length,
          people: states.reduce((sum, { people }) => sum + people, 0),
        },
      }
    },
    view: async () => ({
      pictures: await picturesNow(),
      ...server.traffic(),
      memoryBytes: process.memoryUsage.rss(),
    }),
    deeds: adminDeeds(hosting),
  })
}

async function readPassword(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new StorageError(
      'invalid',
      `The admin password in ${file} can't be read: ${(error as Error).message}`,
    )
  })
  const password = text.trim()
  if (password.length < limits.adminPasswordCharactersMin) {
    throw new StorageError(
      'invalid',
      `The admin password in ${file} has ${password.length} characters, and at least ${limits.adminPasswordCharactersMin} are wanted.`,
    )
  }
  return password
}

function drainOnce(
  sessions: ManySessions,
  opened: readonly { close(): Promise<void> }[],
  log: EventLog,
): () => Promise<void> {
  let draining: Promise<void> | undefined
  const drain = async (): Promise<void> => {
    log.note('info', 'draining', { pictures: sessions.open.length })
    await sessions.drain('The host restarts. Your window comes back by itself.')
    for (const part of [...opened].reverse())
      await part.close().catch((error: unknown) => log.note('error', String(error)))
    log.note('info', 'drained')
  }
  return () => (draining ??= drain())
}
