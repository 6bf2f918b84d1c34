import { Worker } from 'node:worker_threads'
import { AssertionError, StorageError } from '../../base/errors.ts'
import type { SqliteAnswer, SqliteRefusal, SqliteReply, SqliteRequest } from './sqlite-messages.ts'

type Asked<Request> = Request extends unknown ? Omit<Request, 'id'> : never

interface Waiting {
  readonly resolve: (answer: SqliteAnswer) => void
  readonly reject: (error: Error) => void
}

/** The thread of one SQLite file. A thread that died answers nothing any more, with a retryable error: its owner begins another. */
export class SqliteThread {
  private readonly worker: Worker
  private readonly waiting = new Map<number, Waiting>()
  private lastId = 0
  private problem: string | undefined
  private foundDamage: string | undefined

  /** `threadFile` is sysdb-thread, built for this runtime. */
  constructor(threadFile: string | URL) {
    this.worker = new Worker(threadFile)
    this.worker.on('message', (reply: SqliteReply) => this.handleReply(reply))
    this.worker.on('messageerror', (error) => this.fail(`it sent something unreadable: ${error.message}`))
    this.worker.on('error', (error) => this.fail(error instanceof Error ? error.message : String(error)))
    this.worker.on('exit', (code) => this.fail(`it ended with code ${code}`))
  }

  get isAlive(): boolean {
    return this.problem === undefined
  }

  /** Why its file can't be used: nothing more is to be asked of it then. */
  get damage(): string | undefined {
    return this.foundDamage
  }

  ask(asked: Asked<SqliteRequest>): Promise<SqliteAnswer> {
    if (this.problem !== undefined) return Promise.reject(this.gone())
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.worker.postMessage({ ...asked, id })
    })
  }

  /** Closes the file and ends. Never rejects: what can't be closed is found again at the next opening. */
  async stop(): Promise<void> {
    if (this.problem === undefined) await this.ask({ verb: 'close' }).catch(() => undefined)
    this.fail('it was stopped')
    await this.worker.terminate()
  }

  private handleReply(reply: SqliteReply): void {
    const waiting = this.waiting.get(reply.id)
    this.waiting.delete(reply.id)
    if (reply.kind === 'answer') {
      waiting?.resolve(reply.answer)
      return
    }
    this.foundDamage ??= reply.refusal.damage
    waiting?.reject(errorOf(reply.refusal))
  }

  private fail(problem: string): void {
    if (this.problem !== undefined) return
    this.problem = problem
    const waiting = [...this.waiting.values()]
    this.waiting.clear()
    for (const { reject } of waiting) reject(this.gone())
  }

  private gone(): StorageError {
    return new StorageError(
      'unavailable',
      `The thread that keeps the list of what is to be saved can't answer: ${this.problem ?? ''}. Gesso begins another.`,
      true,
    )
  }
}

function errorOf({ message, storage }: SqliteRefusal): Error {
  if (storage === undefined) return new AssertionError(`SQLite does what it is asked: ${message}`)
  return new StorageError(storage.code, message, storage.retryable)
}
