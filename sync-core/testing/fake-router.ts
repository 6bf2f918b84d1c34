// A router of a home as far as a host asks it: NAT-PMP, UPnP, or neither. What it answers can be anything.

import { createSocket, type Socket as Datagrams } from 'node:dgram'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Outside port to inside port. */
type Doors = Map<number, number>

export class FakePmpRouter {
  readonly doors: Doors = new Map()
  outside = [9, 8, 7, 6]
  /** 0 is well done. */
  result = 0
  /** What it sends in place of its answer. */
  say: ((request: Buffer) => Buffer | undefined) | undefined
  private readonly socket: Datagrams = createSocket('udp4')

  static async start(): Promise<FakePmpRouter> {
    const router = new FakePmpRouter()
    router.socket.on('message', (request, from) => {
      const answer = router.say === undefined ? router.answer(request) : router.say(request)
      if (answer !== undefined) router.socket.send(answer, from.port, from.address)
    })
    await new Promise<void>((resolve) => router.socket.bind(0, '127.0.0.1', resolve))
    return router
  }

  get port(): number {
    return this.socket.address().port
  }

  close(): void {
    this.socket.close()
  }

  answer(request: Buffer): Buffer {
    const isMapping = request[1] === 2
    const answer = Buffer.alloc(isMapping ? 16 : 12)
    answer[1] = request[1]! + 128
    answer.writeUInt16BE(this.result, 2)
    if (!isMapping) {
      answer.set(this.outside, 8)
      return answer
    }
    const [inside, wished, life] = [request.readUInt16BE(4), request.readUInt16BE(6), request.readUInt32BE(8)]
    if (life === 0) for (const [outside, to] of this.doors) if (to === inside) this.doors.delete(outside)
    // The wished port is somebody else's.
    const outside = life === 0 ? 0 : wished + 1
    if (life > 0 && this.result === 0) this.doors.set(outside, inside)
    answer.writeUInt16BE(inside, 8)
    answer.writeUInt16BE(outside, 10)
    answer.writeUInt32BE(life, 12)
    return answer
  }
}

export class FakeUpnpRouter {
  readonly doors: Doors = new Map()
  /** Of each lease that was asked for, in seconds. */
  readonly leases: number[] = []
  outside = '9.8.7.6'
  /** Refuses doors that end. */
  isForEver = false
  /** Where it says that it is. */
  location: string | undefined
  control = '/control'
  /** What it answers to whoever asks for a page of it. */
  page: ((path: string) => string | undefined) | undefined
  private readonly search: Datagrams = createSocket('udp4')
  private readonly http: Server

  private constructor() {
    this.http = createServer((request, response) => {
      let body = ''
      request.on('data', (bytes) => (body += String(bytes)))
      request.on('end', () => {
        const text = this.page?.(request.url ?? '') ?? this.answer(request.url ?? '', body)
        response.writeHead(text.includes('<errorCode>') ? 500 : 200).end(text)
      })
    })
  }

  static async start(): Promise<FakeUpnpRouter> {
    const router = new FakeUpnpRouter()
    router.search.on('message', (request, from) => {
      if (!String(request).includes('InternetGatewayDevice:1')) return
      const location = router.location ?? `http://127.0.0.1:${router.httpPort}/root.xml`
      router.search.send(
        `HTTP/1.1 200 OK\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nLOCATION: ${location}\r\n\r\n`,
        from.port,
        from.address,
      )
    })
    await Promise.all([
      new Promise<void>((resolve) => router.search.bind(0, '127.0.0.1', resolve)),
      new Promise<void>((resolve) => router.http.listen(0, '127.0.0.1', resolve)),
    ])
    return router
  }

  get lookAt(): { readonly address: string; readonly port: number } {
    return { address: '127.0.0.1', port: this.search.address().port }
  }

  close(): void {
    this.search.close()
    this.http.close()
    this.http.closeAllConnections()
  }

  private get httpPort(): number {
    return (this.http.address() as AddressInfo).port
  }

  private answer(path: string, body: string): string {
    if (path === '/root.xml') {
      const service = (type: string, control: string): string =>
        `<service>\n<serviceType>urn:schemas-upnp-org:service:${type}</serviceType><controlURL>${control}</controlURL></service>`
      return `<root>${service('Layer3Forwarding:1', '/no')}${service('WANIPConnection:1', this.control)}</root>`
    }
    const numberOf = (name: string): number => Number(new RegExp(`<${name}>(\\d+)<`).exec(body)?.[1])
    if (body.includes('GetExternalIPAddress'))
      return `<u:GetExternalIPAddressResponse><NewExternalIPAddress>${this.outside}</NewExternalIPAddress></u:GetExternalIPAddressResponse>`
    if (body.includes('DeletePortMapping')) {
      this.doors.delete(numberOf('NewExternalPort'))
      return '<u:DeletePortMappingResponse/>'
    }
    this.leases.push(numberOf('NewLeaseDuration'))
    if (this.isForEver && numberOf('NewLeaseDuration') > 0)
      return '<s:Fault><errorCode>725</errorCode></s:Fault>'
    this.doors.set(numberOf('NewExternalPort'), numberOf('NewInternalPort'))
    return '<u:AddPortMappingResponse/>'
  }
}
