import { describe, expect, it } from 'vitest'
import { JournalTrial, type JournalTrialTally } from '../testing/journal-trial.ts'

async function trials(seeds: number, hasFaults: boolean, fileBytes: number): Promise<JournalTrialTally> {
  const total: JournalTrialTally = { updates: 0, refusals: 0, failures: 0, repairs: 0, filesMax: 0 }
  for (let seed = 1; seed <= seeds; seed++) {
    const trial = new JournalTrial({ seed, pictures: 1 + (seed % 4), rounds: 6, hasFaults, fileBytes })
    const tally = await trial.run()
    for (const name of Object.keys(total) as (keyof JournalTrialTally)[]) {
      total[name] = name === 'filesMax' ? Math.max(total[name], tally[name]) : total[name] + tally[name]
    }
  }
  return total
}

describe('several pictures over one disk', () => {
  it('[SJ1] keeps what was written over kills, and what was durable over power cuts, and makes up nothing', async () => {
    const tally = await trials(60, false, 8 * 1024)
    expect(tally).toMatchObject({ refusals: 0, failures: 0 })
    expect(tally.updates).toBeGreaterThan(20_000)
  })

  it('[SJ1] [SJ3] [SJ5] does so while calls fail, writes are torn and the disk is full', async () => {
    const tally = await trials(150, true, 8 * 1024)
    expect(tally.updates).toBeGreaterThan(20_000)
    expect(tally.refusals).toBeGreaterThan(500)
    expect(tally.failures).toBeGreaterThan(50)
  })
})
