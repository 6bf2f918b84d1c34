import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatRelayLink, parseRelayLink } from './relay-link.ts'

const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 })

it('[RE1] a link says place, pin and word, and reads back as it was written', () => {
  const address = fc.constantFrom('relay.example.org', '203.0.113.7', '[2001:db8::7]')
  fc.assert(
    fc.property(address, fc.integer({ min: 1, max: 65_535 }), bytes16, bytes16, (name, port, pin, word) => {
      const link = { place: { address: name, port }, pin, word }
      expect(parseRelayLink(` ${formatRelayLink(link)}\n`)).toEqual(link)
    }),
  )
})

it('[RE1] anything else is refused with what a link looks like', () => {
  const good = formatRelayLink({
    place: { address: 'relay.example.org', port: 41_880 },
    pin: new Uint8Array(16),
    word: new Uint8Array(16),
  })
  const bad = [
    '',
    'relay.example.org',
    good.replace('gesso-relay', 'https'),
    good.replace(':41880', ''),
    good.replace(':41880', ':0'),
    good.replace(':41880', ':70000'),
    good.replace('relay.example.org', '0x7f.1'),
    good.slice(0, -1),
    `${good}A`,
    good.replace('#A', '#B'),
    good.replace('/#', '/x#'),
  ]
  for (const text of bad) expect(() => parseRelayLink(text)).toThrow(/gesso-relay:\/\//)
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseRelayLink(text)).toThrow(/is not a relay’s link/)
    }),
  )
})
