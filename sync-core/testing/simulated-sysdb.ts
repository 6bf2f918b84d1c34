import type { Sysdb } from '../scheduler/sysdb.ts'
import { everyCall } from './every-call.ts'
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
  return everyCall(sysdb, ({ name, asked, act }) => {
    const words = structuredClone(asked)
    const late = (): Promise<unknown> => {
      const answer = act(words)
      // Nobody hears of it when its process is dead by then.
      answer.catch(() => undefined)
      return answer
    }
    return call({ what: `sysdb ${name}`, writes: !reads.has(name), act: late })
  })
}
