// Asking a router by UPnP (Internet Gateway Device 1 and 2): it is looked for by multicast, describes itself in XML, and is told in
// SOAP. Only who answers from the own network is listened to, and only at the address from which it answered.

import { createSocket } from 'node:dgram'
import { request } from 'node:http'
import { limits } from '../../base/limits.ts'
import { isPrivate } from './local-network.ts'
import type { RouterDoor } from './router-door.ts'
import {
  readControl,
  readErrorCode,
  readExternalAddress,
  readLocation,
  type Control,
} from './upnp-answers.ts'

const search = { address: '239.255.255.250', port: 1900 }
const wanted = 'urn:schemas-upnp-org:device:InternetGatewayDevice:1'
/** The router keeps doors for ever, and no other. */
const onlyForEver = 725

export interface UpnpOptions {
  /** This computer's, in the router's network. */
  readonly address: string
  /** Where routers are looked for; another place in tests only. */
  readonly lookAt?: { readonly address: string; readonly port: number }
  /** Whether a router may be there; another answer in tests only. */
  readonly mayBeRouter?: (address: string) => boolean
}

/** Lets the internet come to this port; undefined when no router answers, or it says no. */
export async function mapByUpnp(port: number, options: UpnpOptions): Promise<RouterDoor | undefined> {
  const control = await findRouter(options)
  if (control === undefined) return undefined
  const map = async (lease: number): Promise<string | undefined> =>
    say(control, 'AddPortMapping', [
      ['NewRemoteHost', ''],
      ['NewExternalPort', String(port)],
      ['NewProtocol', 'TCP'],
      ['NewInternalPort', String(port)],
      ['NewInternalClient', options.address],
      ['NewEnabled', '1'],
      ['NewPortMappingDescription', 'Gesso'],
      ['NewLeaseDuration', String(lease)],
    ])
  const tryMap = async (): Promise<boolean> => {
    const answer = await map(limits.routerLeaseSeconds)
    if (answer === undefined) return false
    const code = readErrorCode(answer)
    if (code !== onlyForEver) return code === undefined
    const again = await map(0)
    return again !== undefined && readErrorCode(again) === undefined
  }
  if (!(await tryMap())) return undefined
  const answer = await say(control, 'GetExternalIPAddress', [])
  const address = answer === undefined ? undefined : readExternalAddress(answer)
  const close = async (): Promise<void> => {
    await say(control, 'DeletePortMapping', [
      ['NewRemoteHost', ''],
      ['NewExternalPort', String(port)],
      ['NewProtocol', 'TCP'],
    ])
  }
  if (address === undefined) {
    await close()
    return undefined
  }
  return { place: { address, port }, renew: tryMap, close }
}

/** Where the first router that answers is told what to do. */
async function findRouter(options: UpnpOptions): Promise<Control | undefined> {
  const { address, lookAt = search, mayBeRouter = isPrivate } = options
  const socket = createSocket('udp4')
  const location = await new Promise<URL | undefined>((resolve) => {
    const end = (found: URL | undefined): void => {
      clearTimeout(timer)
      clearInterval(again)
      resolve(found)
    }
    const ask = (): void => {
      const lines = [
        'M-SEARCH * HTTP/1.1',
        `HOST: ${search.address}:${search.port}`,
        'MAN: "ssdp:discover"',
        'MX: 1',
        `ST: ${wanted}`,
      ]
      socket.send(`${lines.join('\r\n')}\r\n\r\n`, lookAt.port, lookAt.address)
    }
    const timer = setTimeout(() => end(undefined), limits.routerAnswersWithinMs)
    // A datagram may be lost.
    const again = setInterval(ask, limits.routerAnswersWithinMs / 3)
    socket.on('error', () => end(undefined))
    socket.on('message', (bytes, from) => {
      const found = mayBeRouter(from.address) ? readLocation(bytes.toString('latin1')) : undefined
      // A router speaks for itself: whoever answers must not send us to somebody else.
      if (found?.hostname === from.address) end(found)
    })
    socket.bind({ address, port: 0 }, ask)
  })
  socket.close()
  if (location === undefined) return undefined
  const description = await fetchText(location, { method: 'GET' })
  return description === undefined ? undefined : readControl(description, location)
}

/** What the router answers, its refusals too; undefined when it does not answer. */
function say(
  { url, service }: Control,
  action: string,
  words: readonly (readonly [name: string, value: string])[],
): Promise<string | undefined> {
  const inner = words.map(([name, value]) => `<${name}>${value}</${name}>`).join('')
  const body = `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:${action} xmlns:u="${service}">${inner}</u:${action}></s:Body></s:Envelope>`
  return fetchText(url, {
    method: 'POST',
    headers: {
      'content-type': 'text/xml; charset="utf-8"',
      'content-length': String(Buffer.byteLength(body)),
      soapaction: `"${service}#${action}"`,
    },
    body,
  })
}

/** Up to `routerAnswerBytesMax` of text within `routerAnswersWithinMs`; undefined for anything else. Goes nowhere else. */
function fetchText(
  url: URL,
  { method, headers, body }: { method: string; headers?: Record<string, string>; body?: string },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const call = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > limits.routerAnswerBytesMax) end(undefined)
        else chunks.push(chunk)
      })
      // A refusal is a 500 with words in it.
      const isAnswer = response.statusCode === 200 || response.statusCode === 500
      response.on('end', () => end(isAnswer ? Buffer.concat(chunks).toString('utf8') : undefined))
      response.on('error', () => end(undefined))
    })
    const timer = setTimeout(() => end(undefined), limits.routerAnswersWithinMs)
    const end = (text: string | undefined): void => {
      clearTimeout(timer)
      call.destroy()
      resolve(text)
    }
    call.on('error', () => end(undefined))
    call.end(body)
  })
}
