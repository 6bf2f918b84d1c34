import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isMalformed } from '../../testing/is-malformed.ts'
import { fuzzReader } from '../../testing/fuzz-decoder.ts'
import { formatRelayLink, parseRelayLink } from '../relay/relay-link.ts'
import { readControl, readErrorCode, readExternalAddress, readLocation } from './upnp-answers.ts'

const location = new URL('http://192.168.1.1:5000/root.xml')
const pieces = fc.constantFrom(
  'HTTP/1.1 200 OK\r\n',
  'LOCATION: http://192.168.1.1:5000/root.xml\r\n',
  '<service>',
  '</service>',
  '<serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>',
  '<controlURL>/control</controlURL>',
  '<controlURL>http://192.168.1.9/control</controlURL>',
  '<NewExternalIPAddress>9.8.7.6</NewExternalIPAddress>',
  '<errorCode>725</errorCode>',
  'Response>',
  '\0',
)
const answers = fc
  .array(fc.oneof(pieces, fc.string({ maxLength: 20 })), { maxLength: 30 })
  .map((all) => all.join(''))

it('[RE13] whatever a router answers, it is read soon, and leads to the router or nowhere', () => {
  const { decoded } = fuzzReader({
    read: (text) => [
      readLocation(text)?.hostname,
      readControl(text, location)?.url.hostname,
      readExternalAddress(text),
      readErrorCode(text),
    ],
    any: answers,
    isRefusal: () => false,
    check: ([, control, address, code]) => {
      expect([undefined, '192.168.1.1']).toContain(control)
      expect([undefined, '9.8.7.6']).toContain(address)
      expect([undefined, 0, 725]).toContain(code)
    },
  })
  expect(decoded).toBeGreaterThan(0)
})

it('[RE1] whatever text is a relay’s link, it leads where it says', () => {
  const link = formatRelayLink({
    place: { address: 'relay.example.org', port: 41_870 },
    pin: new Uint8Array(16).fill(7),
    word: new Uint8Array(16).fill(9),
  })
  const damaged = fc.tuple(fc.nat(link.length), fc.nat(3), fc.string({ maxLength: 3 }))
  fuzzReader({
    read: parseRelayLink,
    any: fc.oneof(
      fc.string(),
      damaged.map(([at, gone, put]) => link.slice(0, at) + put + link.slice(at + gone)),
    ),
    isRefusal: isMalformed,
    check: (found, text) => {
      expect(parseRelayLink(formatRelayLink(found))).toEqual(found)
      expect(text.toLowerCase()).toContain(found.place.address)
    },
  })
})
