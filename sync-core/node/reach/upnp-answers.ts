// What a router says of itself, read for the few words that matter. It is not parsed as XML: what is looked for has one form, and what
// does not have it is nothing.

import { isIPv4 } from 'node:net'

export interface Control {
  readonly url: URL
  /** The service's type, which names its words. */
  readonly service: string
}

/** A router has several services, each of a few lines. */
const serviceCharactersMax = 4000

/** Where an answer to a search says that the router describes itself. */
export function readLocation(answer: string): URL | undefined {
  if (!/^HTTP\/1\.[01] 200/.test(answer)) return undefined
  const [, text] = /\r?\nlocation:[ \t]*(http:\/\/[^\s]{1,200})[ \t]*\r?\n/i.exec(answer) ?? []
  return readUrl(text, undefined)
}

/** Where it is told what to do: nowhere else than where it is. */
export function readControl(description: string, location: URL): Control | undefined {
  for (const piece of description.split('</service>')) {
    const service = piece.slice(piece.lastIndexOf('<service>'))
    if (service.length > serviceCharactersMax) continue
    const [, type] =
      /<serviceType>\s*(urn:schemas-upnp-org:service:WAN(?:IP|PPP)Connection:[12])\s*</.exec(service) ?? []
    const [, path] = /<controlURL>\s*([^<\s]{1,300})\s*</.exec(service) ?? []
    const url = readUrl(path, location)
    if (type !== undefined && url?.hostname === location.hostname) return { url, service: type }
  }
  return undefined
}

/** The code of a refusal; undefined when it is none. */
export function readErrorCode(answer: string): number | undefined {
  const [, code] = /<errorCode>\s*(\d{1,5})\s*<\/errorCode>/.exec(answer) ?? []
  if (code !== undefined) return Number(code)
  return /Response[\s>/]/.test(answer) ? undefined : 0
}

/** The router's own address outside. */
export function readExternalAddress(answer: string): string | undefined {
  const [, address] = /<NewExternalIPAddress>\s*([\d.]{7,15})\s*<\/NewExternalIPAddress>/.exec(answer) ?? []
  return address !== undefined && isIPv4(address) ? address : undefined
}

function readUrl(text: string | undefined, base: URL | undefined): URL | undefined {
  if (text === undefined) return undefined
  try {
    const url = new URL(text, base)
    return url.protocol === 'http:' && url.username === '' && isIPv4(url.hostname) ? url : undefined
  } catch {
    return undefined
  }
}
