// What a headless host did, one line an event, for people or for programs.

import type { Clock } from '../../base/clock.ts'

export type EventLevel = 'info' | 'warning' | 'error'

export interface EventLog {
  note(level: EventLevel, event: string, facts?: Readonly<Record<string, string | number>>): void
}

/** `write` is given whole lines. */
export function eventLog(
  format: 'json' | 'text',
  clock: Pick<Clock, 'nowMs'>,
  write: (line: string) => void,
): EventLog {
  return {
    note(level, event, facts = {}) {
      const time = new Date(clock.nowMs()).toISOString()
      if (format === 'json') return write(`${JSON.stringify({ time, level, event, ...facts })}\n`)
      const words = Object.entries(facts).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
      // A line stays a line, whatever a name has in it.
      write(`${time} ${level} ${event.replaceAll(/[\r\n]+/g, ' ')}${words.join('')}\n`)
    },
  }
}
