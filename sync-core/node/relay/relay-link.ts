// What a host is told of a relay: one link, which the relay prints when it starts.
//
//   gesso-relay://relay.example.org:41880/#AR3k…
//                                          version, pin, word: one binary schema as base64url

import { decodeBase64url, encodeBase64url } from '../../base/base64url.ts'
import { ProtocolError } from '../../base/errors.ts'
import { decodeWhole, encodeWhole, fixed, struct, u8 } from '../../base/schema.ts'
import { pinBytes, readPlace, type InvitePlace } from '../../protocol/invite.ts'

export interface RelayLink {
  /** Where hosts dial it; guests reach them at the same address. */
  readonly place: InvitePlace
  /** The first `pinBytes` of the fingerprint of its key. */
  readonly pin: Uint8Array
  /** 16 bytes: whoever tells them may use it. */
  readonly word: Uint8Array
}

const version = 1
const fragment = struct({ version: u8, pin: fixed(pinBytes), word: fixed(16) })
const shape = /^gesso-relay:\/\/([^/?#@\s]{1,300})\/?#([A-Za-z0-9_-]{40,60})$/

export function formatRelayLink({ place, pin, word }: RelayLink): string {
  return `gesso-relay://${place.address}:${place.port}/#${encodeBase64url(encodeWhole(fragment, { version, pin, word }))}`
}

/** Throws ProtocolError('malformed') with a sentence that says what a relay's link looks like. */
export function parseRelayLink(typed: string): RelayLink {
  const link = typed.trim()
  const [, where, body] = shape.exec(link) ?? []
  const place = where === undefined || !/:\d+$/.test(where) ? undefined : readPlace(`https://${where}`)
  const bytes = body === undefined ? undefined : decodeBase64url(body)
  if (place === undefined || bytes === undefined || place.port === 0) throw noLink(link)
  try {
    const found = decodeWhole(fragment, bytes)
    if (found.version !== version) throw noLink(link)
    return { place, pin: found.pin, word: found.word }
  } catch (error) {
    if (error instanceof ProtocolError) throw noLink(link)
    throw error
  }
}

function noLink(link: string): ProtocolError {
  return new ProtocolError('malformed', `“${link.slice(0, 40)}” is not a relay’s link (gesso-relay://…).`)
}
