import type { Heap } from './heap-port.ts'
import type { StoreWatch } from './store-watch.ts'
import type { Sysdb } from './sysdb.ts'
import type { WriteLog } from './write-log.ts'

export function watchedSysdb(sysdb: Sysdb, watch: StoreWatch): Sysdb {
  return {
    nowMs: () => watch.ask('nowMs', () => sysdb.nowMs()),
    open: (...asked) => watch.ask('open', () => sysdb.open(...asked)),
    create: (...asked) => watch.ask('create', () => sysdb.create(...asked)),
    schedule: (...asked) => watch.ask('schedule', () => sysdb.schedule(...asked)),
    scheduleNow: (...asked) => watch.ask('scheduleNow', () => sysdb.scheduleNow(...asked)),
    ackPush: (...asked) => watch.ask('ackPush', () => sysdb.ackPush(...asked)),
    claim: (...asked) => watch.ask('claim', () => sysdb.claim(...asked)),
    renew: (...asked) => watch.ask('renew', () => sysdb.renew(...asked)),
    finish: (...asked) => watch.ask('finish', () => sysdb.finish(...asked)),
    fail: (...asked) => watch.ask('fail', () => sysdb.fail(...asked)),
    postpone: (...asked) => watch.ask('postpone', () => sysdb.postpone(...asked)),
    delete: (...asked) => watch.ask('delete', () => sysdb.delete(...asked)),
    restore: (...asked) => watch.ask('restore', () => sysdb.restore(...asked)),
    gone: (...asked) => watch.ask('gone', () => sysdb.gone(...asked)),
    removeDead: (...asked) => watch.ask('removeDead', () => sysdb.removeDead(...asked)),
    isDone: (...asked) => watch.ask('isDone', () => sysdb.isDone(...asked)),
    outbox: (...asked) => watch.ask('outbox', () => sysdb.outbox(...asked)),
    forgetPushes: (...asked) => watch.ask('forgetPushes', () => sysdb.forgetPushes(...asked)),
    takeShard: (...asked) => watch.ask('takeShard', () => sysdb.takeShard(...asked)),
    leaveShard: (...asked) => watch.ask('leaveShard', () => sysdb.leaveShard(...asked)),
    saveCursor: (...asked) => watch.ask('saveCursor', () => sysdb.saveCursor(...asked)),
    rows: (...asked) => watch.ask('rows', () => sysdb.rows(...asked)),
    shards: () => watch.ask('shards', () => sysdb.shards()),
    close: () => sysdb.close(),
  }
}

export function watchedHeap(heap: Heap, watch: StoreWatch): Heap {
  return {
    push: (...asked) => watch.ask('push', () => heap.push(...asked)),
    peekDue: (...asked) => watch.ask('peekDue', () => heap.peekDue(...asked)),
    prune: (...asked) => watch.ask('prune', () => heap.prune(...asked)),
  }
}

export function watchedLog(log: WriteLog, watch: StoreWatch): WriteLog {
  return { after: (cursor) => watch.ask('after', () => log.after(cursor)) }
}
