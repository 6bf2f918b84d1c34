import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'

/**
 * The addresses at which others reach this computer, as an invite writes them, the likeliest first: private IPv4 before
 * other IPv4 before IPv6. Link-local IPv6 is left out, because it needs a zone that no link can carry.
 */
export function networkAddresses(interfaces: readonly NetworkInterfaceInfo[] = allInterfaces()): string[] {
  const outside = interfaces.filter((one) => !one.internal && !/^fe[89ab]/i.test(one.address))
  const ranked = outside.map((one) => ({
    rank: rankOf(one),
    text: one.family === 'IPv6' ? `[${one.address}]` : one.address,
  }))
  return [...new Set(ranked.sort((a, b) => a.rank - b.rank).map((one) => one.text))]
}

function rankOf({ family, address }: NetworkInterfaceInfo): number {
  if (family === 'IPv6') return 3
  if (address.startsWith('169.254.')) return 2
  return /^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(address) ? 0 : 1
}

function allInterfaces(): NetworkInterfaceInfo[] {
  return Object.values(networkInterfaces()).flatMap((list) => list ?? [])
}
