// Which host has which port of a relay. An invite by a relay is good as long as its host keeps its port, so the table outlives
// the relay's starts.

import { isRecord } from '../../base/is-record.ts'
import { parseJson, readKeptFile, writeKeptFile } from '../kept-file.ts'

export interface PortRange {
  readonly first: number
  readonly last: number
}

export class RelayPorts {
  private readonly file: string
  private readonly range: PortRange
  /** Fingerprint as hex to port, the one that came last at the end. */
  private readonly ports: Map<string, number>
  private writing: Promise<void> = Promise.resolve()

  private constructor(file: string, range: PortRange, ports: Map<string, number>) {
    this.file = file
    this.range = range
    this.ports = ports
  }

  /** A file that can't be understood is set aside: hosts then get other ports. */
  static async open(
    file: string,
    range: PortRange,
    onSetAside: (sentence: string) => void,
  ): Promise<RelayPorts> {
    const kept = (await readKeptFile(file, (bytes) => readTable(parseJson(bytes)), onSetAside)) ?? []
    return new RelayPorts(file, range, new Map(kept.filter(([, port]) => isIn(range, port))))
  }

  /** The port of a host that comes, or undefined when all are those of hosts that `isHere`. Resolves when it is kept. */
  async portOf(host: string, isHere: (host: string) => boolean): Promise<number | undefined> {
    const port = this.ports.get(host) ?? this.free() ?? this.takeFromAway(isHere)
    if (port === undefined) return undefined
    this.ports.delete(host)
    this.ports.set(host, port)
    this.writing = this.writing
      .catch(() => undefined)
      .then(() => writeKeptFile(this.file, JSON.stringify([...this.ports])))
    await this.writing
    return port
  }

  private free(): number | undefined {
    const taken = new Set(this.ports.values())
    for (let port = this.range.first; port <= this.range.last; port++) if (!taken.has(port)) return port
    return undefined
  }

  private takeFromAway(isHere: (host: string) => boolean): number | undefined {
    for (const [host, port] of this.ports) {
      if (isHere(host)) continue
      this.ports.delete(host)
      return port
    }
    return undefined
  }
}

function isIn({ first, last }: PortRange, port: number): boolean {
  return port >= first && port <= last
}

function readTable(value: unknown): [string, number][] {
  if (!Array.isArray(value) || isRecord(value)) throw new Error('it is no list of hosts and ports')
  const rows = (value as unknown[]).map((row): [string, number] => {
    const [host, port] = Array.isArray(row) ? (row as unknown[]) : []
    if (typeof host !== 'string' || !/^[0-9a-f]{64}$/.test(host)) throw new Error('a host is no fingerprint')
    if (!Number.isInteger(port) || (port as number) < 1 || (port as number) > 65_535)
      throw new Error('a port is none')
    return [host, port as number]
  })
  if (new Set(rows.map(([, port]) => port)).size !== rows.length) throw new Error('two hosts have one port')
  return rows
}
