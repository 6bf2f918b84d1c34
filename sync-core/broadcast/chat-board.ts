// The chat of one hosting. The host numbers the lines in the order of their arrival, and everybody is told that order. It lives
// in memory only: a host that starts anew begins with an empty chat, and windows keep what they have shown.
//
// A window counts its lines 1, 2, 3, … and says each until it came back. So a line that comes again is told from a new one by
// the newest number of that window alone, for ever and in a few bytes; a line that comes too soon, or after one that was not
// taken, is answered with how far the host has them, and the window says the rest again after a pause. Nothing is lost and
// nobody is sent away for typing fast.
//
// Rejected: in the order of updates (a talk is no part of a picture, and would be stored, replayed and undone with it).

import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { TokenBucket } from '../base/token-bucket.ts'
import { encodeHostMessage, type ClientMessageOf, type HostMessageOf } from '../protocol/messages.ts'

type Line = HostMessageOf<'chat'>['lines'][number]

interface Speaker {
  window: number
  /** The newest line that was taken of this window. */
  line: number
  readonly bucket: TokenBucket
}

/** What to do with a line that was said: tell everybody, or answer the one who said it. */
export type Said = { readonly tell: 'everybody' | 'speaker'; readonly frame: Uint8Array }

export class ChatBoard {
  private readonly clock: Clock
  private readonly limits: Limits
  private lines: Line[] = []
  private number = 0
  private readonly speakers = new Map<number, Speaker>()

  constructor(clock: Clock, limits: Limits) {
    this.clock = clock
    this.limits = limits
  }

  say(author: number, { window, line, text, place }: ClientMessageOf<'say'>): Said {
    const speaker = this.speakerOf(author)
    // Where it counts on is the window's word: an earlier hosting may have had its first lines.
    if (speaker.window !== window) Object.assign(speaker, { window, line: Math.max(0, line - 1) })
    if (line !== speaker.line + 1 || !speaker.bucket.take(1)) {
      return { tell: 'speaker', frame: encodeHostMessage({ kind: 'said', window, line: speaker.line }) }
    }
    speaker.line = line
    this.number += 1
    const timeMs = this.clock.nowMs()
    const said = { number: this.number, author, timeMs, window, line, text, place }
    this.lines = [...this.lines, said].slice(-this.limits.chatKept)
    return { tell: 'everybody', frame: encodeHostMessage({ kind: 'chat', lines: [said] }) }
  }

  /** What a newcomer is told: the newest lines. */
  greeting(): readonly Uint8Array[] {
    return this.lines.length === 0 ? [] : [encodeHostMessage({ kind: 'chat', lines: this.lines })]
  }

  private speakerOf(author: number): Speaker {
    let speaker = this.speakers.get(author)
    if (speaker === undefined) {
      const { chatPerSecond, chatBurst } = this.limits
      speaker = { window: -1, line: 0, bucket: new TokenBucket(this.clock, 2 * chatPerSecond, 2 * chatBurst) }
      this.speakers.set(author, speaker)
    }
    return speaker
  }
}
