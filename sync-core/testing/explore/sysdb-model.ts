import { MemorySysdb } from '../memory-sysdb.ts'
import type { Sysdb } from '../../scheduler/sysdb.ts'
import type { Stores } from './explored-types.ts'
import { answerText, fromText, toText } from './plain-text.ts'
import type { CalledStore, StoreModel } from './stores.ts'

/** The twin of sysdb in memory, called on what it was when it was dumped. */
export class SysdbModel implements StoreModel<Stores['sysdb']> {
  private readonly sysdb: MemorySysdb
  private readonly first: string
  private nowMs = 0

  constructor(make: (nowMs: () => number) => MemorySysdb = (nowMs) => new MemorySysdb(nowMs)) {
    this.sysdb = make(() => this.nowMs)
    this.first = toText(this.sysdb.dump())
  }

  async start(): Promise<string> {
    return this.first
  }

  async call(state: string, method: string, args: readonly unknown[], nowMs: number): Promise<CalledStore> {
    this.sysdb.load(fromText(state))
    this.nowMs = nowMs
    const answer = await answerText(() =>
      (this.sysdb[method as keyof Sysdb] as (...args: unknown[]) => Promise<unknown>)(...args),
    )
    return { state: toText(this.sysdb.dump()), answer }
  }

  async view(state: string): Promise<Stores['sysdb']> {
    this.sysdb.load(fromText(state))
    return { rows: await this.sysdb.rows(undefined, 100), shards: await this.sysdb.shards() }
  }
}
