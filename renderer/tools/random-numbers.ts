import type { LayerId } from '../../sync-core/index.ts'

/** A number that no other layer has, except by a chance of one in four thousand million. */
export function randomLayerId(): LayerId {
  return Math.max(1, randomU32())
}

export function randomU32(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}
