import type { NetworkInterfaceInfo } from 'node:os'
import { expect, it } from 'vitest'
import { isPublic, localNetworks } from './local-network.ts'

const at = (address: string, netmask: string, change: Partial<NetworkInterfaceInfo> = {}) =>
  ({
    family: 'IPv4',
    address,
    netmask,
    mac: '',
    internal: false,
    cidr: null,
    ...change,
  }) as NetworkInterfaceInfo

it('[RE12] routers are looked for in private networks, at their first and last address', () => {
  const found = localNetworks([
    at('192.168.1.20', '255.255.255.0'),
    at('10.3.0.1', '255.255.252.0'),
    at('203.0.113.5', '255.255.255.0'),
    at('127.0.0.1', '255.0.0.0', { internal: true }),
    at('10.9.9.9', '255.255.255.255'),
  ])
  expect(found).toEqual([
    { address: '192.168.1.20', routers: ['192.168.1.1', '192.168.1.254'] },
    { address: '10.3.0.1', routers: ['10.3.3.254'] },
    { address: '10.9.9.9', routers: [] },
  ])
})

it('[RE10] an address that many share, or nobody has, is none of the internet', () => {
  for (const address of ['9.8.7.6', '100.63.1.1', '100.128.0.1', '192.0.3.1'])
    expect([address, isPublic(address)]).toEqual([address, true])
  for (const address of [
    '100.64.0.1',
    '203.0.113.7',
    '192.0.2.2',
    '198.19.1.1',
    '10.0.0.1',
    '192.168.7.1',
    '172.20.0.1',
    '127.0.0.1',
    '169.254.1.1',
    '0.0.0.0',
    '239.1.1.1',
    '255.255.255.255',
  ])
    expect([address, isPublic(address)]).toEqual([address, false])
})
