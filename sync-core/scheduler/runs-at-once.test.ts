import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { openPromise } from '../base/open-promise.ts'
import { dueTrial } from '../testing/due-trial.ts'
import { pictureOf, type SchedulerTrial } from '../testing/scheduler-trial.ts'

const picture = pictureOf(1)
const failing = new StorageError('no-permission', 'The key may not write there.')

/** The pictures whose saves began within so long. */
function savedWithin(ms: number, trial: SchedulerTrial): readonly string[] {
  const runs = trial.runs.filter(({ kind, atMs }) => kind === 'persist' && atMs > trial.nowMs - ms)
  return [...new Set(runs.map((run) => run.picture))]
}

describe('runs at once', () => {
  it('[SC6] sets aside what keeps failing, in the way of none of 200 others', async () => {
    const { trial, runner, pass, tender } = await dueTrial(206)
    const bad = new Set([1, 2, 3, 4, 5, 6].map(pictureOf))
    const open = openPromise()
    let isHanging = false
    let atOnce = 0
    let most = 0
    trial.work = async ({ picture: id, kind }) => {
      if (kind !== 'persist' || !bad.has(id)) return undefined
      most = Math.max(most, ++atOnce)
      if (isHanging) await open.done
      atOnce -= 1
      throw failing
    }
    for (let minute = 0; minute < 30; minute++) {
      await runner.tick()
      await pass(60_000)
    }
    expect((await trial.row(picture)).failures).toBeGreaterThanOrEqual(5)
    expect(trial.notes).toHaveLength(6)
    expect(trial.notes[0]).toContain('could not be saved 5 times in a row')
    expect(runner.work.setAside.size).toBe(6)
    // From here on whatever is set aside hangs, in a process that knows of none of it.
    const next = trial.parts('second')
    await next.keeper.keep()
    await next.pass(60 * 60_000)
    for (let number = 1; number <= 206; number++) trial.write(pictureOf(number))
    await tender.tick()
    isHanging = true
    most = 0
    const before = trial.runs.length
    for (let second = 0; second < 30; second++) {
      await next.runner.look()
      await next.pass(1000)
    }
    expect(trial.runs.length).toBeGreaterThan(before)
    expect(savedWithin(31_000, trial).filter((id) => !bad.has(id))).toHaveLength(200)
    expect(most).toBe(1)
    expect(next.runner.work.setAside.size).toBe(6)
    open.resolve()
    isHanging = false
    for (let second = 0; second < 60; second++) {
      await next.runner.tick()
      await next.pass(1000)
    }
    expect(most).toBe(1)
    expect(savedWithin(95_000, trial).filter((id) => bad.has(id))).toHaveLength(6)
  })

  it('[SC10] starts a backlog of 10 000 no faster than the tokens come, the earliest due first', async () => {
    const { trial, runner, pass } = await dueTrial(10_000)
    const begun: number[] = []
    trial.work = async (run) => {
      if (run.kind === 'persist') begun.push(Math.floor(trial.clock.elapsedMs() / 1000))
      return { kind: 'done', seq: 1, key: '' }
    }
    for (let second = 0; second < 20; second++) {
      await runner.look()
      await runner.settled()
      await pass(1000)
    }
    const claims = trial.takeCalls().filter((call) => call === 'claim').length
    expect(claims).toBe(100 + 50 * 19)
    const counts = new Map<number, number>()
    for (const second of begun) counts.set(second, (counts.get(second) ?? 0) + 1)
    expect(Math.max(...counts.values())).toBe(100)
  })

  it('[SC14] has so many runs at once; one that takes long keeps only its own place', async () => {
    const { trial, runner, pass } = await dueTrial(40)
    const open = openPromise()
    let atOnce = 0
    let most = 0
    trial.work = async ({ picture: id, kind }) => {
      if (kind !== 'persist') return undefined
      most = Math.max(most, ++atOnce)
      if (id === picture) await open.done
      else await trial.clockTurn(100)
      atOnce -= 1
      return undefined
    }
    await runner.look()
    await pass(1500)
    // 39 in three places, 100 ms each, all begun by one look.
    expect(trial.stored.size).toBe(39)
    expect(most).toBe(4)
    open.resolve()
    await runner.settled()
    expect(trial.stored.size).toBe(40)
  })

  it('[SC27] gives what must be opened first one place, one after another, and the others to what is open', async () => {
    const isOpen = (id: string): boolean => id >= pictureOf(21)
    const { trial, runner } = await dueTrial(24, {}, ({ picture: id }) => isOpen(id))
    let [opening, openingMost, open] = [0, 0, 0]
    trial.work = async (run) => {
      if (isOpen(run.picture)) {
        open += 1
        return
      }
      openingMost = Math.max(openingMost, ++opening)
      await trial.clockTurn(run.kind === 'persist' ? 100 : 0)
      opening -= 1
    }
    await runner.look()
    await trial.clock.run(50)
    expect({ opening, open }).toEqual({ opening: 1, open: 4 })
    await trial.clock.run(20 * 100)
    expect(trial.runs.filter(({ kind }) => kind === 'persist')).toHaveLength(24)
    expect(openingMost).toBe(1)
  })
})
