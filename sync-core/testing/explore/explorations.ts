// The scenes that are explored, each about what may go wrong in one place; the mistakes are found in the same ones.

import type { Budget, Choice } from './explored-types.ts'
import type { SceneOptions } from './scenes.ts'

const boot = (process: number): Choice => ({ kind: 'boot', process })
const begin = (process: number, step: string): Choice => ({ kind: 'begin', process, step })
const write: Choice = { kind: 'world', name: 'write' }

/** Host 0 has the shard, and the picture open; nothing was written yet, so its task waits. */
const opened: readonly Choice[] = [boot(0), begin(0, 'keep'), begin(0, 'adopt')]
/** A write is scheduled, and its run is due. */
const due: readonly Choice[] = [...opened, write, begin(0, 'tender')]
/** A run was just done. */
const saved: readonly Choice[] = [...due, begin(0, 'runner')]
/** A shard for each of two hosts. */
const apart: readonly Choice[] = [...opened, boot(1), begin(1, 'keep')]

export interface ExplorationScene extends Omit<SceneOptions, 'budget' | 'plant'> {
  readonly reduced: Partial<Budget>
  /** What more may happen in the full exploration. */
  readonly full: Partial<Budget>
}

export const explorationScenes = {
  /** A host opens a picture for the first time, somebody draws, the host dies and comes back. */
  crash: {
    before: [boot(0)],
    reduced: { crashes: 1, writes: 1, advances: 1, once: ['0 adopt'] },
    full: { crashes: 2, writes: 2 },
  },
  /** The picture is opened again, with something to save or nothing. */
  reopen: {
    before: opened,
    reduced: { crashes: 1, writes: 1, advances: 1, once: ['0 adopt'] },
    full: { crashes: 2, advances: 2 },
  },
  /** Writes, while the host does two things at once. */
  write: {
    before: opened,
    stepsAtOnce: 2,
    reduced: { writes: 2, advances: 1 },
    full: { writes: 3 },
  },
  /** A store fails once: before a call takes effect, or after. */
  fault: {
    before: opened,
    reduced: { faults: 1, writes: 1, advances: 2 },
    full: { faults: 2 },
  },
  /** A host stands still anywhere in a run and comes back whenever it likes; another one takes its shard meanwhile. */
  zombie: {
    before: [...due, boot(1)],
    hosts: 2,
    // Who stood still hears the answers that came meanwhile: given up before, each call would be two.
    limits: { sysdbAnswerMs: 24 * 60 * 60_000 },
    reduced: { stalls: 1, writes: 1, advances: 1 },
    full: { writes: 2 },
  },
  /** One of the two stands still, and one of them dies. */
  'zombie and crash': {
    before: [...due, boot(1)],
    hosts: 2,
    reduced: { stalls: 1, crashes: 1 },
    full: { advances: 1 },
  },
  /** One host has the picture open, another one has the shard; the next run is due so soon that it lies where the last one did. */
  bucket: {
    before: [...opened, boot(1), begin(1, 'keep'), begin(1, 'adopt')],
    hosts: 2,
    limits: { persistCadenceMs: 4_000 },
    reduced: { writes: 2, advances: 1 },
    full: { writes: 3, advances: 2 },
  },
  /** Each host has a shard; the picture is opened at the other one, which moves it there, and meanwhile at the first one again. */
  move: {
    before: apart,
    hosts: 2,
    shards: [[0], [1]],
    reduced: { writes: 1, once: ['0 adopt', '1 adopt'] },
    full: { writes: 2, advances: 1 },
  },
  /** The same, and one of them dies: what it said may never have arrived, or arrives late. */
  'move and crash': {
    before: apart,
    hosts: 2,
    shards: [[0], [1]],
    reduced: { writes: 1, crashes: 1, once: ['1 adopt'] },
    full: { once: ['0 adopt', '1 adopt'] },
  },
  /** Each host has a shard, and takes the other's when that one is dead. */
  takeover: {
    before: apart,
    hosts: 2,
    shards: [
      [0, 1],
      [1, 0],
    ],
    reduced: { writes: 1, advances: 1, crashes: 1 },
    full: { writes: 2 },
  },
  /** The last one leaves, and somebody comes back meanwhile. */
  leave: {
    before: saved,
    stepsAtOnce: 2,
    reduced: { writes: 1, leaves: 1, joins: 1 },
    full: { crashes: 1 },
  },
  /** The picture is deleted, and brought back; its host dies meanwhile. */
  delete: {
    before: due,
    reduced: { crashes: 1, once: ['0 delete', '0 restore'] },
    full: { writes: 1, advances: 1 },
  },
  /** A picture is deleted whose run is under way. */
  'delete late': {
    before: due,
    stepsAtOnce: 2,
    reduced: { writes: 1, once: ['0 delete'] },
    // With more writes, or brought back too, it has more states than a run by hand comes to the end of.
    full: {},
  },
  /** Somebody removes the picture's objects by hand, with a preview to be renewed; the host dies meanwhile. */
  vanish: {
    before: saved,
    wakes: ['preview'],
    reduced: { writes: 1, advances: 1, vanishes: 1, crashes: 1 },
    full: { writes: 2 },
  },
} as const satisfies Readonly<Record<string, ExplorationScene>>

export type SceneName = keyof typeof explorationScenes
export const sceneNames = Object.keys(explorationScenes) as readonly SceneName[]
