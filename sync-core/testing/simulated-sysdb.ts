import type { Sysdb } from '../scheduler/sysdb.ts'
import type { CallDisk } from './simulated-host-files.ts'

/** Calls of these change nothing, so a full disk answers them. */
const reads: ReadonlySet<string> = new Set<keyof Sysdb>([
  'nowMs',
  'isDone',
  'outbox',
  'rows',
  'shards',
  'close',
])

/** A sysdb that outlives the processes that use it, as one of them has it: calls take their time, and go wrong. */
export function simulatedSysdb(sysdb: Sysdb, call: CallDisk): Sysdb {
  return new Proxy(sysdb, {
    get: (target, name) => {
      const operation = Reflect.get(target, name) as (...words: unknown[]) => Promise<unknown>
      return (...words: unknown[]) => {
        const copies = structuredClone(words)
        const act = (): Promise<unknown> => {
          const answer = operation.apply(target, copies)
          // Nobody hears of it when its process is dead by then.
          answer.catch(() => undefined)
          return answer
        }
        return call({ what: `sysdb ${String(name)}`, writes: !reads.has(String(name)), act })
      }
    },
  })
}
