// One simulated session from a seed: people join, draw and leave while things go wrong; then the troubles end, everybody
// comes to rest, and the promises are checked; then the host ends once more and everything is checked again; at last all
// leave, and the stored picture alone must be the picture.

import { Prng } from '../base/prng.ts'
import { taskKinds } from '../scheduler/task.ts'
import {
  checkAllDrawn,
  checkPictures,
  checkStoredHistory,
  checkTasksRest,
  describeUnrest,
  isAtRest,
} from './rest-checks.ts'
import { planScenario, type ScenarioPlan } from './scenario-plan.ts'
import { SimulatedPainter } from './simulated-painter.ts'
import { SimulatedSession, type Mistake } from './simulated-session.ts'
import { SimulationFailure } from './simulation-failure.ts'
import type { TraceDetail } from './simulation-trace.ts'
import { TroubleMaker } from './trouble-maker.ts'

export interface ScenarioResult {
  readonly seed: number
  /** The broken rule and a sentence; undefined when everything held. */
  readonly failure: string | undefined
  readonly traceHash: string
  readonly trace: readonly string[]
  /** The operations that anybody was told, encoded. */
  readonly operations: readonly Uint8Array[]
  /** How often something happened that the checks are about. */
  readonly reached: Readonly<Record<string, number>>
}

export interface ScenarioOptions {
  readonly mistake?: Mistake
  /** Changes what the seed decided. */
  readonly plan?: Partial<ScenarioPlan>
  readonly detail?: TraceDetail
}

const restWithinMs = 90_000

/** Runs a seed to its end. Never rejects: what goes wrong is the result's failure. */
export async function runScenario(seed: number, options: ScenarioOptions = {}): Promise<ScenarioResult> {
  const prng = new Prng(seed)
  const plan = { ...planScenario(prng), ...options.plan }
  const { size, limits, place } = plan
  const session = new SimulatedSession({
    seed,
    size,
    limits,
    place,
    mistake: options.mistake,
    detail: options.detail,
  })
  const onRejection = (error: unknown): void => session.report(error)
  process.on('unhandledRejection', onRejection)
  let failure: string | undefined
  try {
    await play(session, plan, prng)
  } catch (error) {
    failure = describeFailure(error)
    session.trace.add(failure)
  } finally {
    process.off('unhandledRejection', onRejection)
    session.endHost('kill')
  }
  const { trace, history } = session
  const operations = history.updates.flatMap((update) => (update === undefined ? [] : [update.operation]))
  const { reached } = history
  return { seed, failure, traceHash: trace.hash(), trace: trace.tail(2000), operations, reached }
}

async function play(session: SimulatedSession, plan: ScenarioPlan, prng: Prng): Promise<void> {
  session.trace.add(`plan: ${JSON.stringify(plan)}`)
  const painters = Array.from(
    { length: plan.people },
    (_, i) => new SimulatedPainter(session, i, prng.uint32()),
  )
  await session.createPicture()
  session.startHost()
  const trouble = new TroubleMaker(session, painters, plan, new Prng(prng.uint32()))
  for (const painter of painters) {
    session.clock.after(prng.below(plan.busyMs / 2), () => {
      painter.join()
      painter.work(plan.diligence)
    })
  }
  trouble.start()
  await session.runUntil(() => false, plan.busyMs)
  trouble.heal()
  for (const painter of painters) painter.rest()
  await comeToRest(session, painters)
  const hash = checkPictures(session, painters)
  checkAllDrawn(session, painters)
  await endHostOnce(session, plan, painters)
  expectHash('host-end', checkPictures(session, painters), hash)
  checkAllDrawn(session, painters)
  await leaveAndReopen(session, painters, hash)
}

async function comeToRest(session: SimulatedSession, painters: readonly SimulatedPainter[]): Promise<void> {
  if (await session.runUntil(() => isAtRest(session, painters), restWithinMs)) return
  throw new SimulationFailure('no-rest', describeUnrest(session, painters))
}

async function endHostOnce(
  session: SimulatedSession,
  plan: ScenarioPlan,
  painters: readonly SimulatedPainter[],
): Promise<void> {
  if (plan.lastEnd === 'none') return
  if (plan.lastEnd === 'close') session.closeHost(() => session.startHost())
  else {
    if (plan.lastEnd === 'disk-lost') await uploadAll(session)
    session.endHost(plan.lastEnd)
    session.clock.after(500, () => session.startHost())
  }
  await session.runUntil(() => session.hostKind === 'down', restWithinMs)
  await comeToRest(session, painters)
}

/** At rest, everything is in the bucket soon. */
async function uploadAll(session: SimulatedSession): Promise<void> {
  const isUploaded = (): boolean => {
    const state = session.host?.state()
    return state?.uploaded?.state === 'uploaded' && state.uploaded.seq === state.seq
  }
  if (await session.runUntil(isUploaded, 5000)) return
  throw new SimulationFailure(
    'upload',
    `at rest, and not in the bucket: ${JSON.stringify(session.host?.state())}`,
  )
}

/** The last one leaves: the picture is written at once, and its stored form alone, without the journal, is the picture. */
async function leaveAndReopen(
  session: SimulatedSession,
  painters: readonly SimulatedPainter[],
  hash: string,
): Promise<void> {
  const { seq } = session.history
  for (const painter of painters) painter.leave()
  const isSaved = (): boolean => {
    const state = session.host?.state()
    return state !== undefined && state.people === 0 && state.saved.kind === 'saved' && state.saved.seq >= seq
  }
  if (!(await session.runUntil(isSaved, 5000))) {
    throw new SimulationFailure(
      'last-leave',
      `all left, and it is not saved: ${JSON.stringify(session.host?.state())}`,
    )
  }
  // Those who stay away are closed soon, and that is written, too.
  await session.runUntil(() => false, session.limits.strokeGraceMs + 250)
  await checkTasksRest(session, ['persist'])
  const lastSeq = session.host!.state().seq
  session.endHost('power-cut')
  session.disk.loseJournal()
  session.startHost()
  await session.runUntil(() => session.host !== undefined, restWithinMs)
  // Soon after they left, the host closes those who stay away: more updates, which change nothing here.
  const storedSeq = session.host?.state().seq ?? 0
  if (storedSeq < seq || storedSeq > lastSeq) {
    throw new SimulationFailure(
      'stored-seq',
      `the stored picture is at ${storedSeq}, not at ${seq} to ${lastSeq}`,
    )
  }
  const [visitor] = painters
  visitor!.join()
  await comeToRest(session, [visitor!])
  expectHash('stored-picture', visitor!.client!.hash(), hash)
  await checkStoredHistory(session, storedSeq)
  await checkTasksRest(session, taskKinds)
}

function expectHash(rule: string, hash: string | undefined, expected: string): void {
  if (hash !== expected) throw new SimulationFailure(rule, `the picture is ${hash}, and was ${expected}`)
}

function describeFailure(error: unknown): string {
  if (error instanceof SimulationFailure) return `${error.rule}: ${error.message}`
  return error instanceof Error ? (error.stack ?? String(error)) : String(error)
}
