import type { JobClass } from './job-queue.ts'
import { limits } from '../base/limits.ts'

const starvedPersist: JobClass = { rank: 3, name: 'starved persist' }

/** The classes of the broadcast side, highest first. */
export const jobClasses = {
  broadcast: { rank: 1, name: 'broadcast' },
  membership: { rank: 2, name: 'add or remove a client' },
  starvedPersist,
  handBatch: { rank: 4, name: 'hand a batch to the primary' },
  persist: {
    rank: 5,
    name: 'periodic persist',
    promotion: { afterMs: limits.persistCadenceMs, to: starvedPersist },
  },
} as const satisfies Record<string, JobClass>
