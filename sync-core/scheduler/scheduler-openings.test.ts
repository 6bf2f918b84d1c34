import { expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { pictureOf, scheduling } from '../testing/scheduler-trial.ts'

const picture = pictureOf(1)

it('[SC22] opening, deleting and bringing back change sysdb, push and acknowledge', async () => {
  const { trial, scheduler } = await scheduling()
  trial.write(picture)
  await scheduler.adopt(picture, trial.opened(picture))
  expect(trial.takeCalls()).toEqual(['open', 'nowMs', 'heap.push', 'ackPush'])
  await scheduler.deleted(picture)
  expect(trial.takeCalls()).toEqual(['delete', 'nowMs', 'heap.push', 'ackPush'])
  expect(await trial.row(picture, 'sweep')).toMatchObject({
    status: 'live',
    nextRunMs: trial.nowMs + 30 * 24 * 3_600_000,
  })
  await scheduler.restored(picture)
  expect(trial.takeCalls()).toEqual(['restore', 'nowMs', 'heap.push', 'ackPush'])
  expect(await trial.row(picture)).toMatchObject({ status: 'live', run: 3, heapRun: 3 })
  await scheduler.deleted(picture)
  trial.takeCalls()
  await scheduler.adopt(picture, trial.openedLast(picture))
  expect(trial.takeCalls()).toEqual(['open', 'restore', 'open', 'nowMs', 'heap.push', 'ackPush'])
  await scheduler.stop()
})

it('[SC47] opens no picture that a later host has, and says so', async () => {
  const { trial, scheduler } = await scheduling()
  const late = trial.opened(picture)
  await scheduler.adopt(picture, trial.opened(picture))
  const before = await trial.row(picture)
  trial.takeCalls()
  await expect(scheduler.adopt(picture, late)).rejects.toMatchObject({ code: 'superseded' })
  await scheduler.deleted(picture)
  await expect(scheduler.adopt(picture, late)).rejects.toMatchObject({ code: 'superseded' })
  expect(trial.takeCalls()).toEqual(['open', 'delete', 'nowMs', 'heap.push', 'ackPush', 'open'])
  expect(await trial.row(picture)).toMatchObject({ epoch: before.epoch, status: 'deleted' })
  await scheduler.stop()
})

it('[SC67] brings back no picture that was deleted after its claim, though sysdb hears of the claim later', async () => {
  const { trial, scheduler } = await scheduling()
  await scheduler.adopt(picture, trial.opened(picture))
  const late = trial.opened(picture)
  await scheduler.deleted(picture)
  trial.takeCalls()
  await expect(scheduler.adopt(picture, late)).rejects.toMatchObject({ code: 'superseded' })
  expect(trial.takeCalls()).toEqual(['open'])
  expect(await trial.row(picture)).toMatchObject({ status: 'deleted' })
  expect(await trial.row(picture, 'sweep')).toMatchObject({ status: 'live' })
  await scheduler.stop()
})

it('[SC48] opens a picture that was brought back from a backup, whatever sysdb knows of later, also as deleted', async () => {
  const { trial, scheduler } = await scheduling()
  const backup = trial.openedLast(picture)
  await scheduler.adopt(picture, trial.opened(picture))
  trial.takeCalls()
  await scheduler.adopt(picture, backup)
  expect(trial.takeCalls()).toEqual(['open', 'open'])
  expect(await trial.row(picture)).toMatchObject({ epoch: backup.epoch })
  await scheduler.deleted(picture)
  await scheduler.adopt(picture, backup)
  expect(await trial.row(picture)).toMatchObject({ epoch: backup.epoch, status: 'live' })
  const away = new StorageError('unavailable', 'The disk is away.', true)
  const other = { ...backup, epoch: 0, isNewest: () => Promise.reject(away) }
  await expect(scheduler.adopt(picture, other)).rejects.toBe(away)
  await scheduler.stop()
})
