// An invite is one link that works in two places: opened in a browser it loads the guest page from the host itself;
// pasted into Gesso it says where to connect. The secret stands in the fragment, which browsers never send.
//
//   http://192.168.1.20:41873/#k3v…a2.Zm9vYmFyLi4u
//          address     port    picture id (26) . token (22, base64url of 16 bytes)

import { ProtocolError } from '../base/errors.ts'

// URL exists in every runtime of Gesso, but not in the ECMAScript library types that this folder is held to.
declare class URL {
  constructor(url: string)
  readonly protocol: string
}

export interface Invite {
  /** Host name, IPv4 or bracketed IPv6 address. */
  readonly address: string
  readonly port: number
  readonly pictureId: string
  /** 16 bytes as base64url. */
  readonly token: string
}

const shape =
  /^http:\/\/([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\]):(\d{1,5})\/?#([a-z2-7]{26})\.([A-Za-z0-9_-]{22})$/

export function formatInvite(invite: Invite): string {
  return `http://${invite.address}:${invite.port}/#${invite.pictureId}.${invite.token}`
}

/** Throws ProtocolError('bad-token') with a sentence that says what an invite looks like. */
export function parseInvite(text: string): Invite {
  const [, address, port, pictureId, token] = shape.exec(text.trim()) ?? []
  if (address === undefined || pictureId === undefined || token === undefined) {
    const shown = text.trim().slice(0, 60)
    throw new ProtocolError(
      'bad-token',
      `“${shown}” is not an invite. An invite is a link like http://192.168.1.20:41873/#… that the host copies with “Copy invite”.`,
    )
  }
  const portNumber = Number(port)
  if (portNumber < 1 || portNumber > 65535) {
    throw new ProtocolError('bad-token', `The invite's port is ${portNumber}, but ports are 1 to 65535.`)
  }
  const invite = { address, port: portNumber, pictureId, token }
  if (!canBeDialed(invite)) {
    throw new ProtocolError(
      'bad-token',
      `The invite's address is “${address.slice(0, 60)}”, but an address is a name or like 192.168.1.20.`,
    )
  }
  return invite
}

/** The address of the session's socket. */
export function socketUrl(invite: Invite): string {
  return `ws://${invite.address}:${invite.port}/session`
}

/** The shape lets some addresses through (256.1.1.1, two dots) that a socket would throw at. */
function canBeDialed(invite: Invite): boolean {
  try {
    return new URL(socketUrl(invite)).protocol === 'ws:'
  } catch {
    return false
  }
}

/** The token's 16 bytes. */
export function tokenBytes(token: string): Uint8Array {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const character of token) {
    held = ((held << 6) | alphabet.indexOf(character)) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  return Uint8Array.from(bytes)
}
