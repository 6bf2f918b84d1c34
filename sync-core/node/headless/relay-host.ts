// `gesso-host --relay`: a server by which hosts are reached whom nobody could reach. It keeps its key and who has which port, and sees
// no picture.

import { hkdfSync } from 'node:crypto'
import { join } from 'node:path'
import { limits } from '../../base/limits.ts'
import { pinBytes } from '../../protocol/invite.ts'
import { writeKeptFile } from '../kept-file.ts'
import { networkAddresses } from '../network-addresses.ts'
import { formatRelayLink } from '../relay/relay-link.ts'
import { RelayPorts } from '../relay/relay-ports.ts'
import { openRelay } from '../relay/relay-server.ts'
import { SystemClock } from '../system-clock.ts'
import { hostKeyFile } from '../tls/host-key-file.ts'
import { openHostKey } from '../tls/host-key.ts'
import { makeCertificate } from '../tls/make-certificate.ts'
import type { EventLog } from './event-log.ts'
import type { RelayConfig } from './host-words.ts'

export interface RelayHost {
  readonly port: number
  /** What hosts are told, the likeliest first. */
  readonly links: readonly string[]
  /** Its hosts dial again until there is a relay. Never rejects. */
  drain(): Promise<void>
}

/** Rejects with StorageError; then everything that was taken was given back. */
export async function openRelayHost(
  { data, port, addresses: named, relayPorts }: RelayConfig,
  log: EventLog,
): Promise<RelayHost> {
  const warn = (sentence: string): void => log.note('warning', sentence)
  const key = await openHostKey(hostKeyFile(join(data, 'relay-key.pem'), warn))
  const addresses = named.length > 0 ? named : networkAddresses()
  const bare = addresses.map((address) => address.replaceAll(/[[\]]/g, ''))
  // Whoever has the key has the word: nothing more to keep.
  const word = new Uint8Array(hkdfSync('sha256', key.privateKeyPem, '', 'gesso relay word', 16))
  const relay = await openRelay({
    identity: {
      privateKeyPem: key.privateKeyPem,
      certificatePem: await makeCertificate(key, [...bare, '127.0.0.1'], Date.now()),
    },
    word,
    port,
    ports: await RelayPorts.open(join(data, 'relay-ports.json'), relayPorts, warn),
    onHost: (event, host, hostPort) => log.note('info', event, { host: host.slice(0, 16), port: hostPort }),
    onNote: warn,
  })
  const pin = key.fingerprint.subarray(0, pinBytes)
  const links = addresses.map((address) =>
    formatRelayLink({ place: { address, port: relay.port }, pin, word }),
  )
  const linkFile = join(data, 'relay-link.txt')
  try {
    await writeKeptFile(linkFile, links.map((link) => `${link}\n`).join(''))
  } catch (error) {
    await relay.close()
    throw error
  }
  log.note('info', 'relay ready', { port: relay.port, linkFile })
  const stopCounting = countNowAndThen(() => log.note('info', 'relay carries', relay.count()))
  let draining: Promise<void> | undefined
  return {
    port: relay.port,
    links,
    drain: () =>
      (draining ??= (async () => {
        stopCounting()
        await relay.close()
        log.note('info', 'relay ended')
      })()),
  }
}

function countNowAndThen(count: () => void): () => void {
  const clock = new SystemClock()
  let timer = clock.after(limits.relayCountedMs, next)
  function next(): void {
    count()
    timer = clock.after(limits.relayCountedMs, next)
  }
  return () => clock.cancel(timer)
}
