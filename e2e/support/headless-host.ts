import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const projectRoot = resolve(import.meta.dirname, '..', '..')
const password = 'a word for the test'

interface Ready {
  readonly port: number
  readonly adminPort: number
  readonly linkFile: string
}

/** Starts `gesso-host`, and waits for the event that says that it is there. */
async function spawnHost(words: readonly string[], event: string): Promise<[ChildProcess, Ready]> {
  const child = spawn(process.execPath, [join(projectRoot, 'out', 'main', 'gesso-host.cjs'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) {
    const said = JSON.parse(line) as Ready & { event: string }
    if (said.event === event) return [child, said]
    if (child.exitCode !== null) break
  }
  throw new Error('gesso-host ended before it was ready')
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  const exited = once(child, 'exit')
  child.kill(signal)
  const [code] = (await exited) as [number | null]
  return code
}

/** `gesso-host --relay` in a process of its own. */
export class RelayProcess {
  readonly port: number
  /** What hosts are told. */
  readonly link: string
  private readonly child: ChildProcess

  private constructor(child: ChildProcess, port: number, link: string) {
    this.child = child
    this.port = port
    this.link = link
  }

  static async start(folder: string, port = 0): Promise<RelayProcess> {
    const words = ['--relay', '--data', folder, '--port', String(port), '--relay-ports', '41950-41959']
    const [child, ready] = await spawnHost(words, 'relay ready')
    const [link = ''] = (await readFile(ready.linkFile, 'utf8')).split('\n')
    return new RelayProcess(child, ready.port, link)
  }

  end(signal: NodeJS.Signals): Promise<number | null> {
    return endChild(this.child, signal)
  }
}

/** `gesso-host` in a process of its own, as a server runs it. */
export class HeadlessProcess {
  readonly port: number
  private readonly child: ChildProcess
  private readonly adminPort: number

  private constructor(child: ChildProcess, ready: Ready) {
    this.child = child
    this.port = ready.port
    this.adminPort = ready.adminPort
  }

  static async start(folder: string, port = 0): Promise<HeadlessProcess> {
    const wordFile = join(folder, 'word')
    await writeFile(wordFile, password)
    const words = ['--data', join(folder, 'data'), '--port', String(port), '--admin-port', '0']
    const [child, ready] = await spawnHost([...words, '--admin-password-file', wordFile], 'ready')
    return new HeadlessProcess(child, ready)
  }

  /** Makes a picture, and gives its invite for painters. */
  async create(title: string): Promise<string> {
    const body = new URLSearchParams({ title, width: '800', height: '600' })
    const page = await this.ask('/admin/pictures', { method: 'POST', body })
    const [, link] = /<code>([^<]+)<\/code>/.exec(page) ?? []
    if (link === undefined) throw new Error(`the admin page shows no invite: ${page}`)
    return link
  }

  async ask(path: string, init: RequestInit = {}): Promise<string> {
    const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
    const reply = await fetch(`http://127.0.0.1:${this.adminPort}${path}`, {
      ...init,
      headers: { authorization },
    })
    return reply.text()
  }

  /** As an operator does; resolves with the exit code when it is gone. */
  end(signal: NodeJS.Signals): Promise<number | null> {
    return endChild(this.child, signal)
  }
}
