import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRelayLink } from '../relay/relay-link.ts'
import { hostUsage, readHostWords, type HostConfig } from './host-words.ts'

const noFile = (): string => {
  throw new Error('there is none')
}
const read = (
  words: readonly string[],
  environment: Record<string, string> = {},
  file?: string,
): HostConfig | string => {
  const order = readHostWords(words, environment, file === undefined ? noFile : () => file)
  if (order.kind === 'run') return order.config
  return order.kind === 'refused' ? order.sentence : order.kind
}
const readRelay = (words: readonly string[], environment: Record<string, string> = {}): unknown => {
  const order = readHostWords(words, environment, noFile)
  return order.kind === 'relay' ? order.config : order
}

const usual: HostConfig = {
  data: 'gesso-host-data',
  port: 41_870,
  addresses: [],
  adminPort: 41_871,
  adminAddress: '127.0.0.1',
  log: 'json',
}

describe('[HH2] what a headless host is told', () => {
  it('[HH7] is to be a relay, with the ports for its hosts', () => {
    const config = { data: 'gesso-host-data', port: 41_870, addresses: [], log: 'json' }
    const usualPorts = { ...config, relayPorts: { first: 41_900, last: 41_999 } }
    expect(readRelay(['--relay'])).toEqual(usualPorts)
    expect(readRelay([], { GESSO_RELAY: 'true' })).toEqual(usualPorts)
    expect(readRelay(['--relay', '--relay-ports', '5000-5003'])).toMatchObject({
      relayPorts: { first: 5000, last: 5003 },
    })
    expect(read(['--config', 'f'], {}, '{"relay": true}')).toBe('relay')
    expect(read(['--config', 'f'], {}, '{"relay": false}')).toEqual(usual)
    for (const ports of ['', '5', '9-5', '0-5', '5-70000', 'a-b'])
      expect(read(['--relay', '--relay-ports', ports])).toMatch(/ports are like 41900-41999/)
    expect(read([], { GESSO_RELAY: 'maybe' })).toBe('GESSO_RELAY is “maybe”, but it is true or false.')
  })

  it('[HH7] is a relay to come through', () => {
    const link = {
      place: { address: 'relay.example.org', port: 41_870 },
      pin: new Uint8Array(16).fill(1),
      word: new Uint8Array(16).fill(2),
    }
    expect(read(['--through', formatRelayLink(link)])).toEqual({ ...usual, through: link })
    expect(read(['--through', 'relay.example.org'])).toMatch(/--through: .*gesso-relay:/)
  })

  it('[HH2] is nothing, everything by flags, or all of it by the environment or a file', () => {
    expect(read([])).toEqual(usual)
    const said = {
      data: '/srv/gesso',
      storage: 's3://pictures/team/gesso',
      's3-endpoint': 'https://storage.example.org:9000',
      's3-region': 'eu-central-1',
      port: '443',
      addresses: 'Paint.Example.org, 192.168.1.20,fd00::7',
      'certificate-file': '/etc/cert.pem',
      'key-file': '/etc/key.pem',
      'admin-port': '0',
      'admin-address': '::',
      'admin-password-file': '/etc/word',
      log: 'text',
    }
    const config: HostConfig = {
      data: '/srv/gesso',
      storage: {
        kind: 's3',
        settings: {
          bucket: 'pictures',
          region: 'eu-central-1',
          endpoint: 'https://storage.example.org:9000',
          prefix: 'team/gesso',
        },
      },
      port: 443,
      addresses: ['paint.example.org', '192.168.1.20', '[fd00::7]'],
      certificate: { certificateFile: '/etc/cert.pem', keyFile: '/etc/key.pem' },
      adminPort: 0,
      adminAddress: '::',
      adminPasswordFile: '/etc/word',
      log: 'text',
    }
    expect(read(Object.entries(said).flatMap(([name, value]) => [`--${name}`, value]))).toEqual(config)
    const variables = Object.fromEntries(
      Object.entries(said).map(([name, value]) => [
        `GESSO_${name.toUpperCase().replaceAll('-', '_')}`,
        value,
      ]),
    )
    expect(read([], variables)).toEqual(config)
    expect(read(['--config', 'x.json'], {}, JSON.stringify(said))).toEqual(config)
    expect(read([], { GESSO_CONFIG: 'x.json' }, JSON.stringify({ ...said, port: 443 }))).toEqual(config)
  })

  it('[HH2] a flag goes before the environment, and that before the file', () => {
    const file = '{"port":1,"admin-port":2,"data":"file"}'
    const environment = { GESSO_PORT: '3', GESSO_ADMIN_PORT: '4', GESSO_CONFIG: 'x' }
    expect(read(['--port', '5'], environment, file)).toMatchObject({ port: 5, adminPort: 4, data: 'file' })
  })

  it.each([
    [['--port', '70000'], /^--port is “70000”, but a port is 0 to 65535/],
    [['--port', '4e4'], /^--port is “4e4”/],
    [['--prot', '1'], /--prot.*--help shows/],
    [['--storage', 'ftp://x'], /^--storage is “ftp:\/\/x”, but it is a folder or like s3:/],
    [['--storage', 's3://A'], /^--storage: A bucket's name has/],
    [['--addresses', 'a,b c'], /^--addresses has “b c”, but an address/],
    [['--key-file', 'x'], /say both/],
    [['--admin-address', 'localhost'], /^--admin-address is “localhost”, but it is like 127/],
    [['--log', 'xml'], /^--log is “xml”, but a log is json or text/],
    [['--config', 'gone'], /^gone can't be read as JSON: there is none/],
  ] as const)('[HH2] %j is refused', (words, sentence) => {
    expect(read(words)).toMatch(sentence)
  })

  it('[HH2] wrong values of the environment and the file are named with their place', () => {
    expect(read([], { GESSO_PORT: 'x' })).toMatch(/^GESSO_PORT is “x”/)
    expect(read(['--config', 'f'], {}, '{"port":"x"}')).toMatch(/^“port” in f is “x”/)
    expect(read(['--config', 'f'], {}, '{"port":[1]}')).toMatch(/^“port” in f is neither/)
    expect(read(['--config', 'f'], {}, '{"prot":1}')).toMatch(/^f has “prot”, which is no setting/)
    expect(read(['--config', 'f'], {}, '[]')).toMatch(/^f is no list of settings/)
  })

  it('[HH2] --help names every setting', () => {
    expect(read(['--help'])).toBe('help')
    for (const name of ['--port', '--storage', '--admin-password-file', '--config'])
      expect(hostUsage).toContain(name)
  })

  it('[HH2] any words are an order or refused in a sentence', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string(), fc.constantFrom('--port', '--storage', '--addresses', '--log', '--data')),
        ),
        fc.oneof(fc.string(), fc.json()),
        (words, file) => {
          const order = readHostWords(['--config', 'f', ...words], {}, () => file)
          expect(['run', 'help', 'refused']).toContain(order.kind)
        },
      ),
    )
  })
})
