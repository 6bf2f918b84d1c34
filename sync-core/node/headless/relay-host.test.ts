import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseRelayLink } from '../relay/relay-link.ts'
import { eventLog } from './event-log.ts'
import type { RelayConfig } from './host-words.ts'
import { openRelayHost, type RelayHost } from './relay-host.ts'

let folder: string
let lines: string[]
let relay: RelayHost | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-relay-'))
  lines = []
  relay = undefined
})
afterEach(async () => {
  await relay?.drain()
  await rm(folder, { recursive: true })
})

async function open(change: Partial<RelayConfig> = {}): Promise<RelayHost> {
  const config: RelayConfig = {
    data: join(folder, 'data'),
    port: 0,
    addresses: ['relay.example.org', '[fd00::7]'],
    relayPorts: { first: 41_900, last: 41_901 },
    log: 'json',
    ...change,
  }
  relay = await openRelayHost(
    config,
    eventLog('json', { nowMs: () => 0 }, (line) => void lines.push(line)),
  )
  return relay
}

it('[HH7] a relay writes its link for its owner only, the same at the next start but for the port', async () => {
  const { links, port } = await open()
  const file = join(folder, 'data', 'relay-link.txt')
  expect(await readFile(file, 'utf8')).toBe(links.map((link) => `${link}\n`).join(''))
  expect((await stat(file)).mode & 0o077).toBe(0)
  const first = parseRelayLink(links[0]!)
  expect(first.place).toEqual({ address: 'relay.example.org', port })
  expect(lines.join('')).not.toContain(links[0]!.split('#')[1])
  await relay?.drain()
  const again = parseRelayLink((await open()).links[0]!)
  expect([again.pin, again.word]).toEqual([first.pin, first.word])
})

it('[HH6][HH7] a port that is in use is told, and the place is free again', async () => {
  const { port } = await open()
  const first = relay
  await expect(open({ port })).rejects.toThrow(`Port ${port} is in use`)
  await first?.drain()
  expect((await open({ port })).port).toBe(port)
})
