import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A program of this folder in a process of its own, which talks by messages. */
export class TestProcess {
  private readonly child: ChildProcess
  private readonly gone: Promise<unknown>
  private readonly messages: unknown[] = []

  constructor(program: string, ...programArguments: readonly string[]) {
    this.child = fork(join(import.meta.dirname, program), [...programArguments], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.gone = once(this.child, 'exit')
    this.child.on('message', (message) => this.messages.push(message))
  }

  send(message: string): void {
    this.child.send(message)
  }

  /** Messages so far. */
  get heard(): readonly unknown[] {
    return this.messages
  }

  /** Resolves with the message once one passes; throws when the process ends before. */
  async waitFor(passes: (message: unknown) => boolean): Promise<unknown> {
    for (let at = 0; ; at++) {
      if (at === this.messages.length) {
        const ended = await Promise.race([
          once(this.child, 'message').then(() => false),
          this.gone.then(() => true),
        ])
        if (ended) throw new Error('the process ended')
      }
      if (passes(this.messages[at])) return this.messages[at]
    }
  }

  /** Kills it in the middle of whatever it does, and waits until it is gone. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.gone
  }
}
