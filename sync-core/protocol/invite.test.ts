import { expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { formatInvite, type Invite, isThisComputer, parseInvite, socketUrl, tokenBytes } from './invite.ts'

const invite: Invite = {
  places: [
    { address: '192.168.1.20', port: 41_873 },
    { address: '[fd00::7]', port: 41_873 },
    { address: 'anna.example', port: 443 },
  ],
  pictureId: 'aaaqeayeaudaocajbifqydiob4',
  token: 'A-_'.padEnd(22, 'w'),
  pin: Uint8Array.from({ length: 16 }, (_, i) => 255 - i),
}
const own: Invite = { ...invite, places: [{ address: '127.0.0.1', port: 41_873 }], pin: undefined }

const refusalOf = (text: string): string => {
  try {
    parseInvite(text)
  } catch (error) {
    return (error as Error).message
  }
  return 'none'
}

it('[EN11] an invite that is written and read is the same, and its text is pinned', () => {
  const link = formatInvite(invite)
  expect(link).toBe(
    'https://192.168.1.20:41873/#AgPv8MMMMMMMMMMMMMMMMMMAAQIDBAUGBwgJCgsMDQ4PAf_-_fz7-vn49_b19PPy8fACCVtmZDAwOjo3XZHHAgxhbm5hLmV4YW1wbGW7Aw',
  )
  expect(parseInvite(link)).toEqual(invite)
  expect(parseInvite(` ${link}\n`)).toEqual(invite)
  expect(socketUrl(invite)).toBe('wss://192.168.1.20:41873/session')
  expect(tokenBytes(invite.token)).toHaveLength(16)
})

it('[EN11] one that stays inside of this computer is plain, and no other is', () => {
  const link = formatInvite(own)
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:41873\/#/)
  expect(parseInvite(link)).toEqual(own)
  expect(socketUrl(own)).toBe('ws://127.0.0.1:41873/session')
  expect(refusalOf(formatInvite(invite).replace('https', 'http'))).toMatch(
    /is not encrypted, and leads beyond/,
  )
  for (const address of ['localhost', '127.0.0.1', '127.9.8.7']) expect(isThisComputer(address)).toBe(true)
  for (const address of ['128.0.0.1', '127.0.0.1.example', 'localhost.example', '[::2]', '127.0.0'])
    expect(isThisComputer(address)).toBe(false)
})

it('[EN11] gesso:// and a link that a browser has shortened are the same invite', () => {
  const [, , byName] = invite.places
  const named: Invite = { ...invite, places: [byName!] }
  const link = formatInvite(named)
  expect(parseInvite(link.replace('https', 'gesso'))).toEqual(named)
  expect(parseInvite(link.replace(':443', ''))).toEqual(named)
  expect(parseInvite(link.replace('/#', '#').replace('anna', 'ANNA'))).toEqual(named)
})

it.each([
  ['', /^“” is not an invite/],
  ['come and paint!', /^“come and paint!” is not an invite\. An invite is a link like https:\/\//],
  ['http://192.168.1.20:41873/#aaaqeayeaudaocajbifqydiob4.A-_wwwwwwwwwwwwwwwwwww', /is not an invite/],
  [formatInvite(invite).replace('#', '#A'), /is not an invite|of version/],
  [`${formatInvite(invite)}A`, /is not an invite/],
  [formatInvite(invite).replace('#A', '#B'), /of version \d+, and this Gesso reads version 2: update/],
  [
    formatInvite(invite).replace('192.168.1.20', '256.1.1.1'),
    /address is “256\.1\.1\.1:41873”, but an address is/,
  ],
  [formatInvite(invite).replace('41873', '99999'), /address is “192\.168\.1\.20:99999”/],
  [
    formatInvite({ ...invite, places: [invite.places[0]!, { address: 'a b', port: 1 }] }),
    /One of the invite's addresses is “a b”/,
  ],
  [
    formatInvite({ ...invite, places: [invite.places[0]!, { address: 'evil.example/x', port: 1 }] }),
    /which is none/,
  ],
  [
    formatInvite({ ...invite, places: [invite.places[0]!, { address: 'a.example', port: 0 }] }),
    /which is none/,
  ],
])('[EN11] %s is refused with a sentence', (text, sentence) => {
  expect(refusalOf(text)).toMatch(sentence)
})

it('[EN11] has room for all addresses that an invite may have', () => {
  const places = Array.from({ length: limits.invitePlacesMax }, (_, i) => ({
    address: `10.0.0.${i}`,
    port: 65_535,
  }))
  expect(parseInvite(formatInvite({ ...invite, places })).places).toEqual(places)
  expect(() => formatInvite({ ...invite, places: [...places, ...places] })).toThrow(/.+/)
})
