import type { Limits } from '../base/limits.ts'
import type { TaskKey } from '../scheduler/task.ts'
import { pictureOf, SchedulerTrial } from './scheduler-trial.ts'

/** Some pictures, dirty, pushed, and due. */
export async function dueTrial(
  pictures = 1,
  changed: Partial<Limits> = {},
  isAtHand?: (task: TaskKey) => boolean,
) {
  const trial = new SchedulerTrial(changed)
  const parts = trial.parts('first', 'host', isAtHand)
  await parts.keeper.keep()
  for (let number = 1; number <= pictures; number++) trial.write(pictureOf(number))
  await parts.tender.tick()
  // The heap's first look tells that it may have lost something.
  await parts.runner.tick()
  await parts.outbox.scan()
  await parts.pass(15_000)
  trial.takeCalls()
  return { trial, ...parts }
}
