import type { NetworkInterfaceInfo } from 'node:os'
import { expect, it } from 'vitest'
import { networkAddresses } from './network-addresses.ts'

const at = (address: string, internal = false): NetworkInterfaceInfo =>
  ({ address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4' }) as NetworkInterfaceInfo

it('[ND11] invites name every address that others can use, the likeliest first', () => {
  const addresses = networkAddresses([
    at('127.0.0.1', true),
    at('::1', true),
    at('fe80::1'),
    at('2001:db8::7'),
    at('169.254.3.4'),
    at('203.0.113.9'),
    at('192.168.1.20'),
    at('192.168.1.20'),
  ])
  expect(addresses).toEqual(['192.168.1.20', '203.0.113.9', '169.254.3.4', '[2001:db8::7]'])
})
