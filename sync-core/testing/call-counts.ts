import type { Finished } from '../scheduler/sysdb.ts'

export class CallCounts {
  private readonly counts = new Map<string, number>()

  add(name: string): void {
    this.counts.set(name, this.of(name) + 1)
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0
  }

  /** Of all but one. */
  without(left: string): number {
    const all = [...this.counts.values()].reduce((sum, each) => sum + each, 0)
    return all - this.of(left)
  }
}

/** Rows that an operation of sysdb had to touch, or returned. */
export function rowsOf(name: string, asked: readonly unknown[], answer: unknown): number {
  switch (name) {
    case 'nowMs':
      return 0
    case 'schedule':
    case 'ackPush':
    case 'isDone':
      return (asked[0] as readonly unknown[]).length
    case 'finish':
      return 1 + (asked[1] as Finished).wakes.length
    case 'outbox':
      return (answer as readonly unknown[] | undefined)?.length ?? 0
    default:
      return 1
  }
}

export function requestOf(name: string): string {
  switch (name) {
    case 'get':
    case 'getTagged':
      return 'GET'
    case 'put':
    case 'compareAndSwap':
      return 'PUT'
    case 'remove':
      return 'DELETE'
    default:
      return 'LIST'
  }
}
