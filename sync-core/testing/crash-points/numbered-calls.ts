// Every call of every store, one at a time, with a number: whoever is called waits here until it is his turn. So a run depends on
// nothing but its faults, is the same on every store, and time can stand still while a call is under way.
//
//   a unit's call ─▶ waits ─▶ its turn: number k ─┬─ goes well ──────────────────────────────▶ answered
//                                                 ├─ throws-before, throws-after ────────────▶ StorageError
//                                                 ├─ stops-before, stops-after: its process is over, nobody is answered any more
//                                                 ╰─ stalls: its process stands still, another one begins, and later both go on

import { StorageError } from '../../base/errors.ts'
import { everyCall } from '../every-call.ts'

export const faultWays = [
  'throws-before',
  'throws-after',
  'stops-before',
  'stops-after',
  'stalls-briefly',
  'stalls-long',
  'stalls-longer',
] as const
export type FaultWay = (typeof faultWays)[number]
/** Of one call that is answered by an error, and of one after which there is nobody any more. */
export const crashWays = faultWays.filter((way) => !way.startsWith('stalls'))

/** By the number of the call, from 1 on. */
export type Faults = ReadonlyMap<number, FaultWay>

/** Of one process. */
export interface Life {
  state: 'running' | 'stalled' | 'over'
  /** How many more steps of the story it stands still; 0: until another process has begun. */
  stallSteps: number
}

export interface NumberedCall {
  readonly name: string
  /** Its process was at rest before it: something else may have happened since the call before. */
  readonly isFirst: boolean
}

const reads = ['nowMs', 'outbox', 'isDone', 'after', 'get', 'getTagged', 'list']

interface Waiting {
  readonly life: Life
  readonly name: string
  readonly act: () => Promise<unknown>
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
}

export interface CallObserver {
  /** Just before a call takes effect. */
  readonly before: () => Promise<void>
  /** Just after it did; throws when something is not as it should be. */
  readonly after: (call: string) => Promise<void>
}

export class NumberedCalls {
  readonly made: NumberedCall[] = []
  private readonly faults: Faults
  private readonly observer: CallObserver
  private readonly waiting: Waiting[] = []
  private isAtRest = true

  constructor(faults: Faults, observer: CallObserver) {
    this.faults = faults
    this.observer = observer
  }

  /** The store as a process sees it. */
  gated<T extends object>(life: Life, prefix: string, store: T): T {
    return everyCall(
      store,
      ({ name, act }) =>
        new Promise((resolve, reject) => {
          const waiting = { life, name: `${prefix}.${name}`, act: async () => act(), resolve, reject }
          if (life.state !== 'over') this.waiting.push(waiting)
        }),
    )
  }

  /** Something happened in the world that no call did. */
  rested(): void {
    this.isAtRest = true
  }

  hasNext(): boolean {
    return this.waiting.some(({ life }) => life.state === 'running')
  }

  /** The first call that can go on does. */
  async next(): Promise<void> {
    const [call] = this.waiting.splice(
      this.waiting.findIndex(({ life }) => life.state === 'running'),
      1,
    )
    const { life, name, act, resolve, reject } = call!
    this.made.push({ name, isFirst: this.isAtRest })
    this.isAtRest = false
    const fault = this.faults.get(this.made.length)
    const stallSteps = stallStepsOf(fault)
    if (stallSteps !== undefined) {
      Object.assign(life, { state: 'stalled', stallSteps })
      this.waiting.unshift(call!)
      return
    }
    if (fault === 'stops-before') return this.end(life)
    if (fault === 'throws-before') return reject(lost(name))
    await this.observer.before()
    const answered = await act().then(
      (answer) => () => resolve(answer),
      (error: unknown) => () => reject(error),
    )
    await this.observer.after(name)
    if (fault === 'stops-after') return this.end(life)
    if (fault === 'throws-after') return reject(lost(name))
    answered()
  }

  private end(life: Life): void {
    life.state = 'over'
    for (let at = this.waiting.length; at-- > 0;) {
      if (this.waiting[at]!.life === life) this.waiting.splice(at, 1)
    }
  }
}

/**
 * Ways that lead somewhere of their own. To fail after a read is to fail before it; to stop before a call is to have stopped after the
 * one before, unless something happened in between.
 */
export function distinctWays({ name, isFirst }: NumberedCall): readonly FaultWay[] {
  return faultWays.filter((way) => {
    if (way === 'throws-after' || way === 'stops-after') return !isRead(name)
    return way !== 'stops-before' || isFirst
  })
}

/** Whether a call changes nothing. */
export function isRead(name: string): boolean {
  return reads.includes(name.split('.')[1]!)
}

function stallStepsOf(way: FaultWay | undefined): number | undefined {
  switch (way) {
    case 'stalls-briefly':
      return 0
    case 'stalls-long':
      return 1
    case 'stalls-longer':
      return 2
    default:
      return undefined
  }
}

function lost(name: string): StorageError {
  return new StorageError('unavailable', `The line is down (${name}).`, true)
}
