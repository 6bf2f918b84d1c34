import { describe, expect, it } from 'vitest'
import type { CallFault } from '../../sync-core/testing/disk-faults.ts'
import type { Mistake } from '../../sync-core/testing/simulated-session.ts'
import { runWithFaults } from './every-call.ts'
import { callFaults, sweepFaults } from './fault-sweep.ts'

describe.each(['disk', 'bucket'] as const)('storage in a %s whose calls go wrong', (place) => {
  it('[CR6] costs nothing that was told, whichever call it is and however it goes wrong', async () => {
    const { calls, runs, failures } = await sweepFaults(place, (call) => call % 10 === 0, 0, 1)
    expect(failures).toEqual([])
    expect(calls).toBeGreaterThan(50)
    expect(runs).toBe(Math.floor(calls / 10) * callFaults.length)
  })

  it('[CR6] costs nothing either when two calls go wrong', async () => {
    expect((await sweepFaults(place, () => false, 20, 2)).failures).toEqual([])
  })

  it('[CR6] is found out when it only says that it wrote', async () => {
    const forgetful: Mistake = {
      hostOptions(options) {
        options.journalStorage.append = () => Promise.resolve()
        return options
      },
    }
    const { calls } = await runWithFaults(place, new Map())
    const save = calls.findIndex((call) => call.startsWith('put')) + 1
    const hang = new Map<number, CallFault>([[save, 'hangs-before']])
    await expect(runWithFaults(place, hang, forgetful)).rejects.toBeInstanceOf(Error)
  })

  it('[CR6] is asked for the same when nothing goes wrong', async () => {
    const first = await runWithFaults(place, new Map())
    expect(await runWithFaults(place, new Map())).toEqual(first)
    expect(first.acknowledged).toBeGreaterThan(10)
  })
})
