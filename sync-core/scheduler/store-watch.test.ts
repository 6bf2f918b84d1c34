import { describe, expect, it } from 'vitest'
import type { StorageError } from '../base/errors.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { StoreWatch } from './store-watch.ts'

function watching() {
  const clock = new SimulatedClock()
  const notes: string[] = []
  const watch = new StoreWatch({ clock, toldEveryMs: 60_000, onNote: (sentence) => notes.push(sentence) })
  const ask = async (name: string, problem?: string): Promise<void> => {
    const answer = watch.ask(name, () =>
      problem === undefined ? Promise.resolve() : Promise.reject(new Error(problem)),
    )
    await answer.catch(() => undefined)
  }
  return { clock, notes, watch, ask }
}

describe('store watch', () => {
  it('[SC17] tells an outage once: until what failed works again', async () => {
    const { clock, notes, ask } = watching()
    await ask('push', 'Away.')
    await ask('peek', 'Away, too.')
    await clock.run(600_000)
    await ask('peek')
    await ask('push', 'Still away.')
    expect(notes).toEqual(['Away.'])
    await ask('push')
    await ask('push', 'Away again.')
    expect(notes).toEqual(['Away.', 'Away again.'])
  })

  it('[SC17] tells of one that fails now and then no more than once a minute', async () => {
    const { clock, notes, ask } = watching()
    for (let second = 0; second < 120; second++) {
      await ask('push', 'Away.')
      await ask('push')
      await clock.run(1000)
    }
    expect(notes).toHaveLength(2)
  })

  it('[SC60] a call that is not answered in time fails, is told once, and only so many wait', async () => {
    const clock = new SimulatedClock()
    const notes: string[] = []
    const patience = { store: 'The list', answerMs: 20_000, lateMax: 2 }
    const onNote = (sentence: string): void => void notes.push(sentence)
    const watch = new StoreWatch({ clock, toldEveryMs: 60_000, onNote, patience })
    const answers: (() => void)[] = []
    const ends: string[] = []
    let reached = 0
    const ask = (name: string): void => {
      const hanging = watch.ask(name, () => {
        reached += 1
        return new Promise<void>((resolve) => answers.push(resolve))
      })
      hanging.then(
        () => ends.push(`${name} answered`),
        (error: unknown) => ends.push(`${name} ${(error as StorageError).code}`),
      )
    }
    ask('claim')
    await clock.run(19_999)
    expect([ends, notes]).toEqual([[], []])
    ask('renew')
    await clock.run(1)
    expect(ends).toEqual(['claim unavailable'])
    expect(notes).toEqual([
      'The list has not answered for 20 seconds. What is drawn is kept by its host, and Gesso tries again by itself.',
    ])
    await clock.run(20_000)
    ask('claim')
    await clock.run(0)
    expect(ends).toEqual(['claim unavailable', 'renew unavailable', 'claim unavailable'])
    expect(reached).toBe(2)
    answers[0]!()
    await clock.run(0)
    ask('claim')
    await clock.run(100)
    expect(reached).toBe(3)
    answers[2]!()
    await clock.run(0)
    expect(ends.at(-1)).toBe('claim answered')
    expect(notes).toHaveLength(1)
    expect(watch.calls).toBe(4)
  })

  it('[SC9] lets nothing through once it is closed, and tells nothing', async () => {
    const { notes, watch, ask } = watching()
    let fail = (): void => undefined
    const hanging = watch.ask(
      'push',
      () => new Promise((_, reject) => (fail = () => reject(new Error('Late.')))),
    )
    watch.close()
    await ask('push', 'Away.')
    fail()
    await expect(hanging).rejects.toThrow('Late.')
    expect(notes).toEqual([])
    expect(watch.calls).toBe(1)
  })
})
