// The scenes that are explored, each about what may go wrong in one place, and those in which the ten mistakes are found.

import type { Budget, Choice } from './explored-types.ts'
import type { SceneOptions } from './scenes.ts'

const boot = (process: number): Choice => ({ kind: 'boot', process })
const begin = (process: number, step: string): Choice => ({ kind: 'begin', process, step })
const write: Choice = { kind: 'world', name: 'write' }
const advance: Choice = { kind: 'advance' }

/** Host 0 has the shard, and the picture open. */
const opened: readonly Choice[] = [boot(0), begin(0, 'keep'), begin(0, 'adopt')]
/** The first run is over, nothing was written yet. */
const waiting: readonly Choice[] = [...opened, advance, begin(0, 'runner')]
/** A write is scheduled, and its run is due. */
const due: readonly Choice[] = [...opened, write, begin(0, 'tender'), advance]

const answers = (count: number): readonly Choice[] =>
  Array.from({ length: count }, () => ({ kind: 'answer', process: 0, call: 0, fault: '' }))
/** Host 0 has read what it is to persist, and stands still before it swaps the snapshot until its shard is free; another host is there. */
const stuck: readonly Choice[] = [
  begin(0, 'runner'),
  ...answers(10),
  { kind: 'stall', process: 0 },
  advance,
  advance,
  boot(1),
]

export interface ExplorationScene extends Omit<SceneOptions, 'budget'> {
  readonly reduced: Partial<Budget>
  /** What more may happen in the full exploration. */
  readonly full: Partial<Budget>
}

export const explorationScenes: Readonly<Record<string, ExplorationScene>> = {
  /** A host opens a picture, somebody draws, the host dies and comes back. */
  crash: {
    before: [boot(0)],
    reduced: { crashes: 1, writes: 1, advances: 2, once: ['0 adopt'] },
    full: { crashes: 2, writes: 2, advances: 3 },
  },
  /** Writes to a picture that waits, while its host does two things at once. */
  write: {
    before: waiting,
    stepsAtOnce: 2,
    reduced: { writes: 1, advances: 1 },
    full: { writes: 2, advances: 3 },
  },
  /** A store fails once: before a call takes effect, or after. */
  fault: {
    before: opened,
    reduced: { faults: 1, writes: 1, advances: 2 },
    full: { faults: 1, writes: 2, advances: 3 },
  },
  /** A host stands still in a run and comes back, another one took its shard. */
  zombie: {
    before: due,
    underWay: stuck,
    hosts: 2,
    reduced: { stalls: 1, writes: 2, advances: 3 },
    full: { stalls: 2, writes: 3, advances: 4, crashes: 1 },
  },
  /** Two hosts on one bucket of the heap: the next run is due so soon that it lies where the last one did. */
  bucket: {
    before: [...opened, boot(1), begin(1, 'keep')],
    hosts: 2,
    limits: { persistCadenceMs: 4_000 },
    reduced: { writes: 1, advances: 1 },
    full: { writes: 2, advances: 3, crashes: 1 },
  },
  /** The last one leaves, and somebody comes back meanwhile. */
  leave: {
    before: opened,
    stepsAtOnce: 2,
    reduced: { writes: 1, leaves: 1, joins: 1 },
    full: { writes: 2, leaves: 1, joins: 1, advances: 1, crashes: 1 },
  },
  /** The last one leaves a picture that waits. */
  'leave clean': {
    before: waiting,
    reduced: { writes: 1, leaves: 1, joins: 1 },
    full: { writes: 2, leaves: 1, joins: 1, advances: 1, crashes: 1 },
  },
  /** The picture is deleted, and brought back; its host dies meanwhile. */
  delete: {
    before: opened,
    reduced: { writes: 1, advances: 2, crashes: 1, once: ['0 delete', '0 restore'] },
    full: { writes: 2, advances: 3, crashes: 1 },
  },
  /** A picture that waits is deleted, or one whose run is under way. */
  'delete late': {
    before: waiting,
    stepsAtOnce: 2,
    reduced: { writes: 1, advances: 1, once: ['0 delete'] },
    full: { writes: 1, advances: 2, once: ['0 delete', '0 restore'] },
  },
}

export interface MutantScene extends SceneOptions {
  readonly restEvery: number
}

/** I9 is asked for where the mistake shows in no other way. */
const rarely = 1_000_000

export const mutantScenes: Readonly<Record<string, MutantScene>> = {
  'ack before push': { before: [boot(0)], budget: { once: ['0 adopt'] }, restEvery: rarely },
  'cursor before schedule': { before: waiting, budget: { writes: 1 }, restEvery: rarely },
  'finish without the want check': {
    before: due,
    underWay: [begin(0, 'runner'), ...answers(9)],
    stepsAtOnce: 2,
    budget: { writes: 2, advances: 1 },
    restEvery: rarely,
  },
  'finish without the run and attempt fence': {
    before: due,
    underWay: stuck,
    hosts: 2,
    budget: { stalls: 1, writes: 2, advances: 3 },
    restEvery: rarely,
  },
  'run not bumped': { before: waiting, budget: { writes: 1 }, restEvery: rarely },
  'unconditional prune': {
    before: [...opened, boot(1), begin(1, 'keep')],
    hosts: 2,
    limits: { persistCadenceMs: 4_000 },
    budget: { writes: 1, advances: 1 },
    restEvery: rarely,
  },
  'no outbox scan': { before: [boot(0)], budget: { crashes: 1, once: ['0 adopt'] }, restEvery: 1 },
  'row hidden during create': { before: [boot(0)], budget: { crashes: 1, once: ['0 adopt'] }, restEvery: 1 },
  'no due check in claim': { before: [...opened, advance], budget: { crashes: 1 }, restEvery: rarely },
  'lease shorter than the cadence': {
    before: opened,
    budget: { faults: 1, advances: 4 },
    restEvery: rarely,
  },
}
