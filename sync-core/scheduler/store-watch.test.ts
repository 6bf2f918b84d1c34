import { describe, expect, it } from 'vitest'
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
