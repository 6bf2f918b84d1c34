// An invite is one link that works in three places: opened in a browser it loads the guest page from the host itself; pasted into
// Gesso, or opened with gesso:// instead of https://, it says where to connect. All that is secret stands in the fragment,
// which browsers never send.
//
//   https://192.168.1.20:41873/#AgcH…
//           the likeliest place  version, token, picture, pin, other places: one binary schema as base64url
//
// The pin says whose certificate it has to be; who has the link trusts nobody else. Without a pin the certificate is one that
// the public vouches for. What stays inside of this computer is plain: http://127.0.0.1:41873/#…

import { decodeBase64url, encodeBase64url } from '../base/base64url.ts'
import { assert } from '../base/assert.ts'
import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { decodeWhole, encodeWhole, fixed, list, optional, struct, text, u8, uint } from '../base/schema.ts'
import { makePictureId, pictureIdBytes } from '../base/picture-id.ts'

// URL exists in every runtime of Gesso, but not in the ECMAScript library types that this folder is held to.
declare class URL {
  constructor(url: string)
  readonly protocol: string
  readonly port: string
  readonly hostname: string
}

/** Where a host can be reached. */
export interface InvitePlace {
  /** Host name, IPv4 or bracketed IPv6 address, in lower case. */
  readonly address: string
  readonly port: number
}

export interface Invite {
  /** The likeliest first; at least one. */
  readonly places: readonly InvitePlace[]
  readonly pictureId: string
  /** 16 bytes as base64url: who shows them is let in. */
  readonly token: string
  /** The first `pinBytes` of the SHA-256 of the host's public key. */
  readonly pin: Uint8Array | undefined
}

const version = 2
/** Of a fingerprint: nobody makes another key with the same 128 bits. */
export const pinBytes = 16
const fragment = struct({
  version: u8,
  token: fixed(16),
  picture: fixed(16),
  pin: optional(fixed(pinBytes)),
  others: list(
    struct({ address: text(limits.inviteAddressBytesMax), port: uint(65_535) }),
    limits.invitePlacesMax - 1,
  ),
})

const shape = /^(https?|gesso):\/\/([^/?#@\s]{1,300})\/?#([A-Za-z0-9_-]{40,2000})$/

export function formatInvite({ places, pictureId, token, pin }: Invite): string {
  const [first, ...others] = places
  if (first === undefined) throw new Error('an invite leads somewhere')
  const bytes = encodeWhole(fragment, {
    version,
    token: tokenBytes(token),
    picture: pictureIdBytes(pictureId),
    pin,
    others,
  })
  return `${isThisComputer(first.address) ? 'http' : 'https'}://${first.address}:${first.port}/#${encodeBase64url(bytes)}`
}

/** Throws ProtocolError('bad-token') with a sentence that says what an invite looks like. */
export function parseInvite(typed: string): Invite {
  const link = typed.trim()
  const [, scheme, where, body] = shape.exec(link) ?? []
  if (scheme === undefined || where === undefined || body === undefined) throw noInvite(link)
  const first = readPlace(`${scheme === 'http' ? 'http' : 'https'}://${where}`)
  if (first === undefined) {
    throw refused(
      `The invite's address is “${where.slice(0, 60)}”, but an address is a name or like 192.168.1.20:41873.`,
    )
  }
  if (scheme === 'http' && !isThisComputer(first.address)) {
    throw refused(
      'This invite is not encrypted, and leads beyond this computer: ask the host for one that begins with https://.',
    )
  }
  const { token, picture, pin, others } = readFragment(body, link)
  for (const { address, port } of others) {
    if (readPlace(`https://${address}:${port}`)?.address !== address || port === 0)
      throw refused(
        `One of the invite's addresses is “${address.slice(0, 60)}”, which is none. Ask the host for a new one.`,
      )
  }
  return { places: [first, ...others], pictureId: makePictureId(picture), token: encodeBase64url(token), pin }
}

/** Where a page finds the session's socket: at the invite's first place. A browser trusts the page that it came from, and no other. */
export function socketUrl({ places: [first] }: Invite): string {
  assert(first !== undefined, 'an invite leads somewhere')
  return `${isThisComputer(first.address) ? 'ws' : 'wss'}://${first.address}:${first.port}/session`
}

/** The token's 16 bytes. */
export function tokenBytes(token: string): Uint8Array {
  const bytes = decodeBase64url(token)
  assert(bytes?.length === 16, 'a token is 16 bytes as base64url')
  return bytes
}

/** Whether the address is this computer's own: nothing that is said there leaves it. */
export function isThisComputer(address: string): boolean {
  return address === 'localhost' || /^127(\.\d{1,3}){3}$/.test(address)
}

function readFragment(body: string, link: string): ReturnType<typeof decodeFragment> {
  const bytes = decodeBase64url(body)
  if (bytes === undefined) throw noInvite(link)
  if (bytes[0] !== version) {
    throw refused(
      `This invite is of version ${bytes[0]}, and this Gesso reads version ${version}: update the older one of the two.`,
    )
  }
  try {
    return decodeFragment(bytes)
  } catch (error) {
    if (error instanceof ProtocolError) throw noInvite(link)
    throw error
  }
}

const decodeFragment = (bytes: Uint8Array) => decodeWhole(fragment, bytes)

/** What a socket could dial, as a browser writes it; undefined when it is no address. */
export function readPlace(url: string): InvitePlace | undefined {
  if (!/^https?:\/\/(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i.test(url)) return undefined
  try {
    const { hostname, port, protocol } = new URL(url)
    // 127.1 and 0x7f.0.0.1 are addresses to a browser; here an address has one form.
    if (!url.toLowerCase().startsWith(`${protocol}//${hostname}`)) return undefined
    const usual = protocol === 'https:' ? 443 : 80
    return { address: hostname, port: port === '' ? usual : Number(port) }
  } catch {
    return undefined
  }
}

function noInvite(link: string): ProtocolError {
  return refused(
    `“${link.slice(0, 60)}” is not an invite. An invite is a link like https://192.168.1.20:41873/#… that the host copies with “Copy invite”.`,
  )
}

function refused(sentence: string): ProtocolError {
  return new ProtocolError('bad-token', sentence)
}
