// Questions from the benchmark to its child processes, and their answers. A child ends by itself when the benchmark does,
// however that ends, because the channel then closes.

import { fork, type ChildProcess } from 'node:child_process'

/** What a child process can be asked: a name, one argument of plain data, an answer of plain data. */
export type Commands = Readonly<Record<string, (words: never) => Promise<unknown>>>

interface Question {
  readonly id: number
  readonly name: string
  readonly words: unknown
}

type Answer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string }

/** In the child: answers questions until the benchmark is gone. */
export function serveCommands(commands: Commands): void {
  const answer = async ({ id, name, words }: Question): Promise<void> => {
    let said: Answer
    try {
      const command = commands[name] as ((words: unknown) => Promise<unknown>) | undefined
      if (command === undefined) throw new Error(`there is no command ${name}`)
      said = { id, value: await command(words) }
    } catch (error) {
      said = { id, error: error instanceof Error ? error.message : String(error) }
    }
    process.send?.(said)
  }
  process.on('message', (question: Question) => void answer(question))
  process.on('disconnect', () => process.exit(0))
}

export class BenchProcess<C extends Commands> {
  private readonly child: ChildProcess
  private readonly file: string
  private readonly waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >()
  private lastId = 0

  constructor(file: string) {
    this.file = file
    this.child = fork(file, { execArgv: [], serialization: 'advanced' })
    this.child.on('message', (answer: Answer) => this.handleAnswer(answer))
    this.child.on('exit', (code, signal) => this.rejectAll(`ended with ${signal ?? `code ${code}`}`))
    this.child.on('error', (error) => this.rejectAll(error.message))
  }

  ask<K extends keyof C & string>(name: K, words: Parameters<C[K]>[0]): Promise<Awaited<ReturnType<C[K]>>> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      this.child.send({ id, name, words }, (error) => {
        if (error !== null) this.rejectAll(error.message)
      })
    })
  }

  /** Closes the channel, and waits until the child is gone. */
  async end(): Promise<void> {
    if (this.child.connected) this.child.disconnect()
    await this.gone()
  }

  /** Kills it in the middle of whatever it does. What it was asked is rejected once it is gone. */
  kill(): void {
    this.child.kill('SIGKILL')
  }

  /** Resolves when the child is gone, however it ended. */
  async gone(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    await new Promise((resolve) => this.child.once('exit', resolve))
  }

  private handleAnswer(answer: Answer): void {
    const waiting = this.waiting.get(answer.id)
    this.waiting.delete(answer.id)
    if ('error' in answer) waiting?.reject(new Error(`${this.file}: ${answer.error}`))
    else waiting?.resolve(answer.value)
  }

  private rejectAll(reason: string): void {
    const waiting = [...this.waiting.values()]
    this.waiting.clear()
    for (const { reject } of waiting) reject(new Error(`${this.file}: ${reason}`))
  }
}
