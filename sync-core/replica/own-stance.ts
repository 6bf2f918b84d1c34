import type { Clock } from '../base/clock.ts'
import { type Limits, limits as standardLimits } from '../base/limits.ts'
import { intoRange, viewIntoRange } from './into-range.ts'
import { PresencePacer } from './presence-pacer.ts'
import { noStance, type Stance } from './session-state.ts'

/** What this person is at, and what the host was told of it: the newest, no faster than `stancePerSecond`, and again to each new host. */
export class OwnStance {
  private readonly pacer: PresencePacer<Stance>
  private stance: Stance = noStance
  private line: 'on' | 'off' = 'off'

  constructor(clock: Clock, limits: Limits, send: (stance: Stance) => void) {
    this.pacer = new PresencePacer(clock, limits.stancePerSecond, send)
  }

  /** What is not named stays as it is. */
  change(changes: Partial<Stance>): void {
    const stance = stanceIntoRange({ ...this.stance, ...changes })
    if (isSameStance(stance, this.stance)) return
    this.stance = stance
    if (this.line === 'on') this.pacer.set(stance)
  }

  handleWelcome(): void {
    this.line = 'on'
    if (!isSameStance(this.stance, noStance)) this.pacer.set(this.stance)
  }

  handleLost(): void {
    this.line = 'off'
    this.pacer.stop()
  }
}

function stanceIntoRange({ layer, view, follows, hand }: Stance): Stance {
  return {
    layer: layer === undefined ? undefined : intoRange(layer, 0, 0xffffffff),
    view: view && viewIntoRange(view),
    follows: follows === undefined ? undefined : intoRange(follows, 0, standardLimits.participantsMax),
    hand,
  }
}

function isSameStance(a: Stance, b: Stance): boolean {
  const { x, y, width, height } = a.view ?? {}
  return (
    a.layer === b.layer &&
    a.follows === b.follows &&
    a.hand === b.hand &&
    x === b.view?.x &&
    y === b.view?.y &&
    width === b.view?.width &&
    height === b.view?.height
  )
}
