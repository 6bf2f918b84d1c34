import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const projectRoot = resolve(import.meta.dirname, '..', '..')
const password = 'a word for the test'

/** `gesso-host` in a process of its own, as a server runs it. */
export class HeadlessProcess {
  readonly port: number
  private readonly child: ChildProcess
  private readonly adminPort: number

  private constructor(child: ChildProcess, ready: { port: number; adminPort: number }) {
    this.child = child
    this.port = ready.port
    this.adminPort = ready.adminPort
  }

  static async start(folder: string, port = 0): Promise<HeadlessProcess> {
    const wordFile = join(folder, 'word')
    await writeFile(wordFile, password)
    const words = ['--data', join(folder, 'data'), '--port', String(port), '--admin-port', '0']
    const child = spawn(
      process.execPath,
      [join(projectRoot, 'out', 'main', 'gesso-host.cjs'), ...words, '--admin-password-file', wordFile],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const lines = createInterface({ input: child.stdout })
    for await (const line of lines) {
      const said = JSON.parse(line) as { event: string; port: number; adminPort: number }
      if (said.event === 'ready') return new HeadlessProcess(child, said)
      if (child.exitCode !== null) break
    }
    throw new Error('gesso-host ended before it was ready')
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
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode
    const exited = once(this.child, 'exit')
    this.child.kill(signal)
    const [code] = (await exited) as [number | null]
    return code
  }
}
