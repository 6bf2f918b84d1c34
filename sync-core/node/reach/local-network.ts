// The IPv4 networks of this computer that are somebody's own: there a router may be asked to let the internet in.

import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'

export interface LocalNetwork {
  /** This computer's address in it. */
  readonly address: string
  /** Where its router usually is: its first and its last address. */
  readonly routers: readonly string[]
}

export function localNetworks(
  interfaces: readonly NetworkInterfaceInfo[] = Object.values(networkInterfaces()).flatMap(
    (list) => list ?? [],
  ),
): LocalNetwork[] {
  return interfaces
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && isPrivate(address))
    .map(({ address, netmask }) => {
      const [own, mask] = [numberOf(address), numberOf(netmask)]
      const first = ((own & mask) >>> 0) + 1
      const last = ((own | ~mask) >>> 0) - 1
      const routers = [...new Set([first, last])].filter((one) => one !== own).map(textOf)
      return { address, routers: last < first ? [] : routers }
    })
}

/** RFC 1918: nobody outside reaches such an address. */
export function isPrivate(address: string): boolean {
  return /^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(address)
}

/** Whether the whole internet can reach such an IPv4 address (RFC 6890): not one that a provider gives to many. */
export function isPublic(address: string): boolean {
  const [a = 0, b = 0] = address.split('.').map(Number)
  const isExample = /^(192\.0\.[02]|198\.51\.100|203\.0\.113|198\.1[89]\.\d+)\./.test(address)
  const isShared = a === 100 && b >= 64 && b < 128
  const isOfNobody = a === 0 || a === 127 || a >= 224 || (a === 169 && b === 254)
  return !isPrivate(address) && !isShared && !isOfNobody && !isExample
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}
