import { describe, expect, it } from 'vitest'
import type { CallFault } from '../../sync-core/testing/disk-faults.ts'
import type { Mistake } from '../../sync-core/testing/simulated-session.ts'
import { callFaults, sweepFaults } from './fault-sweep.ts'
import { runWithFaults } from './every-call.ts'

describe('storage whose calls go wrong', () => {
  it('[CR6] costs nothing that was told, whichever call it is and however it goes wrong', async () => {
    const { calls, runs, failures } = await sweepFaults((call) => call % 4 === 0, 0, 1)
    expect(failures).toEqual([])
    expect(calls).toBeGreaterThan(50)
    expect(runs).toBe(Math.floor(calls / 4) * callFaults.length)
  })

  it('[CR6] costs nothing either when two calls go wrong', async () => {
    expect((await sweepFaults(() => false, 60, 2)).failures).toEqual([])
  })

  it('[CR6] is found out when it only says that it wrote', async () => {
    const forgetful: Mistake = {
      hostOptions: (options) => ({
        ...options,
        journalStorage: { ...options.journalStorage, append: () => Promise.resolve() },
      }),
    }
    const hang = new Map<number, CallFault>([[20, 'hangs-before']])
    await expect(runWithFaults(hang, forgetful)).rejects.toMatchObject({ name: 'SimulationFailure' })
  })

  it('[CR6] is asked for the same when nothing goes wrong', async () => {
    const first = await runWithFaults(new Map())
    expect(await runWithFaults(new Map())).toEqual(first)
    expect(first.acknowledged).toBeGreaterThan(10)
  })
})
