import { Prng } from '../../sync-core/index.ts'
import type { StorePlace } from '../../sync-core/pictures/object-store.ts'
import type { CallFault } from '../../sync-core/testing/disk-faults.ts'
import { runWithFaults } from './every-call.ts'

export interface SweepResult {
  readonly calls: number
  readonly runs: number
  /** A sentence for each run that lost, doubled or spoilt something: its faults, and what was wrong. */
  readonly failures: readonly string[]
}

export const callFaults: readonly CallFault[] = ['fails-before', 'fails-after', 'hangs-before', 'hangs-after']

/** Whichever calls are chosen of all (numbered from 1 on) go wrong in every way; besides, so many pairs drawn at random. */
export async function sweepFaults(
  place: StorePlace,
  chosen: (call: number) => boolean,
  pairs: number,
  seed: number,
): Promise<SweepResult> {
  const { calls } = await runWithFaults(place, new Map())
  const failures: string[] = []
  let runs = 0
  const run = async (faults: ReadonlyMap<number, CallFault>): Promise<void> => {
    runs += 1
    try {
      await runWithFaults(place, faults)
    } catch (error) {
      const words = Array.from(faults, ([call, fault]) => `call ${call} (${calls[call - 1]}) ${fault}`)
      failures.push(`${words.join(' and ')}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  for (let call = 1; call <= calls.length; call++) {
    if (chosen(call)) for (const fault of callFaults) await run(new Map([[call, fault]]))
  }
  const prng = new Prng(seed)
  const draw = (): [number, CallFault] => [1 + prng.below(calls.length), prng.pick(callFaults)]
  for (let pair = 0; pair < pairs; pair++) await run(new Map([draw(), draw()]))
  return { calls: calls.length, runs, failures }
}
