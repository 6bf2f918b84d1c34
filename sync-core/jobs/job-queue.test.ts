import { describe, expect, it } from 'vitest'
import { jobClasses } from './job-classes.ts'
import { JobQueue, type JobClass } from './job-queue.ts'

class HandClock {
  now = 0
  nowMs(): number {
    return this.now
  }
  after(): never {
    throw new Error('the queue sets no timers')
  }
  cancel(): void {}
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function makeQueue(): { clock: HandClock; queue: JobQueue; ran: string[]; failed: string[] } {
  const clock = new HandClock()
  const failed: string[] = []
  const queue = new JobQueue(clock, (error, jobClass) => failed.push(`${jobClass.name}: ${String(error)}`))
  return { clock, queue, ran: [], failed }
}

describe('job queue', () => {
  it('[JQ1] runs a job to its end before the next one starts', async () => {
    const { queue, ran } = makeQueue()
    for (const name of ['a', 'b']) {
      queue.add(jobClasses.broadcast, async () => {
        ran.push(`${name} begins`)
        await settle()
        ran.push(`${name} ends`)
      })
    }
    while (ran.length < 4) await settle()
    expect(ran).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  })

  it('[JQ2] takes the highest class first, and first come first served inside a class', async () => {
    const { queue, ran } = makeQueue()
    const add = (jobClass: JobClass, name: string): void => queue.add(jobClass, () => void ran.push(name))
    add(jobClasses.persist, 'persist')
    add(jobClasses.handBatch, 'batch 1')
    add(jobClasses.membership, 'join')
    add(jobClasses.handBatch, 'batch 2')
    add(jobClasses.broadcast, 'update 1')
    add(jobClasses.broadcast, 'update 2')
    await settle()
    expect(ran).toEqual(['update 1', 'update 2', 'join', 'batch 1', 'batch 2', 'persist'])
  })

  it('[JQ3] promotes a persist that has waited a full cadence above batches, but not above updates and joins', async () => {
    const { clock, queue, ran } = makeQueue()
    const add = (jobClass: JobClass, name: string): void => queue.add(jobClass, () => void ran.push(name))
    queue.add(jobClasses.broadcast, async () => {
      await settle()
      clock.now = jobClasses.persist.promotion.afterMs
      add(jobClasses.handBatch, 'batch')
      add(jobClasses.membership, 'join')
      add(jobClasses.broadcast, 'update')
    })
    add(jobClasses.persist, 'persist')
    while (ran.length < 4) await settle()
    expect(ran).toEqual(['update', 'join', 'persist', 'batch'])
  })

  it('[JQ3] leaves a persist that has waited less behind the batches', async () => {
    const { clock, queue, ran } = makeQueue()
    queue.add(jobClasses.persist, () => void ran.push('persist'))
    clock.now = jobClasses.persist.promotion.afterMs - 1
    queue.add(jobClasses.handBatch, () => void ran.push('batch'))
    await settle()
    expect(ran).toEqual(['batch', 'persist'])
  })

  it('[JQ4] reports what a job throws and goes on with the next', async () => {
    const { queue, ran, failed } = makeQueue()
    queue.add(jobClasses.broadcast, () => {
      throw new Error('no')
    })
    queue.add(jobClasses.handBatch, () => void ran.push('next'))
    await settle()
    expect(failed).toEqual(['broadcast: Error: no'])
    expect(ran).toEqual(['next'])
  })
})
