// Asking a router by NAT-PMP (RFC 6886), as Apple's and many others understand it: 12 bytes there, 16 back.

import { createSocket } from 'node:dgram'
import { limits } from '../../base/limits.ts'
import type { RouterDoor } from './router-door.ts'

const version = 0
const operations = { address: 0, mapTcp: 2 } as const
const answerBit = 128
/** Asked again after so long, twice as long each time. */
const firstWaitMs = 250

export interface NatPmpOptions {
  readonly router: string
  /** 5351; another one in tests only. */
  readonly routerPort?: number
}

/** Lets the internet come to this port; undefined when the router does not answer, or says no. */
export async function mapByNatPmp(
  port: number,
  { router, routerPort = 5351 }: NatPmpOptions,
): Promise<RouterDoor | undefined> {
  const ask = (request: Buffer, bytes: number): Promise<Buffer | undefined> =>
    askRouter(router, routerPort, request, bytes)
  const found = await ask(Buffer.from([version, operations.address]), 12)
  if (found === undefined) return undefined
  const address = [...found.subarray(8, 12)].join('.')
  const map = async (lifeSeconds: number, wished: number): Promise<Buffer | undefined> => {
    const request = Buffer.alloc(12)
    request[1] = operations.mapTcp
    request.writeUInt16BE(port, 4)
    request.writeUInt16BE(wished, 6)
    request.writeUInt32BE(lifeSeconds, 8)
    const answer = await ask(request, 16)
    return answer?.readUInt16BE(8) === port ? answer : undefined
  }
  const mapped = await map(limits.routerLeaseSeconds, port)
  const outside = mapped?.readUInt16BE(10)
  if (outside === undefined || outside === 0) return undefined
  return {
    place: { address, port: outside },
    renew: async () => (await map(limits.routerLeaseSeconds, outside))?.readUInt16BE(10) === outside,
    close: async () => void (await map(0, 0)),
  }
}

/** The answer of so many bytes that says well done, or undefined. */
function askRouter(
  router: string,
  routerPort: number,
  request: Buffer,
  bytes: number,
): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    let timer: NodeJS.Timeout | undefined
    const end = (answer: Buffer | undefined): void => {
      clearTimeout(timer)
      socket.removeAllListeners('message')
      socket.close()
      resolve(answer)
    }
    socket.on('error', () => end(undefined))
    // Connected: what others send is not taken.
    socket.connect(routerPort, router, () => {
      const send = (waitMs: number): void => {
        if (waitMs > limits.routerAnswersWithinMs) return end(undefined)
        socket.send(request)
        timer = setTimeout(() => send(2 * waitMs), waitMs)
      }
      send(firstWaitMs)
    })
    socket.on('message', (answer) => {
      const isOurs = answer[0] === version && answer[1] === request[1]! + answerBit
      if (!isOurs || answer.length < 4) return
      end(answer.length >= bytes && answer.readUInt16BE(2) === 0 ? answer : undefined)
    })
  })
}
