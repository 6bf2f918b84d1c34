import type { Prng } from '../../sync-core/index.ts'

/** When the next host is killed. Milliseconds are drawn at random; what is waited for comes from the wire. */
export type KillMoment =
  /** While its process starts, opens the picture, or has just let the first ones in. */
  | { readonly kind: 'starting'; readonly afterMs: number }
  /** In the very turn in which somebody is told the place of so many updates. */
  | { readonly kind: 'drawing'; readonly updates: number }
  /** While the picture is being written. */
  | { readonly kind: 'saving'; readonly afterMs: number }
  /** Just when a snapshot counts, and what it made superfluous is cleared away. */
  | { readonly kind: 'saved' }
  /** After everybody left, while the picture is written for that reason. */
  | { readonly kind: 'left'; readonly afterMs: number }

const startingMsMax = 900
const savingMsMax = 60

/** A moment of each kind in every ten, in an order of the seed's. Nobody draws more than `updatesMax` between two of them. */
export function planKills(count: number, updatesMax: number, prng: Prng): KillMoment[] {
  const moments: KillMoment[] = []
  while (moments.length < count) {
    const round: KillMoment[] = [
      ...repeat(2, (): KillMoment => ({ kind: 'starting', afterMs: prng.below(startingMsMax) })),
      ...repeat(4, (): KillMoment => ({ kind: 'drawing', updates: 1 + prng.below(updatesMax) })),
      ...repeat(2, (): KillMoment => ({ kind: 'saving', afterMs: prng.below(savingMsMax) })),
      { kind: 'saved' },
      { kind: 'left', afterMs: prng.below(savingMsMax) },
    ]
    while (round.length > 0) moments.push(...round.splice(prng.below(round.length), 1))
  }
  return moments.slice(0, count)
}

function repeat<T>(times: number, make: () => T): T[] {
  return Array.from({ length: times }, make)
}
