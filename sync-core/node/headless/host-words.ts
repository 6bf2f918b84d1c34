// What a headless host is told: by flags, by the environment, by a file, in this order of weight. A value that can't be is named with
// where it stands and what would be right; nothing starts then.

import { parseArgs } from 'node:util'
import { isIP } from 'node:net'
import { isRecord } from '../../base/is-record.ts'
import { parseRelayLink, type RelayLink } from '../relay/relay-link.ts'
import type { PortRange } from '../relay/relay-ports.ts'
import { checkS3Settings, type S3Settings } from '../s3/s3-settings.ts'

export type HostStorage =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 's3'; readonly settings: S3Settings }

export interface HostConfig {
  /** Key, invites, rules, journals and schedulers of this computer. */
  readonly data: string
  /** Where pictures are; without it a folder of the data. */
  readonly storage?: HostStorage
  readonly port: number
  /** Names and addresses by which guests reach it, the likeliest first; without them those of the network. */
  readonly addresses: readonly string[]
  /** PEM files of a certificate that browsers know; without it the host's own. */
  readonly certificate?: { readonly certificateFile: string; readonly keyFile: string }
  /** Health, metrics and the admin page: on this computer only unless told otherwise. */
  readonly adminPort: number
  readonly adminAddress: string
  /** Without it the admin page shows nothing to anybody. */
  readonly adminPasswordFile?: string
  /** A relay by which guests reach it, too. */
  readonly through?: RelayLink
  readonly log: 'json' | 'text'
}

/** What a relay is told. */
export interface RelayConfig extends Pick<HostConfig, 'data' | 'port' | 'addresses' | 'log'> {
  /** One for each host. */
  readonly relayPorts: PortRange
}

export type HostOrder =
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'run'; readonly config: HostConfig }
  | { readonly kind: 'relay'; readonly config: RelayConfig }

interface Setting {
  readonly of: string
  readonly says: string
  readonly usual?: string
}

/** Every setting: as a flag `--admin-port`, in the environment `GESSO_ADMIN_PORT`, in the file `"admin-port"`. */
const settings = {
  data: { of: 'DIR', says: 'key, invites and journals of this computer', usual: 'gesso-host-data' },
  storage: { of: 'PLACE', says: 'a folder, or s3://bucket/folder; without it pictures are in DIR/pictures' },
  's3-endpoint': { of: 'URL', says: 'of a store that is not Amazon’s' },
  's3-region': { of: 'REGION', says: 'of the bucket', usual: 'us-east-1' },
  port: { of: 'PORT', says: 'for guests', usual: '41870' },
  addresses: {
    of: 'NAMES',
    says: 'by which guests reach it, separated by commas; without it those of its networks',
  },
  'certificate-file': { of: 'FILE', says: 'a certificate that browsers know, with its chain (PEM)' },
  'key-file': { of: 'FILE', says: 'its private key (PEM)' },
  'admin-port': { of: 'PORT', says: '/health, /metrics and the admin page', usual: '41871' },
  'admin-address': { of: 'ADDRESS', says: 'on which it listens', usual: '127.0.0.1' },
  'admin-password-file': { of: 'FILE', says: 'what opens the admin page' },
  log: { of: 'json|text', says: 'one line an event', usual: 'json' },
  through: { of: 'LINK', says: 'of a relay, for guests who can’t reach this computer' },
  relay: { of: '', says: 'be a relay for other hosts, and nothing else; its link is written into DIR' },
  'relay-ports': { of: 'FIRST-LAST', says: 'of the relay, one for each host', usual: '41900-41999' },
} as const satisfies Record<string, Setting>
type Name = keyof typeof settings
const names = Object.keys(settings) as Name[]

export const hostUsage = [
  'gesso-host [--config FILE] [--SETTING VALUE]…   Each also as GESSO_SETTING in the environment, or "setting" in the file (JSON).',
  ...names.map((name) => {
    const { of, says, usual }: Setting = settings[name]
    return `  ${`--${name} ${of}`.padEnd(32)} ${says}${usual === undefined ? '' : ` (${usual})`}`
  }),
  '  Keys of a bucket: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or what the machine has.',
].join('\n')

/** Where a value stands, for sentences. */
interface Said {
  readonly value: string
  readonly where: string
}

class Wrong extends Error {}

/** `readFile` gives a file's text, or throws an Error that says why not. */
export function readHostWords(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (file: string) => string,
): HostOrder {
  try {
    const flags = readFlags(words)
    if (flags.has('help')) return { kind: 'help' }
    const fileName = flags.get('config')?.value ?? environment['GESSO_CONFIG']
    const file = fileName === undefined ? new Map<string, Said>() : readConfigFile(fileName, readFile)
    const said = (name: Name): Said | undefined => {
      const variable = `GESSO_${name.toUpperCase().replaceAll('-', '_')}`
      const value = environment[variable]
      return flags.get(name) ?? (value ? { value, where: variable } : undefined) ?? file.get(name)
    }
    return isYes(said('relay'))
      ? { kind: 'relay', config: readRelayConfig(said) }
      : { kind: 'run', config: readConfig(said) }
  } catch (error) {
    if (error instanceof Wrong) return { kind: 'refused', sentence: error.message }
    throw error
  }
}

type Says = (name: Name) => Said | undefined

/** What was said, or what is usual. */
function sayOf(said: Says, name: Name): Said {
  const { usual }: Setting = settings[name]
  return said(name) ?? { value: usual ?? '', where: `the usual --${name}` }
}

