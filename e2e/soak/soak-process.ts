// The people of a soak, in a process of their own.

import { Prng } from '../../sync-core/index.ts'
import { serveCommands } from '../bench/command-channel.ts'
import type { SessionPlace } from '../bench/host-process.ts'
import { RoamingClient } from './roaming-client.ts'

const commands = { start, rest, readRest }
export type SoakCommands = typeof commands

export interface SoakRest {
  /** Different ones of everybody who is at rest, as `seq hash`. */
  readonly pictures: readonly string[]
  /** How many are not at rest yet. */
  readonly restless: number
  readonly failures: readonly string[]
  readonly deeds: RoamingClient['deeds']
}

let people: RoamingClient[] = []

async function start(words: {
  readonly place: SessionPlace
  readonly count: number
  readonly seed: number
}): Promise<void> {
  const prng = new Prng(words.seed)
  for (let number = 1; number <= words.count; number++) {
    const own = { prng: new Prng(prng.below(0x7fffffff)), people: words.count }
    people.push(await RoamingClient.start(words.place, number, own))
  }
}

/** Everybody comes back, and nobody does anything more. */
function rest(): Promise<void> {
  for (const person of people) person.rest()
  return Promise.resolve()
}

function readRest(): Promise<SoakRest> {
  const resting = people.map((person) => person.restingHash())
  const deeds = { joined: 0, left: 0, cut: 0, stalled: 0, drawn: 0, undone: 0 }
  for (const person of people) {
    for (const name of Object.keys(deeds) as (keyof typeof deeds)[]) deeds[name] += person.deeds[name]
  }
  return Promise.resolve({
    pictures: [...new Set(resting.flatMap((at) => (at === undefined ? [] : `${at.seq} ${at.hash}`)))],
    restless: resting.filter((at) => at === undefined).length,
    failures: people.flatMap(({ failure }) => failure ?? []),
    deeds,
  })
}

serveCommands(commands)
