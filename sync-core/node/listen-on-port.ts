import type { AddressInfo, Server } from 'node:net'
import { StorageError } from '../base/errors.ts'

/** Who can reach a session: programs on this computer only, or everyone on the networks it is connected to. */
export type Reach = 'computer' | 'network'

/** Opens the preferred port or else a free one, and returns it. Throws StorageError with a sentence when neither can be opened. */
export async function listenOnPort(
  server: Server,
  reach: Reach,
  preferredPort: number | undefined,
): Promise<number> {
  if (preferredPort !== undefined && (await listenAt(server, reach, preferredPort)) === undefined)
    return preferredPort
  const failure = await listenAt(server, reach, 0)
  if (failure !== undefined) {
    const where = reach === 'computer' ? 'on this computer' : 'for the network'
    throw new StorageError(
      'unavailable',
      `No port could be opened ${where} (${failure.message}). Try again.`,
      true,
    )
  }
  return (server.address() as AddressInfo).port
}

/** `::` takes IPv4 too; where IPv6 is switched off, `0.0.0.0` remains. */
const addresses: Readonly<Record<Reach, readonly string[]>> = {
  computer: ['127.0.0.1'],
  network: ['::', '0.0.0.0'],
}

/** Opens exactly this port. Gives the reason when it can't. */
export async function listenAt(server: Server, reach: Reach, port: number): Promise<Error | undefined> {
  let failure: Error | undefined
  for (const host of addresses[reach]) {
    failure = await listenOnce(server, host, port)
    if (failure === undefined) return undefined
  }
  return failure
}

function listenOnce(server: Server, host: string, port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const onError = (error: Error): void => {
      server.off('listening', onListening)
      resolve(error)
    }
    const onListening = (): void => {
      server.off('error', onError)
      resolve(undefined)
    }
    server.once('error', onError)
    server.once('listening', onListening)
    server.listen({ host, port })
  })
}