function readRelayConfig(said: Says): RelayConfig {
  const usual = (name: Name): Said => sayOf(said, name)
  return {
    data: usual('data').value,
    port: readPort(usual('port')),
    addresses: readAddresses(said('addresses')),
    relayPorts: readRange(usual('relay-ports')),
    log: readLog(usual('log')),
  }
}

function readConfig(said: Says): HostConfig {
  const usual = (name: Name): Said => sayOf(said, name)
  const storage = said('storage')
  const [certificateFile, keyFile] = [said('certificate-file'), said('key-file')]
  if ((certificateFile === undefined) !== (keyFile === undefined))
    throw new Wrong('A certificate needs its key: say both --certificate-file and --key-file.')
  const adminPasswordFile = said('admin-password-file')
  const through = said('through')
  return {
    data: usual('data').value,
    ...(storage && { storage: readStorage(storage, said('s3-endpoint'), usual('s3-region')) }),
    port: readPort(usual('port')),
    addresses: readAddresses(said('addresses')),
    ...(certificateFile &&
      keyFile && { certificate: { certificateFile: certificateFile.value, keyFile: keyFile.value } }),
    adminPort: readPort(usual('admin-port')),
    adminAddress: readAdminAddress(usual('admin-address')),
    ...(adminPasswordFile && { adminPasswordFile: adminPasswordFile.value }),
    ...(through && { through: readThrough(through) }),
    log: readLog(usual('log')),
  }
}

function readFlags(words: readonly string[]): Map<string, Said> {
  const options = Object.fromEntries([...names, 'config'].map((name) => [name, { type: 'string' }] as const))
  const flag = { type: 'boolean' } as const
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { ...options, relay: flag, help: flag },
      strict: true,
    })
    return new Map(
      Object.entries(values).map(([name, value]) => [name, { value: String(value), where: `--${name}` }]),
    )
  } catch (error) {
    throw new Wrong(`${(error as Error).message.split('. ')[0]}. --help shows what there is.`)
  }
}

function readConfigFile(file: string, readFile: (file: string) => string): Map<string, Said> {
  let value: unknown
  try {
    value = JSON.parse(readFile(file))
  } catch (error) {
    throw new Wrong(`${file} can't be read as JSON: ${(error as Error).message}`)
  }
  if (!isRecord(value)) throw new Wrong(`${file} is no list of settings like { "port": 41870 }.`)
  return new Map(
    Object.entries(value).map(([name, entry]) => {
      const isText = ['string', 'number', 'boolean'].includes(typeof entry)
      if (!names.includes(name as Name))
        throw new Wrong(`${file} has “${name.slice(0, 40)}”, which is no setting.`)
      if (!isText) throw new Wrong(`“${name}” in ${file} is neither a text nor a number nor true or false.`)
      return [name, { value: String(entry), where: `“${name}” in ${file}` }]
    }),
  )
}

function readStorage({ value, where }: Said, endpoint: Said | undefined, region: Said): HostStorage {
  if (!/^[a-z0-9]+:\/\//i.test(value)) return { kind: 'folder', folder: value }
  const [, bucket, prefix] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(value) ?? []
  if (bucket === undefined)
    throw new Wrong(`${where} is “${value.slice(0, 80)}”, but it is a folder or like s3://bucket/folder.`)
  const wanted: S3Settings = {
    bucket,
    region: region.value,
    ...(endpoint && { endpoint: endpoint.value }),
    ...(prefix && { prefix }),
  }
  try {
    checkS3Settings(wanted)
  } catch (error) {
    throw new Wrong(`${where}: ${(error as Error).message}`)
  }
  return { kind: 's3', settings: wanted }
}

function isYes(said: Said | undefined): boolean {
  if (said === undefined || said.value === 'false') return false
  if (said.value === 'true') return true
  throw new Wrong(`${said.where} is “${said.value.slice(0, 40)}”, but it is true or false.`)
}

function readThrough({ value, where }: Said): RelayLink {
  try {
    return parseRelayLink(value)
  } catch (error) {
    throw new Wrong(`${where}: ${(error as Error).message}`)
  }
}

function readRange({ value, where }: Said): PortRange {
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(value)?.map(Number) ?? []
  if (first === undefined || last === undefined || first < 1 || first > last || last > 65_535)
    throw new Wrong(`${where} is “${value.slice(0, 40)}”, but ports are like 41900-41999.`)
  return { first, last }
}

function readPort({ value, where }: Said): number {
  const port = Number(value)
  if (!/^\d{1,5}$/.test(value) || port > 65_535)
    throw new Wrong(`${where} is “${value.slice(0, 40)}”, but a port is 0 to 65535 (0: any that is free).`)
  return port
}

function readAddresses(said: Said | undefined): readonly string[] {
  if (said === undefined) return []
  return said.value.split(',').map((part) => {
    const address = part.trim().toLowerCase()
    if (isIP(address) === 6) return `[${address}]`
    if (isIP(address) === 4 || /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(address)) return address
    throw new Wrong(
      `${said.where} has “${part.slice(0, 60)}”, but an address is a name or like 192.168.1.20.`,
    )
  })
}

function readAdminAddress({ value, where }: Said): string {
  if (isIP(value) === 0) throw new Wrong(`${where} is “${value.slice(0, 60)}”, but it is like 127.0.0.1.`)
  return value
}

function readLog({ value, where }: Said): 'json' | 'text' {
  if (value === 'json' || value === 'text') return value
  throw new Wrong(`${where} is “${value.slice(0, 40)}”, but a log is json or text.`)
}
